/**
 * Prints a changeset as Ecto prints it, on one line. Long collections are cut,
 * and fields that the schema redacts never show.
 */
import { REDACTED } from '#lib/secret.ts'
import {
  CalendarDate,
  DateTime,
  dateText,
  NaiveDateTime,
  offsetText,
  TimeOfDay,
  timeText,
} from './calendar.ts'
import type { Changeset } from './changeset.ts'
import { Decimal } from './decimal.ts'
import { isNothing, withFloats } from './equal.ts'
import { Float, floatText, isFloat } from './number.ts'
import { Range } from './range.ts'
import { findField } from './schema.ts'
import { isArrayType, isEnumType, isMapType, typeText, type FieldType } from './types.ts'

/** As many parts of a collection are shown; each part may show one less than the part before it. */
const MOST_PARTS = 50
const MOST_CHARACTERS = 4096

/** What Elixir writes as `:name`. JavaScript has only text, so the printer must be told. */
class Atom {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/** Pairs in an order that counts, `[count: 3]`; or a map whose keys are field names. */
class Pairs {
  readonly entries: readonly (readonly [string, unknown])[]
  readonly brackets: readonly [string, string]

  constructor(
    entries: readonly (readonly [string, unknown])[],
    brackets: readonly [string, string],
  ) {
    this.entries = entries
    this.brackets = brackets
  }
}

class Tuple {
  readonly parts: readonly unknown[]

  constructor(...parts: readonly unknown[]) {
    this.parts = parts
  }
}

const LIST = ['[', ']'] as const
const MAP = ['%{', '}'] as const

/**
 * The changeset as Ecto prints it. In Elixir: `inspect/1`.
 *
 * @example
 * inspect(cast(build(users), { password: 'hello world' }, ['password']))
 * // => '#Ecto.Changeset<action: nil, changes: %{password: "**redacted**"}, errors: [], data: #User<>, valid?: true, ...>'
 */
export function inspect<Row extends object>(changeset: Changeset<Row>): string {
  const { schema, data, action, valid } = changeset
  const known = schema.kind === 'schemaless' ? print(fieldMap(changeset, data), MOST_PARTS) : null
  return (
    `#Ecto.Changeset<action: ${action === null ? 'nil' : atomText(action)}, ` +
    `changes: ${print(fieldMap(changeset, changeset.changes), MOST_PARTS)}, ` +
    `errors: ${inspectErrors(changeset)}, ` +
    `data: ${known ?? `#${schema.name}<>`}, valid?: ${valid}, ...>`
  )
}

/** The errors as Ecto prints them: `[email: {"can't be blank", [validation: :required]}]`. */
export function inspectErrors<Row extends object>({ errors }: Changeset<Row>): string {
  const pairs = errors.map(({ field, message, opts }) => {
    const printable = Object.entries(opts).map(
      ([key, value]) => [key, optValue(key, value)] as const,
    )
    return [field, new Tuple(message, new Pairs(printable, LIST))] as const
  })
  return print(new Pairs(pairs, LIST), MOST_PARTS)
}

function fieldMap<Row extends object>({ schema }: Changeset<Row>, values: object): Pairs {
  const entries = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))
  return new Pairs(
    entries.map(([name, value]) => {
      const field = findField(schema, name)
      if (field?.redact) return [name, REDACTED] as const
      return [name, field ? typedValue(field.type, value) : value] as const
    }),
    MAP,
  )
}

/** The value with members of enums as atoms and numbers of float fields as floats. */
function typedValue(type: FieldType, value: unknown): unknown {
  if (isEnumType(type)) return typeof value === 'string' ? new Atom(value) : value
  if (isArrayType(type) && Array.isArray(value)) {
    return value.map((item) => typedValue(type.array, item))
  }
  if (isMapType(type) && typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, typedValue(type.map, item)]),
    )
  }
  return withFloats(type, value)
}

// Under these names Ecto has atoms; `type` has the type itself.
const ATOM_OPTS = ['validation', 'kind', 'constraint', 'match']

function optValue(key: string, value: unknown): unknown {
  if (key === 'fields' && Array.isArray(value)) return value.map((name) => new Atom(String(name)))
  if (key === 'type' && !isNothing(value)) return new Raw(typeName(value as FieldType))
  return ATOM_OPTS.includes(key) && typeof value === 'string' ? new Atom(value) : value
}

const typeName = (type: FieldType) => (isTypeName(type) ? atomText(type) : typeText(type))
const isTypeName = (type: FieldType): type is Extract<FieldType, string> => typeof type === 'string'

/** Text that is printed already. */
class Raw {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

function print(value: unknown, limit: number): string {
  if (isNothing(value)) return 'nil'
  if (typeof value === 'string') return stringText(value)
  if (value instanceof Raw) return value.text
  if (value instanceof Atom) return atomText(value.name)
  if (value instanceof Pairs) return pairsText(value, limit)
  if (value instanceof Tuple) return `{${parts(value.parts, limit, print)}}`
  if (isFloat(value)) return value instanceof Float ? String(value) : floatText(value)
  if (value instanceof Decimal) return `Decimal.new("${value}")`
  if (value instanceof Range) return rangeText(value)
  if (value instanceof Uint8Array) return bytesText(value)
  if (value instanceof RegExp) return `~r/${value.source}/${value.flags}`
  if (Array.isArray(value)) return `[${parts(value, limit, print)}]`
  return typeof value === 'object' ? objectText(value, limit) : String(value)
}

function objectText(value: object, limit: number): string {
  if (value instanceof CalendarDate) return `~D[${dateText(value)}]`
  if (value instanceof TimeOfDay) return `~T[${timeText(value)}]`
  if (value instanceof NaiveDateTime) return `~N[${dateText(value)} ${timeText(value)}]`
  if (value instanceof DateTime) {
    return `~U[${dateText(value)} ${timeText(value)}${offsetText(value.offset)}]`
  }
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  const shown = parts(
    entries,
    limit,
    ([key, item], left) => `${stringText(key)} => ${print(item, left)}`,
  )
  return `%{${shown}}`
}

function pairsText({ entries, brackets: [open, close] }: Pairs, limit: number): string {
  return (
    open +
    parts(entries, limit, ([key, item], left) => `${keyText(key)}: ${print(item, left)}`) +
    close
  )
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

const PLAIN_ATOM = /^(?:[\p{L}_][\p{L}\p{N}_@]*[?!]?)$/u

const keyText = (name: string) => (PLAIN_ATOM.test(name) ? name : stringText(name))
const atomText = (name: string) => `:${keyText(name)}`

function rangeText({ first, last, step }: Range): string {
  return step === 1 ? `${first}..${last}` : `${first}..${last}//${step}`
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '\v': '\\v',
  '\b': '\\b',
  '\f': '\\f',
  '\x07': '\\a',
  '\x1b': '\\e',
  '\x7f': '\\d',
  '#{': '\\#{',
}

// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const UNPRINTABLE =
  /[\0-\x06\x0e-\x1a\x1c-\x1f\x80-\x9f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

function stringText(text: string): string {
  const shown = cut(text)
  if (UNPRINTABLE.test(shown))
    return bytesText(new TextEncoder().encode(text.slice(0, MOST_PARTS * 4)))
  // eslint-disable-next-line no-control-regex -- control characters are what it escapes
  const escaped = shown.replace(
    /["\\\n\t\r\v\b\f\x07\x1b\x7f]|#\{/g,
    (found) => escapes[found] ?? found,
  )
  return shown === text ? `"${escaped}"` : `"${escaped}" <> ...`
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
