/** The words of a lesson as a page for somebody who knows no demos. */
import { cutListing } from '#course/listing.ts'

/** Where a listing is cut from. */
export type ReadSource = (file: string) => string

/**
 * A page of Markdown with what is written in a lesson. What only a stage can show
 * is left out; listings are written out, for here they are part of the page too.
 */
export function wordsOf(mdx: string, read: ReadSource): string {
  const title = /^title: (?<title>.*)$/m.exec(mdx)?.groups?.['title'] ?? ''
  const text = mdx
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .replace(/<Source\b[^>]*>/g, (tag) => listingOf(tag, read))
    .replace(/<Term word="([^"]*)"[^>]*>/g, '$1')
    .replace(/<\/?[A-Z]\w*\b[^>]*>/g, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  return `---\ntitle: ${title}\n---\n\n${text}\n`
}

function listingOf(tag: string, read: ReadSource): string {
  const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]
  const [file = '', region] = [attribute('file'), attribute('region')]
  const { blocks } = cutListing(read(file), { region })
  const code = blocks.map((block) => block.map(({ text }) => text).join('\n')).join('\n')
  return `\n\`\`\`ts\n${code}\n\`\`\`\n`
}
