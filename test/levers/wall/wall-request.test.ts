import { describe, expect, test } from 'vitest'
import type { WallInput } from '#course/walls.ts'
import { schemas } from '#course/schema.ts'
import { requestOf, type Belongings } from '#levers/wall/wall-request.ts'

const ORIGIN = new URL('http://localhost:4321')
const BELONGINGS: Belongings = {
  ...{ origin: ORIGIN, token: 'visitor', sessions: new Map([['bo', 'session']]) },
  linkOf: (email, path) => `link-of-${email.split('@')[0]}-${path.split('/')[2]}`,
  bearerOf: (email) => `key-of-${email.split('@')[0]}`,
}
const WALL = { as: 'bo', path: '/users/register' }

const inputOf = (written: object): WallInput => {
  const file = schemas.wall.parse({
    ...{ title: 'A wall', about: 'Two inputs for a test of this file.', start: 'nobody', ...WALL },
    inputs: [
      { name: 'one', about: 'The one that is meant.', ...written },
      { name: 'other', about: 'One more.' },
    ],
  })
  return file.inputs[0]!
}
const sent = (written: object) => requestOf(inputOf(written), WALL, BELONGINGS)
const EMAIL = 'user[email]'

describe('an input as a request', () => {
  test('is a form of this site, with the session of whoever sends it', async () => {
    const request = sent({ fields: { [EMAIL]: 'bo@example.test' } })

    expect([request.method, request.url]).toEqual([
      'POST',
      'http://localhost:4321/as/bo/users/register',
    ])
    expect(await request.text()).toBe('user%5Bemail%5D=bo%40example.test')
    expect(request.headers.get('origin')).toBe(ORIGIN.origin)
    expect(request.headers.get('cookie')).toBe(
      'glasshouse_4321_visitor=visitor; glasshouse_4321_session_bo=session',
    )
    expect(sent({ as: 'cy' }).headers.get('cookie')).toBe('glasshouse_4321_visitor=visitor')
  })

  test.for([
    ['NUL and line breaks', { [EMAIL]: 'a\0b\n' }, 'user%5Bemail%5D=a%00b%0A'],
    ['a long text', { [EMAIL]: { repeat: 'ab', times: 3, then: '@c' } }, 'ababab%40c'],
    ['a field twice', { [EMAIL]: ['a', 'b'] }, 'user%5Bemail%5D=a&user%5Bemail%5D=b'],
  ] as const)('brings %s as they are', async ([, fields, body]) => {
    expect(await sent({ fields }).text()).toContain(body)
  })

  test('says PUT as a form does, unless its author says something else', async () => {
    const path = '/scores/1/edit'
    expect(await sent({ path, method: 'PUT' }).text()).toBe('_method=put')
    expect(await sent({ path, method: 'PUT', forged: { _method: 'x' } }).text()).toBe('_method=x')
  })

  test('asks by GET with its fields in the address', () => {
    const request = sent({ method: 'GET', fields: { q: "1' or 1" } })

    expect([request.method, new URL(request.url).search]).toEqual(['GET', '?q=1%27+or+1'])
    expect(request.headers.get('content-type')).toBeNull()
  })

  test('has a body of JSON, or of text, word for word', async () => {
    const json = sent({ json: '{"user":' })
    expect([json.headers.get('content-type'), await json.text()]).toEqual([
      'application/json',
      '{"user":',
    ])
    const text = sent({ text: 'a=b' })
    expect([text.headers.get('content-type'), await text.text()]).toEqual(['text/plain', 'a=b'])
  })

  test('comes from another site, from nowhere, or from a program', () => {
    expect(sent({ from: 'elsewhere' }).headers.get('origin')).toBe('https://elsewhere.example')
    expect(sent({ from: 'nowhere' }).headers.get('origin')).toBeNull()
    const { headers } = sent({ program: 'ana@example.test' })
    expect([headers.get('authorization'), headers.get('cookie'), headers.get('origin')]).toEqual([
      'Bearer key-of-ana',
      null,
      null,
    ])
  })

  test('has the token of a link in its path, or in a field', async () => {
    const link = 'cy@example.test'
    const path = '/users/settings/confirm-email/[token]'
    expect(sent({ path, link }).url).toContain('/confirm-email/link-of-cy-settings')
    const pressed = sent({ path: '/users/log-in', link, fields: { 'user[token]': '[token]' } })
    expect(await pressed.text()).toBe('user%5Btoken%5D=link-of-cy-log-in')
  })
})
