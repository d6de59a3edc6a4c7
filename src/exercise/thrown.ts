import type { CodePlace, Thrown } from './outcome.ts'
import { CHECKS } from './task.ts'

/** The files of the reader by the addresses that they were loaded from. */
export type Addresses = ReadonlyMap<string, string>

/** What was thrown, with its place in the reader’s own code. Anything can be thrown. */
export function thrownOf(error: unknown, addresses: Addresses): Thrown {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), place: null }
  const { name, message, stack = '' } = error
  return { name, message: withNames(message, addresses), place: placeIn(stack, addresses) }
}

/** The nearest line of a stack that the reader wrote. The checks are not theirs. */
function placeIn(stack: string, addresses: Addresses): CodePlace | null {
  const found = [...addresses]
    .filter(([, file]) => file !== CHECKS)
    .map(([address, file]) => ({ file, at: stack.indexOf(`${address}:`), length: address.length }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at)[0]
  if (!found) return null
  const rest = stack.slice(found.at + found.length, found.at + found.length + 30)
  const { line, column } = /^:(?<line>\d+):(?<column>\d+)/.exec(rest)?.groups ?? {}
  return line === undefined
    ? null
    : { file: found.file, line: Number(line), column: Number(column) }
}

/** A browser names the address of a module, which says nothing to anybody. */
function withNames(message: string, addresses: Addresses): string {
  return [...addresses].reduce((text, [address, file]) => text.replaceAll(address, file), message)
}
