import { createHash } from 'node:crypto'
import { globSync, readFileSync, writeFileSync } from 'node:fs'

const POLICY = /(?<=<meta http-equiv="content-security-policy" content=")[^"]*/
const INLINE = /<(?<name>script|style)\b(?![^>]*\ssrc=)[^>]*>(?<code>[\s\S]*?)<\/\k<name>>/g

/**
 * A policy names by its hash what stands in the page itself. Astro names the
 * files as well, which `'self'` allows already: random letters, which no
 * compression makes shorter, in every page that is built once.
 */
export function leaveOutHashes(folder) {
  for (const page of globSync(`${folder}/**/*.html`)) {
    const html = readFileSync(page, 'utf8')
    const needed = new Set([...html.matchAll(INLINE)].map(({ groups }) => hashOf(groups.code)))
    const without = (policy) =>
      policy.replace(/ '(?<hash>sha256-[^']+)'/g, (part, hash) => (needed.has(hash) ? part : ''))
    writeFileSync(page, html.replace(POLICY, without))
  }
}

const hashOf = (code) => `sha256-${createHash('sha256').update(code).digest('base64')}`
