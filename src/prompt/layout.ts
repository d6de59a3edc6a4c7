/**
 * A layout is a text, or a bracket with parts that stands on one line if it
 * fits, and otherwise has a part on each. In Elixir: `Inspect.Algebra`.
 */

export type Layout = string | Bracket

interface Part {
  /** What stands in front of it: `email: `. */
  readonly before: string
  readonly layout: Layout
}

interface Bracket {
  readonly open: string
  readonly parts: readonly Part[]
  readonly close: string
  /** A tuple begins right behind its bracket; a map breaks there. */
  readonly isTight: boolean
}

export const WIDTH = 80

export const part = (layout: Layout, before = ''): Part => ({ before, layout })

/** A map, a struct, a keyword list. */
export const loose = (open: string, parts: readonly Part[], close: string): Layout => ({
  ...{ open, parts, close, isTight: false },
})

/** A tuple, a list. */
export const tight = (open: string, parts: readonly Layout[], close: string): Layout => ({
  ...{ open, parts: parts.map((each) => part(each)), close, isTight: true },
})

/** The layout as text, in lines no wider than `width` where that can be. */
export const draw = (layout: Layout, width = WIDTH): string =>
  drawAt(layout, { indent: 0, column: 0, after: 0 }, width)

interface Place {
  /** Where its lines begin. */
  readonly indent: number
  /** Where itself begins. */
  readonly column: number
  /** How much stands behind it on its last line. */
  readonly after: number
}

function drawAt(layout: Layout, { indent, column, after }: Place, width: number): string {
  const line = flat(layout)
  if (typeof layout === 'string' || column + line.length + after <= width) return line
  const { open, close, isTight } = layout
  const inner = indent + (isTight ? 1 : 2)
  const parts = layout.parts.map(({ before, layout: own }, index) => {
    const isLast = index === layout.parts.length - 1
    const start = isTight && index === 0 ? column + open.length : inner
    const behind = isLast && isTight ? close.length + after : 1
    const place = { indent: inner, column: start + before.length, after: behind }
    return before + drawAt(own, place, width)
  })
  const space = ' '.repeat(inner)
  if (isTight) return open + parts.join(`,\n${space}`) + close
  return `${open}\n${space}${parts.join(`,\n${space}`)}\n${' '.repeat(indent)}${close}`
}

function flat(layout: Layout): string {
  if (typeof layout === 'string') return layout
  const parts = layout.parts.map(({ before, layout: own }) => before + flat(own))
  return layout.open + parts.join(', ') + layout.close
}
