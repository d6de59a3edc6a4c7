import { describe, expect, test } from 'vitest'
import { HttpBrowser, SESSION } from '../support/http-browser.ts'
import { isSince } from '../support/is-since.ts'

const PATH = '/users/settings/sessions'
const sessionsOf = async (browser: HttpBrowser) =>
  (await browser.getJson('/users/settings')).json.sessions!
const userOf = async (browser: HttpBrowser) => (await browser.getJson('/')).json.scope.user

/** Three browsers of one person. */
async function three(): Promise<[HttpBrowser, HttpBrowser, HttpBrowser]> {
  const first = new HttpBrowser()
  await first.registerAndLogIn('ana@example.test')
  const [second, third] = [first.sibling(), first.sibling()]
  await second.logIn('ana@example.test')
  await third.logIn('ana@example.test')
  return [first, second, third]
}

describe('the list of sessions', () => {
  test('names each, and which is this one', async () => {
    const [first, second] = await three()

    const [mine, theirs] = [await sessionsOf(first), await sessionsOf(second)]

    expect(mine).toHaveLength(3)
    expect(mine.filter(({ current }) => current)).toHaveLength(1)
    expect(mine.map(({ id }) => id)).toEqual(theirs.map(({ id }) => id))
    expect(mine.find(({ current }) => current)!.id).not.toBe(
      theirs.find(({ current }) => current)!.id,
    )
    const { text } = await first.get('/users/settings')
    expect(text.match(/>This browser</g)).toHaveLength(1)
    expect(text.match(/>Another browser</g)).toHaveLength(2)
  })

  test('says when each began, when its person last proved who they are, and when it ends', async () => {
    const browser = new HttpBrowser()
    const start = Date.now()
    await browser.registerAndLogIn('ana@example.test')

    const [session] = await sessionsOf(browser)

    expect(isSince(start, session!.inserted_at)).toBe(true)
    expect(isSince(start, session!.authenticated_at)).toBe(true)
    expect(session!.expires_at - session!.inserted_at).toBe(14 * 24 * 60 * 60 * 1000)
  })

  test('has a page of its own', async () => {
    const [first] = await three()

    expect((await first.getJson(PATH)).json.sessions).toHaveLength(3)
    expect((await first.get(PATH)).text).toContain('Log out everywhere')
  })

  test('shows nobody else’s', async () => {
    const [first] = await three()
    const other = first.sibling()
    await other.registerAndLogIn('bo@example.test')

    expect(await sessionsOf(other)).toHaveLength(1)
  })
})

describe('ending', () => {
  test('one session logs that browser out and no other', async () => {
    const [first, second, third] = await three()
    const { id } = (await sessionsOf(second)).find(({ current }) => current)!

    const { status, headers } = await first.send('delete', PATH, { id: String(id) })

    expect([status, headers.get('location')]).toEqual([303, '/users/settings'])
    expect((await first.getJson('/users/settings')).json.flash.info).toBe('That session is over.')
    expect(await userOf(second)).toBeNull()
    expect(await userOf(third)).not.toBeNull()
  })

  test('this session logs out', async () => {
    const [first, second] = await three()
    const { id } = (await sessionsOf(first)).find(({ current }) => current)!

    const { headers } = await first.send('delete', PATH, { id: String(id) })

    expect(headers.get('location')).toBe('/')
    expect(first.cookies.has(SESSION)).toBe(false)
    expect(await userOf(second)).not.toBeNull()
  })

  test('every other session leaves this one', async () => {
    const [first, second, third] = await three()

    await first.send('delete', PATH, { others: 'true' })

    expect(await sessionsOf(first)).toHaveLength(1)
    expect([await userOf(second), await userOf(third)]).toEqual([null, null])
  })

  test('every session leaves none, and no cookie', async () => {
    const [first, second, third] = await three()
    const session = first.cookies.get(SESSION)!

    const { headers } = await first.send('delete', PATH, { all: 'true' })

    expect(headers.get('location')).toBe('/')
    expect(first.cookies.has(SESSION)).toBe(false)
    expect((await first.getJson('/')).json.flash.info).toBe('You are logged out everywhere.')
    first.cookies.set(SESSION, session)
    for (const browser of [first, second, third]) expect(await userOf(browser)).toBeNull()
  })

  test('another person’s session is answered as one that is not there', async () => {
    const [first] = await three()
    const other = first.sibling()
    await other.registerAndLogIn('bo@example.test')
    const [theirs] = await sessionsOf(other)

    const { status } = await first.sendForJson('delete', PATH, { id: String(theirs!.id) })

    expect(status).toBe(404)
    expect(await userOf(other)).not.toBeNull()
  })

  test.for(['', '0', '-1', '1.5', 'x', '1 or 1=1', '9'.repeat(30), '999999'])(
    'a session called %j is answered 404',
    async (id) => {
      const browser = new HttpBrowser()
      await browser.registerAndLogIn('ana@example.test')

      expect((await browser.sendForJson('delete', PATH, { id })).status).toBe(404)
      expect(await userOf(browser)).not.toBeNull()
    },
  )

  test('is nothing that a link or a bare form can do', async () => {
    const [first] = await three()

    expect((await first.get(`${PATH}?all=true&_method=delete`)).status).toBe(200)
    expect((await first.post(PATH, { all: 'true' })).status).toBe(405)
    expect(await sessionsOf(first)).toHaveLength(3)
  })
})
