/** Colouring a file takes longer than all else on its page. Here it is kept from build to build. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { KeptTexts } from './kept-texts.mjs'

/** What decides the colours: of the packages, the versions. */
const MAKERS = [
  'package-lock.json',
  'src/course/listing/highlight.ts',
  'src/course/listing/shiki-classes.mjs',
]

/**
 * An integration of Astro’s: `highlight.ts` keeps what it coloured, and asks for it where a page shows
 * the same lines.
 *
 * @example
 * keepListings().name
 * // => 'glasshouse:keep-listings'
 */
export function keepListings() {
  let kept = null
  return {
    name: 'glasshouse:keep-listings',
    hooks: {
      'astro:config:setup': ({ config }) => {
        const madeBy = hashOf(fileURLToPath(config.root))
        kept = new KeptTexts(join(fileURLToPath(config.cacheDir), 'listings'), madeBy)
        // Plugins have `highlight.ts` as a module of Node’s, pages as one of their bundle.
        globalThis[Symbol.for('glasshouse.kept-listings')] = kept
      },
      'astro:build:done': () => kept.forgetOld(),
    },
  }
}

function hashOf(root) {
  const hash = createHash('sha256')
  for (const file of MAKERS) hash.update(readFileSync(join(root, file))).update('\0')
  return hash.digest('hex')
}
