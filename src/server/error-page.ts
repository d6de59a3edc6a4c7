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

/** Whoever asked by a wrong name of this server would be refused its sheets by that name as well. */
const BY_ANOTHER_NAME = 421

export function errorPages(file: string | null): FrontServices['errorPage'] {
  const template = file === null ? null : readFileSync(file, 'utf8')
  return (status, message, id, way) => {
    const { title, sentence } = refusalWords({ status, message })
    const requestId = status >= 500 ? id : null
    if (template === null || status === BY_ANOTHER_NAME)
      return plainPage({ status, title, sentence, requestId, way })
    const words: Readonly<Record<string, string>> = {
      status: String(status),
      title: escapeHtml(title),
      sentence: escapeHtml(sentence),
      picture: refusalPicture(status),
      request: numberOf(requestId),
      href: escapeHtml(way.href),
      label: escapeHtml(way.label),
    }
    // In one pass and by a function: a sentence may hold a mark, or a sign that `replace` reads.
    return template.replace(
      /%(status|title|sentence|picture|request|href|label)%/g,
      (_mark, name: string) => words[name] ?? '',
    )
  }
}
