/**
 * Whole pages for errors. The build prerenders one page in the look of the
 * site, with marks where the words go; where that cannot be shown there is one
 * that needs nothing else.
 */
import { readFileSync } from 'node:fs'
import type { FrontServices } from '#http/front-request.ts'
import { refusalPicture } from '#http/refusal-picture.ts'
import { refusalWords } from '#http/refusal-words.ts'
import { escapeHtml } from '#lib/escape-html.ts'
import { numberOf, plainPage } from './plain-page.ts'

const TO_THE_COURSE = { href: '/', label: 'To the course' }

export function errorPages(file: string | null): FrontServices['errorPage'] {
  const template = file === null ? null : readFileSync(file, 'utf8')
  return (status, message, id, way) => {
    const { title, sentence } = refusalWords({ status, message })
    const requestId = status >= 500 ? id : null
    // Whoever asked by a wrong name of this server would be refused its sheets by that name as well.
    if (template === null || way)
      return plainPage({ status, title, sentence, requestId, way: way ?? TO_THE_COURSE })
    const words: Readonly<Record<string, string>> = {
      status: String(status),
      title: escapeHtml(title),
      sentence: escapeHtml(sentence),
      picture: refusalPicture(status),
      request: numberOf(requestId),
    }
    // In one pass and by a function: a sentence may hold a mark, or a sign that `replace` reads.
    return template.replace(
      /%(status|title|sentence|picture|request)%/g,
      (_mark, name: string) => words[name] ?? '',
    )
  }
}
