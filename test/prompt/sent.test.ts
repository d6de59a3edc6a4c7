import { expect, test } from 'vitest'
import { change } from '#changeset/changeset.ts'
import { build, defineSchema, loaded } from '#changeset/schema.ts'
import { fail, ok } from '#lib/result.ts'
import { asElixir } from '#prompt/print.ts'
import { received } from '#prompt/received.ts'
import { send } from '#prompt/sent.ts'
import { Atom, mapOf, printable, Tuple } from '#prompt/values.ts'

interface User {
  readonly id: number
  readonly email: string
  readonly hashed_password: string | null
}

const users = defineSchema<User>({
  source: 'users',
  name: 'User',
  fields: {
    id: { type: 'id', primaryKey: true },
    email: 'string',
    hashed_password: { type: 'string', redact: true },
  },
})
const ana = { id: 1, email: 'ana@example.com', hashed_password: 'a hash' }
const schemas = new Map([['User', users as never]])
const crossed = (value: unknown) =>
  received(JSON.parse(JSON.stringify(send(value, { hidesSecrets: true }))) as never, schemas)

test.for([
  ['a row', loaded(users, ana).data],
  ['a new row', build(users)],
  ['a changeset', change(loaded(users, ana), { email: 'bo@example.com' })],
  ['a result', ok(loaded(users, ana).data)],
  ['a word for what went wrong', fail('not found')],
  ['a tuple', new Tuple([Atom.of('ok'), 1])],
  ['a map with texts for keys', mapOf([['a', 1]])],
  ['a map with atoms for keys', mapOf([[Atom.of('a'), 1]])],
  ['a list', [1, 'a', null, true]],
])('%s prints on the other side as on this one', ([, value]) => {
  expect(asElixir(printable(crossed(value)))).toBe(asElixir(printable(value)))
})

test('what a schema redacts is not there, in a row, a changeset or what it starts from', () => {
  for (const value of [
    loaded(users, ana).data,
    loaded(users, ana),
    change(loaded(users, ana), { hashed_password: 'another hash' }),
  ])
    for (const hidesSecrets of [true, false])
      expect(JSON.stringify(send(value, { hidesSecrets }))).not.toContain('hash"')
})

test('out of the server goes no token, and no value under a secret name', () => {
  const token = 'a'.repeat(43)
  const value = { text: `link ${token}`, password: 'plums', more: { token } }

  expect(JSON.stringify(send(value, { hidesSecrets: true }))).not.toMatch(/aaa|plums/)
  // On the way in they have to go along.
  expect(JSON.stringify(send(value, { hidesSecrets: false }))).toContain('plums')
})

test('of a long list fifty items go, and the rest is counted', () => {
  const list = crossed(Array.from({ length: 62 }, (_, index) => index))

  expect(asElixir(printable(list), { width: 1_000 })).toMatch(/49, \.\.\.\]$/)
})
