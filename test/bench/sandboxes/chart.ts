/** Draws what was measured: four small charts with a bar for each house, and a line where a goal is. */
import { GOALS, thousands, type Measured } from './results.ts'

interface Panel {
  readonly title: string
  readonly unit: string
  readonly digits: number
  readonly goal: number | null
  /** The bar, and the part of it that stands out. */
  readonly value: (measured: Measured) => number
  readonly beside?: (measured: Measured) => number
  readonly besideWords?: string
}

const PANELS: readonly Panel[] = [
  {
    ...{ title: 'First act of a newcomer, p95', unit: 'ms', digits: 1, goal: GOALS.create },
    value: ({ create }) => create.p95,
    beside: ({ create }) => create.p50,
    besideWords: 'dark: p50',
  },
  {
    ...{ title: 'Memory, with the last one made', unit: 'MB', digits: 0, goal: GOALS.memory },
    value: ({ memory }) => memory,
    beside: ({ restingMemory }) => restingMemory,
    besideWords: 'dark: at rest',
  },
  {
    ...{ title: 'Descriptors, with the last one made', unit: '', digits: 0, goal: 800 },
    value: ({ descriptors }) => descriptors,
    beside: ({ restingDescriptors }) => restingDescriptors,
    besideWords: 'dark: at rest',
  },
  {
    ...{ title: 'From kill -9 to ready again', unit: 's', digits: 2, goal: GOALS.restart / 1000 },
    value: ({ restart }) => restart / 1000,
  },
]

const [WIDTH, HEIGHT, GAP] = [360, 210, 24]
const [LEFT, TOP, BOTTOM, RIGHT] = [16, 54, 30, 16]

export function drawResults(measured: readonly Measured[]): string {
  const rows = Math.ceil(PANELS.length / 2)
  const [width, height] = [2 * WIDTH + 3 * GAP, rows * HEIGHT + (rows + 1) * GAP]
  const panels = PANELS.map((panel, index) => {
    const x = GAP + (index % 2) * (WIDTH + GAP)
    const y = GAP + Math.floor(index / 2) * (HEIGHT + GAP)
    return `<g transform="translate(${x} ${y})">${drawPanel(panel, measured)}</g>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Many sandboxes in one house">`,
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    ...panels,
    '</svg>',
    '',
  ].join('\n')
}

function drawPanel(panel: Panel, measured: readonly Measured[]): string {
  const { title, unit, digits, goal, value, beside, besideWords } = panel
  const most = 1.08 * Math.max(goal ?? 0, ...measured.map(value))
  const [plotted, room] = [HEIGHT - TOP - BOTTOM, WIDTH - LEFT - RIGHT]
  const heightOf = (number: number) => (number / most) * plotted
  const yOf = (number: number) => HEIGHT - BOTTOM - heightOf(number)
  const slot = room / measured.length
  const bar = Math.min(64, slot * 0.55)
  const said = (number: number) => `${number.toFixed(digits)}${unit && ` ${unit}`}`
  const bars = measured.flatMap((one) => {
    const middle = LEFT + slot * (measured.indexOf(one) + 0.5)
    const rect = (name: string, number: number) =>
      `<rect class="${name}" x="${round(middle - bar / 2)}" y="${round(yOf(number))}" width="${round(bar)}" height="${round(heightOf(number))}"/>`
    return [
      rect('bar', value(one)),
      ...(beside ? [rect('beside', beside(one))] : []),
      text('value', middle, yOf(value(one)) - 6, said(value(one))),
      text('count', middle, HEIGHT - BOTTOM + 18, thousands(one.count)),
    ]
  })
  const words = [goal === null ? '' : `line: goal, ${goal}${unit && ` ${unit}`}`, besideWords ?? '']
  return [
    `<text class="title" x="${LEFT}" y="16">${title}</text>`,
    `<text class="note" x="${LEFT}" y="34">${words.filter(Boolean).join(' · ')}</text>`,
    ...bars,
    `<path class="axis" d="M${LEFT} ${HEIGHT - BOTTOM}h${room}"/>`,
    ...(goal === null ? [] : [`<path class="goal" d="M${LEFT} ${round(yOf(goal))}h${room}"/>`]),
  ].join('')
}

const text = (name: string, x: number, y: number, words: string) =>
  `<text class="${name}" x="${round(x)}" y="${round(y)}" text-anchor="middle">${words}</text>`

const round = (number: number) => Math.round(number * 10) / 10

// Alone in a window it follows the system; in a page it stands on a ground of its own.
const STYLE = [
  'text{font-family:system-ui,sans-serif;fill:#1f2328}',
  '.paper{fill:#fff}.title{font-size:14px;font-weight:600}.note{font-size:11.5px;fill:#57606a}',
  '.value{font-size:12px;font-weight:600}.count{font-size:12px;fill:#57606a}',
  '.bar{fill:#9cc9e8}.beside{fill:#1f6fa8}.axis{stroke:#8c959f}.goal{stroke:#b3261e;stroke-dasharray:5 4}',
  '@media(prefers-color-scheme:dark){text{fill:#e6edf3}.paper{fill:#0d1117}',
  '.note,.count{fill:#9aa4af}.bar{fill:#2f5f80}.beside{fill:#79bdf0}.goal{stroke:#ff8f85}}',
].join('')
