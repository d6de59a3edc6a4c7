/** What a trace says of one request, as questions and checks ask for it. */
import { wordsOnFields } from '#trace/words-on-fields.ts'
import { isMap, type Json, type Trace, type TraceStep } from '#trace/trace-step.ts'

/** What stands for a request that nothing refused, and for a step that names no user. */
export const NOBODY = 'nobody'

/** What stands for a place where no words are. */
export const NO_WORDS = 'nothing'

/**
 * How a check calls a trace that it waits for: by its title. A call of the
 * prompt is called by its function, whoever typed it in which line.
 *
 * @example
 * const data = { path: 'Accounts.registerUser' }
 * calledBy({ kind: 'console', title: 'iex(4) …', steps: [{ data }] })
 * // => 'CONSOLE Accounts.registerUser'
 */
export function calledBy({ kind, title, steps }: Pick<Trace, 'kind' | 'title' | 'steps'>): string {
  if (kind !== 'console') return title
  const path = steps[0]?.data['path']
  return typeof path === 'string' ? `CONSOLE ${path}` : title
}

/**
 * Whether a step was done, and not left out.
 *
 * @example
 * ran({ outcome: 'skip' })
 * // => false
 */
export const ran = ({ outcome }: Pick<TraceStep, 'outcome'>): boolean => outcome !== 'skip'

/**
 * The fields that were sent, by the names that a form gives them.
 *
 * @example
 * const data = { fields: { user: { email: 'ana' }, _step: 'ana-comes-in.2' } }
 * fieldsOf({ steps: [{ layer: 'request', data }] })
 * // => { 'user[email]': 'ana', _step: 'ana-comes-in.2' }
 */
export function fieldsOf({ steps }: Pick<Trace, 'steps'>): Readonly<Record<string, string>> {
  const fields = steps.find(({ layer }) => layer === 'request')?.data['fields']
  return Object.fromEntries(isMap(fields) ? flat(fields) : [])
}

function flat(fields: { readonly [name: string]: Json }): readonly [string, string][] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if (isMap(value))
      return flat(value).map(([inner, text]): [string, string] => [nested(name, inner), text])
    return isPlain(value) ? [[name, String(value)]] : []
  })
}

/** `user` and `email` are `user[email]`, as a form calls it. */
function nested(name: string, inner: string): string {
  const [first = '', ...rest] = inner.split('[')
  return [`${name}[${first}]`, ...rest].join('[')
}

/**
 * The step of a demo that a form or a link named, by the fields that its trace shows.
 *
 * @example
 * const data = { fields: { _step: 'ana-comes-in.2' } }
 * stepOf({ steps: [{ layer: 'request', data }] })
 * // => 'ana-comes-in.2'
 */
export const stepOf = (trace: Pick<Trace, 'steps'>): string | null =>
  fieldsOf(trace)['_step'] ?? null

/**
 * The steps that ran whose tag is this one, or begins with it: `sql.select`, `sql`.
 *
 * @example
 * const steps = [{ tag: 'sql.select.users', outcome: 'ok' }, { tag: 'sql.insert.users', outcome: 'skip' }]
 * stepsCalled({ steps }, 'sql').map(({ tag }) => tag)
 * // => ['sql.select.users']
 */
export function stepsCalled({ steps }: Pick<Trace, 'steps'>, tag: string): readonly TraceStep[] {
  const start = tag.endsWith('.') ? tag : `${tag}.`
  return steps.filter((step) => ran(step) && (step.tag === tag || step.tag.startsWith(start)))
}

/**
 * The words that stand on a field of the form, or in the flash.
 *
 * @example
 * const errors = [{ field: 'email', message: "can't be blank" }]
 * wordsOn({ steps: [{ data: { errors } }] }, 'user[email]')
 * // => ["can't be blank"]
 */
export function wordsOn({ steps }: Pick<Trace, 'steps'>, field: string): readonly string[] {
  if (field === 'flash') {
    const flash = steps.findLast(({ data }) => data['flash'] !== undefined)?.data['flash']
    return isMap(flash) ? textIn(flash['message']) : []
  }
  const name = /\[([^\]]+)\]$/.exec(field)?.[1] ?? field
  return wordsOnFields({ steps }, (own) => own === name)
}

const textIn = (value: Json | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : []

/**
 * The user that a step's data names: an address, else a number, else nobody.
 *
 * @example
 * userIn({ user: { id: 1, email: 'ana@example.test' } })
 * // => 'ana@example.test'
 */
export function userIn(data: Json): string {
  return valueOf(data, ['email']) ?? valueOf(data, ['user_id', 'owner', 'id']) ?? NOBODY
}

function valueOf(data: Json, names: readonly string[]): string | null {
  if (Array.isArray(data)) return firstOf(data as readonly Json[], names)
  if (!isMap(data)) return null
  const own = names.map((name) => data[name]).find((value) => isPlain(value))
  return own === undefined ? firstOf(Object.values(data), names) : String(own)
}

function firstOf(values: readonly Json[], names: readonly string[]): string | null {
  for (const value of values) {
    const found = valueOf(value, names)
    if (found !== null) return found
  }
  return null
}

const isPlain = (value: Json | undefined) => typeof value === 'string' || typeof value === 'number'

/**
 * What stands in a value that a context step was given or gave: rows, maps and results are opened
 * on the way.
 *
 * @example
 * valueAt([{ $: 'scope' }, { $: 'map', of: { email: 'ana' } }], '1.email')
 * // => 'ana'
 */
export function valueAt(value: Json | undefined, path: string): Json | undefined {
  return path
    .split('.')
    .filter(Boolean)
    .reduce<Json | undefined>((found, key) => within(opened(found), key), value)
}

function opened(value: Json | undefined): Json | undefined {
  return isMap(value) && '$' in value && 'of' in value ? opened(value['of']) : value
}

function within(value: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(value)) return (value as readonly Json[])[Number(key)]
  return isMap(value) ? value[key] : undefined
}

/** The step of a lab that has sent a wall. */
export const WALL_SENT = 'context.Wall.send'

/** What came of one input of a wall, as the step that sent it tells. */
export interface WallFact {
  readonly input: number
  /** Who refused it, or nobody. */
  readonly caught_by: string
  readonly status: number
}

/**
 * What became of an input of a wall, by its number from 1; `null` where none was sent.
 *
 * @example
 * const data = { inputs: [{ input: 1, caught_by: 'changeset', status: 422 }] }
 * wallFact({ steps: [{ tag: 'context.Wall.send', data }] }, 1).caught_by
 * // => 'changeset'
 */
export function wallFact({ steps }: Pick<Trace, 'steps'>, number: number): WallFact | null {
  const sent = steps.find(({ tag }) => tag === WALL_SENT)?.data['inputs']
  const inputs = Array.isArray(sent) ? (sent as readonly Json[]) : []
  const found = inputs.filter(isMap).find(({ input }) => input === number)
  // The lab wrote it so.
  return (found as WallFact | undefined) ?? null
}
