/**
 * Prints a changeset as Ecto prints it, on one line. Long collections are cut,
 * and fields that the schema redacts never show.
 */
import {
  CalendarDate,
  DateTime,
  dateText,
  NaiveDateTime,
  offsetText,
  TimeOfDay,
  timeText,
} from './calendar.ts'
import { byBytes } from './cast-value.ts'
import { Decimal } from './decimal.ts'
import { isNothing, mapTyped, withFloats } from './equal.ts'
import { Float, floatText, isFloat } from './number.ts'
import { REDACTED } from '#lib/redacted.ts'
import { Range } from './range.ts'
import { withoutSecrets } from './redact.ts'
import { findField } from './schema.ts'
import { isEnumType, typeText, type FieldType } from './types.ts'

/** As many parts of a collection are shown; each part may show one less than the part before it. */
const MOST_PARTS = 50
const MOST_CHARACTERS = 4096

/** As much of a changeset as is printed. */
interface Inspected {
  readonly schema: { readonly name: string; readonly kind: string; readonly fields: object }
  readonly data: object
  readonly action: string | null
  readonly changes: object
  readonly errors: readonly {
    readonly field: string
    readonly message: string
    readonly opts: object
  }[]
  readonly valid: boolean
}

/** Knows how it is printed, unlike plain text: JavaScript has no atoms and no keyword lists. */
class Printed {
  readonly print: (limit: number) => string

  constructor(print: (limit: number) => string) {
    this.print = print
  }
}

const atom = (name: string) => new Printed(() => atomText(name))

/** `[count: 3]`, and `%{email: "ana"}` with other brackets. */
function pairs(entries: readonly (readonly [string, unknown])[], open: string, close: string) {
  return new Printed((limit) => {
    const shown = parts(
      entries,
      limit,
      ([key, item], left) => `${keyText(key)}: ${print(item, left)}`,
    )
    return open + shown + close
  })
}

const tuple = (...items: readonly unknown[]) =>
  new Printed((limit) => `{${parts(items, limit, print)}}`)

/**
 * The changeset as Ecto prints it. In Elixir: `inspect/1`.
 *
 * @example
 * inspect(cast(build(users), { password: 'hello world' }, ['password']))
 * // => '#Ecto.Changeset<action: nil, changes: %{password: "**redacted**"}, errors: [], data: #User<>, valid?: true, ...>'
 */
export function inspect(changeset: Inspected): string {
  return `#Ecto.Changeset<${entriesOf(changeset).join(', ')}>`
}

/** The same, an entry a line, as IEx prints what is too long for one. */
export function inspectLines(changeset: Inspected): readonly string[] {
  const entries = entriesOf(changeset)
  const lines = entries.map((entry, index) => `  ${entry}${index < entries.length - 1 ? ',' : ''}`)
  return ['#Ecto.Changeset<', ...lines, '>']
}

/** The same, for whoever logs it or looks at its trace: a field that is secret by its name alone is left to no schema. */
export function printedLines(changeset: Inspected): readonly string[] {
  const of = (values: object) => withoutSecrets(changeset.schema, values)
  return inspectLines({ ...changeset, changes: of(changeset.changes), data: of(changeset.data) })
}

function entriesOf(changeset: Inspected): readonly string[] {
  const { schema, data, action, valid } = changeset
  const known = schema.kind === 'schemaless' ? print(fieldMap(changeset, data), MOST_PARTS) : null
  return [
    `action: ${action === null ? 'nil' : atomText(action)}`,
    `changes: ${print(fieldMap(changeset, changeset.changes), MOST_PARTS)}`,
    `errors: ${inspectErrors(changeset)}`,
    `data: ${known ?? `#${schema.name}<>`}`,
    `valid?: ${valid}`,
    '...',
  ]
}

/** The errors as Ecto prints them: `[email: {"can't be blank", [validation: :required]}]`. */
export function inspectErrors({ errors }: Pick<Inspected, 'errors'>): string {
  const shown = errors.map(({ field, message, opts }) => {
    const told = Object.entries(opts).map(([key, value]) => [key, optValue(key, value)] as const)
    return [field, tuple(message, pairs(told, '[', ']'))] as const
  })
  return print(pairs(shown, '[', ']'), MOST_PARTS)
}

function fieldMap({ schema }: Inspected, values: object): Printed {
  const entries = sorted(values).map(([name, value]) => {
    const field = findField(schema, name)
    if (field?.redact) return [name, REDACTED] as const
    return [name, field ? typedValue(field.type, value) : value] as const
  })
  return pairs(entries, '%{', '}')
}

const sorted = (values: object): [string, unknown][] =>
  Object.entries(values).sort(([a], [b]) => byBytes(a, b))

/** The value with members of enums as atoms and numbers of float fields as floats. */
const typedValue = (type: FieldType, value: unknown): unknown =>
  mapTyped(type, withFloats(type, value), (one, item) =>
    isEnumType(one) && typeof item === 'string' ? atom(item) : item,
  )

// Under these names Ecto has atoms; `type` has the type itself.
const ATOM_OPTS = ['validation', 'kind', 'constraint', 'match']

function optValue(key: string, value: unknown): unknown {
  if (key === 'fields' && Array.isArray(value)) return value.map(String).map(atom)
  if (key === 'type' && !isNothing(value)) return new Printed(() => typeText(value as FieldType))
  return ATOM_OPTS.includes(key) && typeof value === 'string' ? atom(value) : value
}

function print(value: unknown, limit: number): string {
  if (isNothing(value)) return 'nil'
  if (typeof value === 'string') return stringText(value)
  if (value instanceof Printed) return value.print(limit)
  if (isFloat(value)) return value instanceof Float ? String(value) : floatText(value)
  if (value instanceof Decimal) return `Decimal.new("${value.toString()}")`
  if (value instanceof Range) return rangeText(value)
  if (value instanceof Uint8Array) return bytesText(value)
  if (value instanceof RegExp) return `~r/${value.source}/${value.flags}`
  if (Array.isArray(value)) return listText(value, limit)
  return typeof value === 'object' ? objectText(value, limit) : `${value as number}`
}

// Elixir takes a list of printable codes for text in the manner of Erlang.
function listText(list: readonly unknown[], limit: number): string {
  if (list.length === 0 || !list.every(isPrintableCode)) return `[${parts(list, limit, print)}]`
  return `~c${stringText(list.map((code) => String.fromCharCode(code)).join(''))}`
}

const isPrintableCode = (code: unknown): code is number =>
  typeof code === 'number' && ((code >= 32 && code < 127) || (code > 6 && code < 14) || code === 27)

function objectText(value: object, limit: number): string {
  if (value instanceof CalendarDate) return `~D[${dateText(value)}]`
  if (value instanceof TimeOfDay) return `~T[${timeText(value)}]`
  if (value instanceof NaiveDateTime) return `~N[${dateText(value)} ${timeText(value)}]`
  if (value instanceof DateTime) {
    return `~U[${dateText(value)} ${timeText(value)}${offsetText(value.offset)}]`
  }
  const shown = parts(
    sorted(value),
    limit,
    ([key, item], left) => `${stringText(key)} => ${print(item, left)}`,
  )
  return `%{${shown}}`
}

/** The parts of a collection, `...` in place of those beyond the limit. */
function parts<Part>(
  items: readonly Part[],
  limit: number,
  show: (item: Part, left: number) => string,
): string {
  const shown = items.slice(0, limit).map((item, index) => show(item, limit - index - 1))
  if (items.length > limit) shown.push('...')
  return shown.join(', ')
}

const PLAIN_ATOM = /^[\p{L}_][\p{L}\p{N}_@]*[?!]?$/u

const keyText = (name: string) => (PLAIN_ATOM.test(name) ? name : stringText(name))
const atomText = (name: string) => `:${keyText(name)}`

function rangeText({ first, last, step }: Range): string {
  return step === 1 ? `${first}..${last}` : `${first}..${last}//${step}`
}

// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const UNPRINTABLE = /[\0-\x06\x0e-\x1a\x1c-\x1f\x80-\x9f\ufffe\uffff]/
// eslint-disable-next-line no-control-regex -- control characters are what it escapes
const ESCAPED = /["\\\x07-\x0d\x1b\x7f]|#\{/g

function stringText(text: string): string {
  const shown = cut(text)
  if (UNPRINTABLE.test(shown) || !shown.isWellFormed()) {
    return bytesText(new TextEncoder().encode(text.slice(0, MOST_PARTS + 1)))
  }
  const escaped = shown.replace(ESCAPED, escape)
  return shown === text ? `"${escaped}"` : `"${escaped}" <> ...`
}

function escape(found: string): string {
  const code = found.charCodeAt(0)
  if (code < 0x20) return `\\${code === 0x1b ? 'e' : 'abtnvfr'[code - 7]}`
  return `\\${code === 0x7f ? 'd' : found}`
}

/** The first characters, never half of a surrogate pair. */
function cut(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text
  let end = 0
  let count = 0
  for (const character of text) {
    if (count++ === MOST_CHARACTERS) return text.slice(0, end)
    end += character.length
  }
  return text
}

function bytesText(bytes: Uint8Array): string {
  return `<<${parts([...bytes.subarray(0, MOST_PARTS + 1)], MOST_PARTS, String)}>>`
}
