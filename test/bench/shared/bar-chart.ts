/** Draws what was measured: small charts with a few bars each, and a line where a goal is. */

interface Bar {
  readonly name: string
  readonly value: number
  /** The part of it that stands out. */
  readonly inner?: number
  /** The least and the most of all rounds. */
  readonly between?: readonly [number, number]
}

export interface Panel {
  readonly title: string
  readonly unit: string
  readonly digits: number
  readonly goal: number | null
  /** In a row below the title, after the goal. */
  readonly note?: string
  readonly bars: readonly Bar[]
}

interface Options {
  readonly columns?: number
  /** Of one chart. */
  readonly width?: number
}

const [HEIGHT, GAP] = [210, 24]
const [LEFT, TOP, BOTTOM, RIGHT] = [16, 54, 30, 16]

/** One picture of them all. `label` says what it shows, for who cannot see it. */
export function drawPanels(
  label: string,
  panels: readonly Panel[],
  { columns = 2, width = 360 }: Options = {},
): string {
  const rows = Math.ceil(panels.length / columns)
  const [whole, high] = [columns * (width + GAP) + GAP, rows * (HEIGHT + GAP) + GAP]
  const drawn = panels.map((panel, index) => {
    const x = GAP + (index % columns) * (width + GAP)
    const y = GAP + Math.floor(index / columns) * (HEIGHT + GAP)
    return `<g transform="translate(${x} ${y})">${drawPanel(panel, width)}</g>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${whole} ${high}" width="${whole}" height="${high}" role="img" aria-label="${escaped(label)}">`,
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="${whole}" height="${high}"/>`,
    ...drawn,
    '</svg>',
    '',
  ].join('\n')
}

function drawPanel({ title, unit, digits, goal, note = '', bars }: Panel, width: number): string {
  const most =
    1.08 * Math.max(goal ?? 0, ...bars.map(({ value, between }) => between?.[1] ?? value))
  const [plotted, room] = [HEIGHT - TOP - BOTTOM, width - LEFT - RIGHT]
  const heightOf = (number: number) => (number / most) * plotted
  const yOf = (number: number) => HEIGHT - BOTTOM - heightOf(number)
  const slot = room / bars.length
  const thick = Math.min(64, slot * 0.55)
  const said = (number: number) => withUnit(number.toFixed(digits), unit)
  const middleOf = (index: number) => LEFT + slot * (index + 0.5)
  const drawn = bars.flatMap(({ value, inner, between }, index) => {
    const middle = middleOf(index)
    const rect = (kind: string, number: number) =>
      `<rect class="${kind}" x="${round(middle - thick / 2)}" y="${round(yOf(number))}" width="${round(thick)}" height="${round(heightOf(number))}"/>`
    const from = (ends: readonly [number, number]) =>
      `<path class="axis" d="M${round(middle)} ${round(yOf(ends[0]))}V${round(yOf(ends[1]))}"/>`
    return [
      rect('bar', value),
      ...(inner === undefined ? [] : [rect('beside', inner)]),
      ...(between ? [from(between)] : []),
    ]
  })
  const named = bars.flatMap(({ name, value, between }, index) => [
    text('value', middleOf(index), yOf(between?.[1] ?? value) - 6, said(value)),
    text('count', middleOf(index), HEIGHT - BOTTOM + 18, name),
  ])
  const aim = goal === null ? '' : `line: goal, ${withUnit(goalWords(goal, digits), unit)}`
  return [
    `<text class="title" x="${LEFT}" y="16">${escaped(title)}</text>`,
    `<text class="note" x="${LEFT}" y="34">${escaped([aim, note].filter(Boolean).join(' · '))}</text>`,
    ...drawn,
    `<path class="axis" d="M${LEFT} ${HEIGHT - BOTTOM}h${room}"/>`,
    ...(goal === null ? [] : [`<path class="goal" d="M${LEFT} ${round(yOf(goal))}h${room}"/>`]),
    // Last, so that no line goes through a number.
    ...named,
  ].join('')
}

const text = (kind: string, x: number, y: number, words: string) =>
  `<text class="${kind}" x="${round(x)}" y="${round(y)}" text-anchor="middle">${escaped(words)}</text>`

const withUnit = (number: string, unit: string) => (unit ? `${number} ${unit}` : number)

/** A goal is as round as somebody wrote it, and what follows from a measurement as exact as that. */
const goalWords = (goal: number, digits: number) => String(Number(goal.toFixed(digits)))

const round = (number: number) => Math.round(number * 10) / 10

const escaped = (words: string) =>
  words.replace(/[&<>"]/g, (sign) => `&#${String(sign.codePointAt(0))};`)

// Alone in a window it follows the system; in a page it stands on a ground of its own.
const STYLE = [
  'text{font-family:system-ui,sans-serif;fill:#1f2328}',
  '.paper{fill:#fff}.title{font-size:14px;font-weight:600}.note{font-size:11.5px;fill:#57606a}',
  '.value{font-size:12px;font-weight:600;paint-order:stroke;stroke:#fff;stroke-width:4px}.count{font-size:12px;fill:#57606a}',
  '.bar{fill:#9cc9e8}.beside{fill:#1f6fa8}.axis{stroke:#8c959f}.goal{stroke:#b3261e;stroke-dasharray:5 4}',
  '@media(prefers-color-scheme:dark){text{fill:#e6edf3}.paper{fill:#0d1117}',
  '.note,.count{fill:#9aa4af}.value{stroke:#0d1117}.bar{fill:#2f5f80}.beside{fill:#79bdf0}.goal{stroke:#ff8f85}}',
].join('')
