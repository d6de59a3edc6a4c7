/** What came of an act, in parts that a check can hope for, and in words. */
import { isChangeset, type Changeset } from '#changeset/changeset.ts'
import { traverseErrors } from '#changeset/traverse-errors.ts'
import type { Sent } from './sent.ts'

export interface Seen extends Sent {
  /** Of a result and a changeset: whether it is good. */
  readonly ok: boolean
  /** As sentences: `email can't be blank`. Of one field the newest first; which field is first, nobody asks. */
  readonly errors: readonly string[]
  readonly action: string | null
  readonly changes: Readonly<Record<string, unknown>>
  /** Any other value, and the one that a good result holds. */
  readonly is: unknown
  /** What was thrown: its name, and as much of its words as matters. `TypeError: no`; `''` is anything. */
  readonly throws: string
  /** Of a response: its status, and where it leads. */
  readonly status: number
  readonly to: string | null
}

type AnyChangeset = Changeset<Readonly<Record<string, unknown>>>

/** The parts of a value. */
export function seenIn(value: unknown): Partial<Seen> {
  if (!isRecord(value)) return { is: value }
  if (isOurs(value)) return ofChangeset(value)
  if (value instanceof Response) return { status: value.status, to: value.headers.get('location') }
  if (!isResult(value)) return { is: value }
  if (value.ok) return { ok: true, errors: [], is: value.value }
  if (isRecord(value.error) && isOurs(value.error))
    return { ...ofChangeset(value.error), ok: false }
  return { ok: false, is: value.error }
}

const ofChangeset = (changeset: AnyChangeset): Partial<Seen> => ({
  ok: changeset.valid,
  errors: Object.entries(traverseErrors(changeset)).flatMap(([field, messages]) =>
    messages.map((message) => `${field} ${message}`),
  ),
  action: changeset.action,
  changes: changeset.changes,
})

interface AnyResult {
  readonly ok: boolean
  readonly value?: unknown
  readonly error?: unknown
}

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null

// What it asks for is looked at by the library itself.
const isOurs = (value: object): value is AnyChangeset => isChangeset(value as AnyChangeset)

const isResult = (value: object): value is AnyResult =>
  'ok' in value && typeof value.ok === 'boolean'

/** Whether two values are the same, part by part. `undefined` is not `null`. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [own, other] = [Object.entries(a), Object.entries(b)]
  const there = new Map(other)
  return (
    own.length === other.length &&
    own.every(([key, value]) => there.has(key) && isSame(value, there.get(key)))
  )
}

/** The parts that were not as hoped for. What is thrown is amiss wherever nobody hoped for it. */
export const partsAmiss = (seen: Partial<Seen>, hoped: Partial<Seen>): readonly (keyof Seen)[] => {
  const parts = Object.keys(hoped) as (keyof Seen)[]
  const amiss = parts.filter((part) => !isAsHoped(part, seen, hoped))
  return seen.throws !== undefined && hoped.throws === undefined ? ['throws', ...amiss] : amiss
}

function isAsHoped(part: keyof Seen, seen: Partial<Seen>, hoped: Partial<Seen>): boolean {
  if (part === 'throws') return seen.throws?.startsWith(hoped.throws ?? '') ?? false
  if (part === 'errors' && seen.errors && hoped.errors)
    return isSame(byField(seen.errors), byField(hoped.errors))
  return isSame(seen[part], hoped[part])
}

/** Code may look at its fields in another order than the solution, and is as right. */
export const byField = (errors: readonly string[]): readonly string[] =>
  errors.toSorted((a, b) => fieldOf(a).localeCompare(fieldOf(b)))

const fieldOf = (error: string) => error.slice(0, error.indexOf(' '))

/**
 * In the words of a form, and no more of it than these parts.
 *
 * @example
 * inWords({ ok: false, errors: ["email can't be blank"] }, ['ok', 'errors'])
 * // => '“email can\'t be blank”'
 */
export function inWords(seen: Partial<Seen>, parts: readonly (keyof Seen)[]): string {
  const told = new Set<string>()
  for (const part of parts) told.add(partInWords(seen, part))
  // A refusal that says why is one.
  if (told.size > 1) told.delete('a refusal')
  if (told.size > 1) told.delete('no error')
  return [...told].join(', ')
}

function partInWords(seen: Partial<Seen>, part: keyof Seen): string {
  switch (part) {
    case 'throws':
      return thrownInWords(seen)
    case 'queries':
      return listInWords('query', 'queries', seen.queries)
    case 'writes':
      return listInWords('write', 'writes', seen.writes)
    case 'sets':
      return listInWords('column set', 'columns set', seen.sets)
    case 'refusedBy':
      return seen.refusedBy ? `refused by ${seen.refusedBy}` : 'refused by no constraint'
    case 'ok':
    case 'errors':
      return errorsInWords(seen, part)
    case 'action':
      return seen.action === undefined ? otherwise(seen) : `the action ${printed(seen.action)}`
    case 'changes':
      if (seen.changes === undefined) return otherwise(seen)
      return Object.keys(seen.changes).length === 0
        ? 'no change'
        : `the changes ${printed(seen.changes)}`
    case 'status':
      return seen.status === undefined ? otherwise(seen) : `the status ${seen.status}`
    case 'to':
      if (seen.to === undefined) return otherwise(seen)
      return seen.to === null ? 'nowhere to go' : `the way to ${seen.to}`
    case 'is':
      return 'is' in seen ? printed(seen.is) : otherwise(seen)
  }
}

function thrownInWords(seen: Partial<Seen>): string {
  const { throws } = seen
  if (throws === undefined) return `no exception: ${otherwise(seen)}`
  return throws === '' ? 'an exception' : `an exception, ${inOneLine(throws)}`
}

const MOST_THROWN = 240

/** The first words of what was thrown. */
function inOneLine(thrown: string): string {
  const words = thrown.split('\n\n', 2).join(' ').replaceAll(/\s+/g, ' ').trim()
  return words.length > MOST_THROWN ? `${words.slice(0, MOST_THROWN)}…` : words
}

/** `no query`, `one query: select users`, `2 queries: select users, update users` */
function listInWords(one: string, many: string, list: readonly string[] = []): string {
  if (list.length === 0) return `no ${one}`
  return `${list.length === 1 ? `one ${one}` : `${list.length} ${many}`}: ${list.join(', ')}`
}

function errorsInWords(seen: Partial<Seen>, part: 'ok' | 'errors'): string {
  const { ok, errors } = seen
  if (ok === undefined && errors === undefined) return otherwise(seen)
  if (errors && errors.length > 0) return errors.map((error) => `“${error}”`).join(' and ')
  return part === 'ok' && ok === false ? 'a refusal' : 'no error'
}

/** What it is, where it has no such part. */
function otherwise(seen: Partial<Seen>): string {
  const [part] = (['throws', 'status', 'errors', 'ok', 'is'] as const).filter((one) => one in seen)
  return part ? partInWords(seen, part) : 'something else'
}

const MOST_LETTERS = 160

/** A value in one line, as a program would write it. */
export function printed(value: unknown): string {
  const text = print(value, 0)
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text
}

const DEEPEST = 4

function print(value: unknown, depth: number): string {
  if (typeof value === 'string') return depth === 0 ? `“${value}”` : `'${value}'`
  if (typeof value === 'function') return `the function ${value.name || 'without a name'}`
  if (typeof value === 'symbol' || typeof value !== 'object' || value === null) return String(value)
  if (value instanceof Promise) return 'a promise that nobody waits for'
  if (depth === DEEPEST) return '…'
  if (Array.isArray(value)) return `[${value.map((item) => print(item, depth + 1)).join(', ')}]`
  const fields = Object.entries(value).map(([key, item]) => `${key}: ${print(item, depth + 1)}`)
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}
