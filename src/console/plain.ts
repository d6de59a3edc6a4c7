import type { Sent, SentBag, SentObject } from '#prompt/sent.ts'
import { Told } from './told.ts'

/** What was sent as plain data: the params of a form, the options of a function. */
export function plain(sent: Sent): unknown {
  if (sent === null || typeof sent !== 'object') return sent
  if (isList(sent)) return sent.map(plain)
  switch (sent.$) {
    case 'map':
      return plainOf(sent.of)
    case 'atom':
      return sent.of
    case 'time':
      return sent.of
    case 'tuple':
      return sent.of.map(plain)
    case 'list':
      return sent.of.map(plain)
  }
  throw new Told('FunctionClauseError', 'a map of params holds texts, numbers, lists and maps')
}

/** The same of each of its entries. Their names are their own: `__proto__` is one of them. */
export const plainOf = (bag: SentBag): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(bag).map(([name, value]) => [name, plain(value)]))

export const isList = (sent: Sent): sent is readonly Sent[] => Array.isArray(sent)

/** What says by `$` what it is. */
export const isObject = (sent: Sent | undefined): sent is SentObject =>
  typeof sent === 'object' && sent !== null && !isList(sent)

/** Options have names of the program: `validate_unique` is `validateUnique`. */
export function optionsOf(bag: SentBag): Readonly<Record<string, unknown>> {
  const camel = (name: string) =>
    name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
  return Object.fromEntries(Object.entries(bag).map(([name, value]) => [camel(name), plain(value)]))
}
