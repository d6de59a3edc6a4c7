/**
 * Colours for a house that stands in a file of its own. Whoever shows it is no
 * browser of ours, and may know neither variables nor nested rules: they are
 * plain here, those of the light scheme.
 */
import type { AboutCourse } from '#course/course-data.ts'
import { LAYERS } from '#trace/trace-step.ts'

type Accent = AboutCourse['theme']['accent']

const TOKEN = /--(?<name>[\w-]+):\s*(?:light-dark\((?<light>#\w+),|(?<plain>#\w+);)/g

/** Every colour of the site by its name, as it is in the light. */
const lightIn = (tokens: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    // Further down it says what another medium changes.
    [...tokens.replace(/@media.*/s, '').matchAll(TOKEN)].map(({ groups }) => [
      groups?.['name'] ?? '',
      groups?.['light'] ?? groups?.['plain'] ?? '',
    ]),
  )

const SHEET = `
text{font:500 12px system-ui,'Segoe UI',Roboto,'Helvetica Neue',sans-serif;fill:var(--muted)}
path,rect{fill:none;stroke:var(--line);stroke-width:1;stroke-linejoin:round;stroke-linecap:round}
.house-dark{fill:var(--shade);stroke:none}
.house-glass{fill:var(--glass);stroke:none}
.house-glint{fill:#fff;fill-opacity:.65;stroke:none}
.house-wall,.house-earth{stroke:var(--edge)}
.house-wall{stroke-width:1.5}
.lit>text{fill:var(--ink);font-weight:650}
.lit>.house-note{fill:var(--muted);font-weight:400}
.house-note{font-weight:400}
.house-edge{stroke:none}
.lit>.house-edge{stroke:var(--layer-request);stroke-width:3;stroke-linecap:butt}
.house-floor>rect{stroke:none}
.house-floor[data-end]>rect{fill:var(--leaf);fill-opacity:.12}
.house-floor[data-end]>text{fill:var(--leaf);font-weight:700}
.house-floor[data-end=refused]>rect{fill:var(--alarm)}
.house-floor[data-end=refused]>text{fill:var(--alarm)}
.house-floor[data-end=nothing]>rect{fill:var(--amber)}
.house-floor[data-end=nothing]>text{fill:var(--amber)}
.house-floor[data-end]>.house-note{fill:var(--muted);font-weight:400}
.house-floor[data-end=leaked]>rect{fill:var(--leak);fill-opacity:1}
.house-floor[data-end=leaked]>text{fill:var(--leak-ink)}
.house-lean-to>path{fill:var(--shade);stroke:var(--edge)}
.house-lean-to>text,.house-mail>text,.house-initial,.house-room>text,.house-status>text{text-anchor:middle}
.house-lean-to.lit>path{fill:var(--glass);stroke:var(--layer-live);stroke-width:1.5}
.house-mail>path{fill:var(--raised);stroke:var(--layer-mail);stroke-width:1.4}
.house-mail>.house-mail-way{fill:none;stroke-dasharray:2.5 3}
.house-mail>text{fill:var(--layer-mail)}
.house-line>.house-way{stroke-width:2.5}
.house-line>.house-reply{stroke-width:1.4;stroke-dasharray:2.5 3.2}
.house-station{fill:var(--raised);stroke-width:1.9}
.house-initial{fill:var(--paper);font-weight:700}
.house-end>circle{fill:var(--leaf)}
.house-line>.house-slab{stroke:var(--leaf);stroke-width:3}
.house-status>text{fill:var(--leaf);font:650 12px ui-monospace,Menlo,monospace}
.house-end>path{stroke:var(--raised);stroke-width:2.1}
.house-end>.house-none{fill:none;stroke:var(--raised);stroke-width:1.8}
.house-room>path{stroke:var(--layer-sql)}
.house-room>.house-drum{fill:var(--raised);stroke-width:1.3}
.house-room>text{fill:var(--layer-sql);font-weight:700}
.house-status>rect{fill:var(--raised);stroke:var(--edge)}
`

const ENDS = { refused: 'alarm', nothing: 'amber', leaked: 'leak' } as const

// A reply is no floor of the house.
const OF_LAYERS = LAYERS.filter((layer) => layer !== 'reply').map(
  (layer) => `.lit[data-layer=${layer}]>.house-edge{stroke:var(--layer-${layer})}`,
)
const OF_PEOPLE = ['1', '2', '3'].map((who) => {
  const line = `.house-line[data-who='${who}']>`
  return `${line}.house-way,${line}.house-reply,${line}.house-station{stroke:var(--who-${who})}${line}.house-who{fill:var(--who-${who})}`
})
const OF_ENDS = Object.entries(ENDS).map(([end, colour]) => {
  const line = `.house-line[data-end=${end}]>`
  return `${line}.house-end>circle{fill:var(--${colour})}${line}.house-slab{stroke:var(--${colour})}${line}.house-status>text{fill:var(--${colour})}`
})
const LEAKED = '.house-end>.house-warning{fill:var(--leak);stroke:none}'

/** The sheet of a picture, with the colours that `tokens.css` has for the light scheme and those of this course. */
export function pictureSheet(tokens: string, accent: Accent): string {
  const light = lightIn(tokens)
  const colours = accent ? { ...light, ...accentColours(accent.light, light) } : light
  return [SHEET, ...OF_LAYERS, ...OF_PEOPLE, ...OF_ENDS, LEAKED]
    .join('')
    .replaceAll('\n', '')
    .replaceAll(/var\(--(?<name>[\w-]+)\)/g, (_whole, name: string) => colourOf(colours, name))
}

function colourOf(colours: Readonly<Record<string, string>>, name: string): string {
  const colour = colours[name]
  if (colour) return colour
  throw new Error(`pictureSheet: tokens.css has no colour --${name}.`)
}

/** As the sheet of a theme mixes them: see src/course/theme-css.ts. */
const accentColours = (leaf: string, { paper = '#ffffff' }: Readonly<Record<string, string>>) => ({
  leaf,
  'layer-scope': leaf,
  glass: mixed(leaf, paper, 0.11),
})

/**
 * A colour with so much of another.
 *
 * @example
 * mixed('#000000', '#ffffff', 0.5)
 * // => '#808080'
 */
export function mixed(colour: string, other: string, share: number): string {
  const channels = [1, 3, 5].map((at) => {
    const [own, theirs] = [colour, other].map((each) => Number.parseInt(each.slice(at, at + 2), 16))
    return Math.round((own ?? 0) * share + (theirs ?? 0) * (1 - share))
  })
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}
