/**
 * Whole pages for errors. The build prerenders one page in the look of the
 * site, with marks where the words go; without a build there is a bare one.
 */
import { readFileSync } from 'node:fs'
import type { FrontServices } from '#http/front-request.ts'
import { refusalTitle } from '#http/refusal-title.ts'

const POLICY = "default-src 'self'; script-src 'self'; style-src 'self'"
const BARE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>%status% · Glasshouse</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<meta http-equiv="content-security-policy" content="${POLICY}">
<h1>%status%</h1><p>%sentence%</p><p>Request %request%</p><p><a href="%href%">%label%</a></p></html>`

const TO_THE_COURSE = { href: '/', label: 'To the course' }

export function errorPages(file: string | null): FrontServices['errorPage'] {
  const template = file === null ? BARE : readFileSync(file, 'utf8')
  return (status, sentence, requestId, way) => {
    const { href, label } = way ?? TO_THE_COURSE
    const words: Readonly<Record<string, string>> = {
      status: String(status),
      title: refusalTitle(status),
      sentence,
      request: requestId,
      href,
      label,
    }
    // In one pass and by a function: a sentence may hold a mark, or a sign that `replace` reads.
    // Whoever asked by a wrong name of this server would be refused its sheets by that name as well.
    return (way ? BARE : template).replace(
      /%(status|title|sentence|request|href|label)%/g,
      (_mark, name: string) => escapeHtml(words[name] ?? ''),
    )
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)
