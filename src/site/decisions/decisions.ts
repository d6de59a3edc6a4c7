/** The decisions: Markdown in `content/decisions/`, a page for each file. */
import { existsSync } from 'node:fs'
import type { MarkdownInstance } from 'astro'
import { hasSourcePage } from '#course/source-page.ts'
import { readDecision } from './decision-file.ts'

const texts = import.meta.glob<string>('@content/decisions/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const files = import.meta.glob<MarkdownInstance<Record<string, unknown>>>(
  '@content/decisions/*.md',
  { eager: true },
)
/** The newest first. Throws, as the build does, for two of one name. */
export const DECISIONS = Object.entries(texts)
  .flatMap(([file, text]) => {
    const decision = readDecision(nameIn(file), text)
    const page = files[file]
    return decision && page ? [{ ...decision, html: () => htmlOf(page) }] : []
  })
  .toSorted((a, b) => (a.day === b.day ? (a.title < b.title ? -1 : 1) : a.day < b.day ? 1 : -1))

for (const [name, { length }] of Map.groupBy(DECISIONS, ({ name }) => name))
  if (length > 1)
    throw new Error(`content/decisions has ${length} files for /decisions/${name}: rename one.`)

function nameIn(file: string): string {
  return file.replace(/^.*\//, '')
}

// The page has a head of its own: the title, and the day below it.
const HEAD =
  /^\s*<h1\b[^>]*>.*?<\/h1>\s*(?:<p>(?:\d{4}-\d\d-\d\d|\d{1,2} [A-Z][a-z]+ \d{4})<\/p>)?/s
const CODE = /<code>(?<code>[^<]*)<\/code>/g
const OTHER = /(?<=href=")(?<file>\d{4}-\d\d-\d\d-[a-z\d-]+\.md)(?=")/g

/** Its text, in which a file that has a page leads there, and another decision to its own. */
async function htmlOf(page: MarkdownInstance<Record<string, unknown>>) {
  const html = (await page.compiledContent()).replace(HEAD, '')
  return html.replaceAll(CODE, (_, code: string) => codeOf(code)).replaceAll(OTHER, hrefOf)
}

/** A decision may tell of a file that has gone since. */
function codeOf(code: string): string {
  const shown = `<code translate="no">${code}</code>`
  return hasSourcePage(code) && existsSync(code) ? `<a href="/source/${code}">${shown}</a>` : shown
}

const hrefOf = (file: string) => readDecision(file, '# It\n')?.href ?? file
