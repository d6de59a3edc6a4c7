/** Colours the lines of a listing by names of classes. One highlighter for the whole build. */
import { createHighlighter, hastToHtml, type ShikiTransformer } from 'shiki'
import type { Listing, ListingLine } from '#course/listing.ts'
import { classes, shikiTheme } from './shiki-classes.mjs'

const LANGUAGES = { ts: 'typescript', mjs: 'javascript', astro: 'astro' } as const

const highlighter = createHighlighter({ themes: [shikiTheme], langs: Object.values(LANGUAGES) })

/** Where a build keeps what was coloured: `keep-listings.mjs`. Elsewhere there is none. */
const KEPT_LISTINGS = Symbol.for('glasshouse.kept-listings')
interface Keeping {
  readonly [KEPT_LISTINGS]?: {
    readonly textOf: (from: string, make: () => Promise<string>) => Promise<string>
  }
}

type Root = Parameters<typeof hastToHtml>[0]
type Element = Parameters<NonNullable<ShikiTransformer['code']>>[0]
type Node = Element['children'][number]

/**
 * A `<pre class="shiki">` in which every line has its number in the file. Where
 * the page shows the whole file, a line is `addressed`: it is what `#L31` leads to.
 *
 * @example
 * const html = await highlightListing('a.ts', wholeListing('const a = 1'))
 * html.startsWith('<pre class="shiki')
 * // => true
 */
export async function highlightListing(
  file: string,
  listing: Listing,
  { addressed = false } = {},
): Promise<string> {
  const lang = LANGUAGES[file.slice(file.lastIndexOf('.') + 1) as keyof typeof LANGUAGES]
  const kept = (globalThis as Keeping)[KEPT_LISTINGS]
  const make = () => colour(lang, listing, addressed)
  return kept ? kept.textOf(JSON.stringify([lang, listing, addressed]), make) : make()
}

async function colour(
  lang: (typeof LANGUAGES)[keyof typeof LANGUAGES],
  { blocks, before }: Listing,
  addressed: boolean,
): Promise<string> {
  const { codeToHast } = await highlighter
  const parts = blocks.map((block, index) =>
    codeToHast(block.map(({ text }) => text).join('\n'), {
      lang,
      theme: shikiTheme.name ?? '',
      // By the clock, a busy machine would colour the same line otherwise.
      tokenizeTimeLimit: 0,
      // A region may begin inside a comment or a function: what stands before it decides.
      grammarContextCode: before[index] ?? '',
      transformers: [classes(), numbered(block, addressed)],
    }),
  )
  const [first, ...others] = parts
  if (!first) return ''
  const code = codeOf(first)
  for (const part of others) code.children.push(...leftOut(), ...codeOf(part).children)
  return hastToHtml(first)
}

function numbered(block: readonly ListingLine[], addressed: boolean): ShikiTransformer {
  return {
    name: 'glasshouse:numbered',
    line(node, position) {
      const line = block[position - 1]
      if (!line) return
      node.properties['data-line'] = line.number
      if (addressed) node.properties['id'] = `L${line.number}`
      if (line.marked) this.addClassToHast(node, 'marked')
    },
  }
}

function codeOf(root: Root): Element {
  const [pre] = 'children' in root ? root.children : []
  const [code] = pre && 'children' in pre ? pre.children : []
  if (code?.type !== 'element') throw new Error('Shiki made no <code>: its markup has changed.')
  return code
}

/** Stands between two regions. It has no number, because it is not in the file. */
function leftOut(): Node[] {
  const line: Node = {
    type: 'element',
    tagName: 'span',
    properties: { class: 'line muted' },
    children: [{ type: 'text', value: '…' }],
  }
  return [{ type: 'text', value: '\n' }, line, { type: 'text', value: '\n' }]
}
