/** Reads a call as a prompt sends it. What it holds is looked at where it is used; here its shape is. */
import { Refusal } from '#lib/refusal.ts'
import type { Params } from '#http/params.ts'
import type { Sent } from '#prompt/sent.ts'
import type { Call } from '#prompt/session.ts'
import type { Line } from './perform.ts'
import { writtenOf } from './written.ts'

const MOST_ARGUMENTS = 8
const DEEPEST = 12
const MOST_VALUES = 2_000

/** Throws a `Refusal` (422) for what is no call. */
export function readCall(params: Params): { readonly call: Call; readonly line: Line } {
  const { name, args, spelling, line, next } = params
  const isCall =
    typeof name === 'string' &&
    /^[A-Z]\w{0,40}\.\w{1,80}$/.test(name) &&
    Array.isArray(args) &&
    args.length <= MOST_ARGUMENTS &&
    (spelling === 'elixir' || spelling === 'typescript')
  if (!isCall)
    throw new Refusal(
      422,
      'A call is {"name": "Accounts.registerUser", "args": […], "spelling": "typescript"}.',
    )
  const size = { left: MOST_VALUES }
  if (!args.every((each) => isSent(each, 0, size)))
    throw new Refusal(422, 'An argument is a plain value, or an object that says by $ what it is.')
  const number = typeof line === 'number' && Number.isInteger(line) && line > 0 ? line : 1
  const call: Call = { name, args: args as readonly Sent[], spelling }
  return { call, line: { number, written: writtenOf(call), isNext: next === true } }
}

/** The entries of these stand below `of`, or are named. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  map: ['of'],
  row: ['of'],
  result: ['of'],
  tuple: ['of'],
  list: ['of'],
  scope: ['user'],
  changeset: ['base', 'changes'],
}
const OTHERS = ['atom', 'time', 'schema', 'mail', 'none']
const TEXTS: Readonly<Record<string, string>> = {
  atom: 'of',
  schema: 'of',
  row: 'schema',
  none: 'what',
}

function isSent(value: unknown, depth: number, size: { left: number }): boolean {
  size.left -= 1
  if (size.left < 0 || depth > DEEPEST) return false
  if (value === null || ['string', 'boolean'].includes(typeof value)) return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object') return false
  if (Array.isArray(value)) return value.every((each) => isSent(each, depth + 1, size))
  const object = value as Readonly<Record<string, unknown>>
  const kind = object['$']
  if (typeof kind !== 'string') return false
  const text = TEXTS[kind]
  if (text !== undefined && typeof object[text] !== 'string') return false
  if (OTHERS.includes(kind)) return kind !== 'time' || typeof object['of'] === 'number'
  if (!Object.hasOwn(BELOW, kind)) return false
  if (kind === 'changeset') return isChangeset(object, depth, size)
  const isBag = kind === 'map' || kind === 'row'
  return BELOW[kind]!.every((name) => {
    const below = object[name]
    return isBag ? isBagOf(below, depth, size) : isSent(below ?? null, depth + 1, size)
  })
}

function isBagOf(bag: unknown, depth: number, size: { left: number }): boolean {
  return (
    typeof bag === 'object' &&
    bag !== null &&
    !Array.isArray(bag) &&
    Object.values(bag).every((each) => isSent(each, depth + 1, size))
  )
}

function isChangeset(
  { base, changes, errors, constraints, valid, action, isPart }: Readonly<Record<string, unknown>>,
  depth: number,
  size: { left: number },
): boolean {
  const isRow = isSent(base, depth + 1, size) && (base as { $?: unknown } | null)?.$ === 'row'
  const areErrors =
    Array.isArray(errors) &&
    errors.every(
      (error: { field?: unknown; message?: unknown; opts?: unknown } | null) =>
        typeof error?.field === 'string' &&
        typeof error.message === 'string' &&
        isBagOf(error.opts, depth, size),
    )
  const areConstraints =
    Array.isArray(constraints) &&
    constraints.every((each) => typeof each === 'object' && each !== null)
  return (
    isRow &&
    isBagOf(changes, depth, size) &&
    areErrors &&
    areConstraints &&
    typeof valid === 'boolean' &&
    typeof isPart === 'boolean' &&
    (action === null || typeof action === 'string')
  )
}
