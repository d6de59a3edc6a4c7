/**
 * Cuts lines out of a source file for a listing. A lesson names a region of
 * the running source, `// #region scope` to `// #endregion scope`, so that what
 * it shows is what runs. Lines keep the numbers they have in the file: a step
 * of a trace finds its line by file and number.
 */
export interface ListingLine {
  /** As an editor counts, from 1. */
  readonly number: number
  readonly text: string
  readonly marked: boolean
}

/** Lines that were cut out of a file, as a page shows them. */
export interface Listing {
  /** Each region or range; between two of them something is left out. */
  readonly blocks: readonly (readonly ListingLine[])[]
  /** What comes before each block in the file: it decides what the first line means. */
  readonly before: readonly string[]
}

/** Which lines are meant: those of a region, or those with these numbers. */
export interface Cut {
  /** One name, or several with commas: `scope, for-user`. */
  readonly region?: string | undefined
  /** `12-20`, or several with commas. */
  readonly lines?: string | undefined
  /** Marks every line that contains this text. */
  readonly mark?: string | undefined
}

interface Range {
  readonly from: number
  readonly to: number
}

const MARKER =
  /^\s*(?:\/\/|\{?\/\*|<!--) ?#(?<kind>region|endregion) (?<name>[a-z][a-z\d-]*) ?(?:\*\/\}?|-->)?$/

/**
 * Throws an error whose message goes on after the name of the file: `has no region "scope". …`.
 *
 * @example
 * const source = '// #region one\nconst a = 1\n// #endregion one'
 * cutListing(source, { region: 'one' }).blocks
 * // => [[{ number: 2, text: 'const a = 1', marked: false }]]
 */
export function cutListing(source: string, { region, lines, mark }: Cut): Listing {
  if ((region === undefined) === (lines === undefined)) {
    throw new Error('is not cut: write either region="name" or lines="12-20".')
  }
  const all = linesOf(source)
  const ranges =
    region === undefined ? readRanges(lines ?? '', all.length) : findRegions(all, region)
  const cut = ranges.map(({ from, to }) => withoutMarkers(all, from, to))
  const numbered = region === undefined ? cut : cut.map(withoutExamples)
  const indent = commonIndent(numbered.flat().map(({ text }) => text))
  const blocks = numbered.map((block) =>
    block.map(({ number, text }) => ({
      number,
      text: text.slice(indent),
      marked: mark !== undefined && text.includes(mark),
    })),
  )
  if (mark !== undefined && !blocks.flat().some(({ marked }) => marked)) {
    throw new Error(`has no line with ${JSON.stringify(mark)} in what is cut.`)
  }
  return { blocks, before: ranges.map(({ from }) => all.slice(0, from - 1).join('\n')) }
}

/**
 * Every line of a file, the markers too: a line keeps its number.
 *
 * @example
 * wholeListing('const a = 1\n').blocks
 * // => [[{ number: 1, text: 'const a = 1', marked: false }]]
 */
export function wholeListing(source: string): Listing {
  const block = linesOf(source).map((text, index) => ({ number: index + 1, text, marked: false }))
  return { blocks: [block], before: [''] }
}

const linesOf = (source: string) => source.replace(/\r?\n$/, '').split(/\r?\n/)

/**
 * The regions of a file and their lines, without the markers. Throws as `cutListing` does.
 *
 * @example
 * const regions = regionsOf(['// #region one', 'const a = 1', '// #endregion one'])
 * regions.get('one')
 * // => { from: 2, to: 2 }
 */
export function regionsOf(lines: readonly string[]): ReadonlyMap<string, Range> {
  const open = new Map<string, number>()
  const regions = new Map<string, Range>()
  for (const [index, line] of lines.entries()) {
    const { kind, name = '' } = MARKER.exec(line)?.groups ?? {}
    if (kind === 'region') {
      if (open.has(name) || regions.has(name)) {
        throw new Error(`begins region "${name}" a second time in line ${index + 1}.`)
      }
      open.set(name, index + 2)
    } else if (kind === 'endregion') {
      const from = open.get(name)
      if (from === undefined) {
        throw new Error(`ends region "${name}" in line ${index + 1}, where it is not open.`)
      }
      open.delete(name)
      regions.set(name, { from, to: index })
    }
  }
  for (const [name, from] of open) {
    throw new Error(`begins region "${name}" in line ${from - 1} and never ends it.`)
  }
  return regions
}

function findRegions(all: readonly string[], names: string): readonly Range[] {
  const regions = regionsOf(all)
  return names.split(',').map((written) => {
    const name = written.trim()
    const range = regions.get(name)
    if (range) return range
    const known = [...regions.keys()].join(', ')
    const help = known
      ? `It has ${known}.`
      : `It has none: put // #region ${name} and // #endregion ${name} around the lines.`
    throw new Error(`has no region "${name}". ${help}`)
  })
}

function readRanges(written: string, last: number): readonly Range[] {
  return written.split(',').map((part) => {
    const [, first = '', end = first] = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(part) ?? []
    const range = { from: Number(first), to: Number(end) }
    if (first === '' || range.from < 1 || range.to < range.from) {
      throw new Error(`cannot be cut by lines="${written}": write lines="12-20".`)
    }
    if (range.to > last) throw new Error(`has ${last} lines, so lines="${written}" is not in it.`)
    return range
  })
}

function withoutMarkers(all: readonly string[], from: number, to: number) {
  const block = all
    .slice(from - 1, to)
    .map((text, index) => ({ number: from + index, text }))
    .filter(({ text }) => !MARKER.test(text))
  while (block.at(0)?.text.trim() === '') block.shift()
  while (block.at(-1)?.text.trim() === '') block.pop()
  if (block.length === 0) throw new Error(`has nothing in lines ${from}-${to}.`)
  return block
}

/** How a function is called stands above it in the file; a lesson has its own words for that. */
function withoutExamples<Line extends { readonly text: string }>(
  block: readonly Line[],
): readonly Line[] {
  const starts = block.findIndex(({ text }) => /^\s*\* @example$/.test(text))
  if (starts < 0) return block
  const ends = block.findIndex(({ text }, index) => index > starts && /^\s*\*\/$/.test(text))
  const isBlank = /^\s*\*$/.test(block[starts - 1]?.text ?? '')
  const before = block.slice(0, isBlank ? starts - 1 : starts)
  return ends < 0 ? before : [...before, ...withoutExamples(block.slice(ends))]
}

function commonIndent(texts: readonly string[]): number {
  const indents = texts.filter((text) => text.trim() !== '').map((text) => text.search(/\S/))
  return Math.min(...indents)
}
