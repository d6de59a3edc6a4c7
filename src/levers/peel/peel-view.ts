/** The switches as a page shows them: by floor, those on the way of the last run first. */
import { GUARDS_FIRST } from '#trace/guards-first.ts'
import { capital } from '#lib/capital.ts'
import { FLOORS, layerOf, type Floor } from '#trace/floors.ts'
import type { Layer as TraceLayer, Trace } from '#trace/trace-step.ts'
import type { Layer } from './layers.ts'
import { onTheWay, saidLately } from './way-of.ts'

export interface SwitchView {
  readonly tag: string
  readonly name: string
  /** What it looks at, or which kind of thing it is: `email`, `unique index`. */
  readonly about: string
  readonly isOn: boolean
  /** `refused 2`; `off · dropped` */
  readonly note: string
}

export interface FloorView {
  readonly floor: Floor
  readonly label: string
  /** Whose colour it has. */
  readonly layer: TraceLayer
  /** On the way of the last run; all of them where there was none. */
  readonly met: readonly SwitchView[]
  readonly others: readonly SwitchView[]
  /** None of those that were met is on. */
  readonly isOff: boolean
}

const LABELS: Readonly<Partial<Record<Floor, string>>> = { constraint: 'constraints' }

const KINDS = {
  unique: 'unique index',
  foreign_key: 'foreign key',
  check: 'check',
  not_null: 'not null',
} as const

/** `last` is the run whose way they stood on. */
export function floorsOf(
  layers: readonly Layer[],
  without: ReadonlySet<string>,
  { traces, last }: { readonly traces: readonly Trace[]; readonly last: Trace | null },
): readonly FloorView[] {
  const met = last && onTheWay(last, layers)
  return FLOORS.flatMap((floor) => {
    const own = layers.filter((layer) => layer.floor === floor)
    if (own.length === 0) return []
    const view = (layer: Layer) => viewOf(layer, without, traces)
    const isMet = ({ tag }: Layer) => met === null || met.has(tag) || without.has(tag)
    const first = own.filter(isMet).map(view)
    return [
      {
        ...{ floor, label: LABELS[floor] ?? floor, layer: layerOf(floor) },
        ...{ met: first, others: own.filter((layer) => !isMet(layer)).map(view) },
        isOff: first.length > 0 && first.every(({ isOn }) => !isOn),
      },
    ]
  })
}

function viewOf(layer: Layer, without: ReadonlySet<string>, traces: readonly Trace[]): SwitchView {
  const { tag, name, fields, constraint } = layer
  const isOn = !without.has(tag)
  const about = constraint ? KINDS[constraint.kind] : fields.join(', ')
  const note = isOn ? saidLately(layer, traces) || hintOf(layer) : `off${offNote(layer)}`
  return { tag, name, about: tag.startsWith('live.') ? 'hook' : about, isOn, note }
}

function offNote({ constraint }: Layer): string {
  if (!constraint) return ''
  return constraint.kind === 'unique' ? ' · dropped' : ' · out of the table'
}

/** What a switch does not say by its name. */
function hintOf({ tag }: Layer): string {
  if (tag.endsWith('.unsafe_unique')) return 'asks first'
  return /^changeset\..*_constraint$/.test(tag) ? 'words only' : ''
}

/** The names of what is off, for a sentence: `validateFormat` of a rule, of all others what their tag ends in. */
export function namesOff(without: readonly string[], layers: readonly Layer[]): readonly string[] {
  return without.map((tag) => {
    const layer = layers.find((one) => one.tag === tag)
    const [, key, action] = /^rule\.(.+)\.(\w+)$/.exec(tag) ?? []
    if (key !== undefined) return `the own rule of ${key} (now ${action?.replace('_', ' ')})`
    if (tag === GUARDS_FIRST) return 'the order of plugs (now guards first)'
    return layer?.name ?? tag.split('.').at(-1) ?? tag
  })
}

/** `users 3 and users 4` */
export function rowsInWords(table: string, rows: readonly number[]): string {
  const shown = rows.slice(0, MOST_ROWS).map((row) => `${table} ${row}`)
  const more = rows.length - shown.length
  return LIST.format(more > 0 ? [...shown, `${more} more`] : shown)
}

const MOST_ROWS = 8
const LIST = new Intl.ListFormat('en', { type: 'conjunction' })

export const kindInWords = (kind: keyof typeof KINDS): string => capital(KINDS[kind])
