/** What a function of a context is given, made of what was sent. What no parameter of it takes is refused by a sentence. */
import type { Scope } from '#app/accounts/scope.ts'
import type { Sent } from '#prompt/sent.ts'
import type { Parameter } from '#trace/function-docs.ts'
import { isList, optionsOf, plain } from './plain.ts'
import { readRow } from './read-row.ts'
import { noClause } from './told.ts'

interface Given {
  /** Whose database. */
  readonly scope: Scope
  /** Makes the link of a mail: whatever function stands at the prompt, this one is used. */
  readonly urlFor: (token: string) => string
  /** As it is called in a sentence. */
  readonly name: string
}

export async function argumentFor(
  { name, type, optional }: Parameter,
  sent: Sent | undefined,
  given: Given,
): Promise<unknown> {
  if (sent === undefined && optional) return undefined
  const refuse = (what: string) => noClause(given.name, `\`${name}\` is ${what}.`)
  const object = typeof sent === 'object' && sent !== null && !isList(sent) ? sent : null
  if (type === 'UrlFor') {
    if (object?.$ === 'none' && object.what === 'function') return given.urlFor
    throw refuse('a function from a token to an address: `& &1` will do')
  }
  if (/^(?:User|Score)\b/.test(type)) {
    if (sent === null && type.endsWith('| null')) return null
    const isRow = object?.$ === 'row' && object.state === 'loaded' && type.startsWith(object.schema)
    if (isRow) return readRow(object, given.scope)
    throw refuse(`a row of ${type.startsWith('User') ? 'User' : 'Score'}`)
  }
  if (type === 'string') {
    if (typeof sent === 'string') return sent
    throw refuse('a text')
  }
  if (type === 'number') {
    if (typeof sent === 'number' && Number.isSafeInteger(sent)) return sent
    throw refuse('a whole number')
  }
  if (object?.$ === 'map') return type === 'Params' ? plain(object) : optionsOf(object.of)
  // A number of minutes with a default has no type written down.
  if (type === '' && typeof sent === 'number') return sent
  if (type !== 'Params' && typeof sent === 'string') return sent
  throw refuse('a map: %{email: "…"}')
}
