/** Prints a plain form as TypeScript would write the value: `{ ok: true, value: User { id: 1, … } }`. */
import { REDACTED } from '#lib/redacted.ts'
import type { Wire, WireBag, WireObject } from './wire.ts'

/** A part that would be wider than this has a line for each of its entries. */
const WIDEST = 60

/**
 * The value as a program prints it, over as many lines as it needs.
 *
 * @example
 * wireInWords({ $: 'row', schema: 'User', of: { id: 1, email: 'ana@b' }, hidden: true })
 * // => "User { id: 1, email: 'ana@b', ... }"
 */
export function wireInWords(wire: Wire): string {
  return print(wire, 0)
}

function print(wire: Wire, indent: number): string {
  if (typeof wire === 'string') return quoted(wire)
  if (wire === null || typeof wire !== 'object') return String(wire)
  // `Array.isArray` does not know a list that cannot be changed.
  if (isList(wire))
    return enclosed(
      '[',
      wire.map((item) => print(item, indent + 1)),
      ']',
      indent,
    )
  return printObject(wire, indent)
}

const isList = (wire: Wire): wire is readonly Wire[] => Array.isArray(wire)

function printObject(wire: WireObject, indent: number): string {
  switch (wire.$) {
    case 'map':
      return printBag(wire.of, indent, wire.more ? `... ${wire.more} more` : null)
    case 'row':
    case 'built':
      return `${wire.schema} ${printBag(wire.of, indent, wire.hidden ? '...' : null)}`
    case 'changeset': {
      const { schema, action, valid, changes, errors } = wire
      const told = [
        `action: ${print(action, indent)}`,
        `changes: ${printBag(changes, indent + 1, wire.hidden ? '...' : null)}`,
        `errors: ${print(
          errors.map(({ field = null, message = null }) => ({ $: 'map', of: { field, message } })),
          indent + 1,
        )}`,
        `data: ${schema}`,
        `valid: ${valid}`,
      ]
      return `Changeset ${enclosed('{ ', told, ' }', indent)}`
    }
    case 'result':
      return enclosed(
        '{ ',
        [`ok: ${wire.ok}`, `${wire.ok ? 'value' : 'error'}: ${print(wire.of, indent + 1)}`],
        ' }',
        indent,
      )
    case 'tuple':
      return enclosed(
        '[',
        wire.of.map((item) => print(item, indent + 1)),
        ']',
        indent,
      )
    case 'keywords':
      return printBag(Object.fromEntries(wire.of), indent, null)
    case 'atom':
      return quoted(wire.of)
    case 'scope':
      return `Scope ${printBag({ user: scopeUser(wire.user), ...(wire.organization !== null && { organization: wire.organization }) }, indent, null)}`
    case 'mail':
      return `Mail ${printBag({ to: wire.to, subject: wire.subject }, indent, '...')}`
    case 'time':
      return new Date(wire.of).toISOString()
    case 'error':
      return wire.message === null ? wire.name : `${wire.name}: ${wire.message}`
    case 'hidden':
      return wire.what === 'secret' ? REDACTED : `‹${wire.what}›`
    case 'cut':
      return wire.of === undefined
        ? `... ${wire.more} more`
        : `${quoted(wire.of)}… ${wire.more} more`
  }
}

/** Somebody is known by their address; a program that has none, by the number of the user. */
const scopeUser = (user: WireBag | null): Wire => user && (user['email'] ?? user['id'] ?? null)

const printBag = (of: WireBag, indent: number, last: string | null) =>
  enclosed(
    '{ ',
    [
      ...Object.entries(of).map(([key, item]) => `${printKey(key)}: ${print(item, indent + 1)}`),
      ...(last === null ? [] : [last]),
    ],
    ' }',
    indent,
  )

function enclosed(open: string, parts: readonly string[], close: string, indent: number): string {
  if (parts.length === 0) return `${open}${close}`.replaceAll(' ', '')
  const line = `${open}${parts.join(', ')}${close}`
  if (line.length + indent * 2 <= WIDEST && !line.includes('\n')) return line
  const space = '  '.repeat(indent + 1)
  const lines = parts.map((part) => `\n${space}${part},`).join('')
  return `${open.trim()}${lines}\n${'  '.repeat(indent)}${close.trim()}`
}

const printKey = (key: string) => (/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? key : quoted(key))

const quoted = (text: string) =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
