import { describe, expect, test } from 'vitest'
import { startBuiltServer } from '../support/built-server.ts'
import { HttpBrowser, ledTo, SESSION, VISITOR, type JsonAnswer } from '../support/http-browser.ts'

const look = async (browser: HttpBrowser, base = ''): Promise<JsonAnswer> =>
  (await browser.getJson(`${base}/sandbox/people`)).json

const emails = ({ people = [] }: JsonAnswer) =>
  Object.fromEntries(people.map(({ persona, user }) => [persona, user?.email ?? null]))

/** The personas of the course, those of its acts too, and nobody logged in. */
const NOBODY = {
  ...{ you: null, alice: null, bob: null, visitor: null },
  ...{ ana: null, bo: null, cy: null, 'ana-phone': null },
}

/** Registers and logs in as a persona. */
async function logInAs(browser: HttpBrowser, persona: string): Promise<void> {
  await browser.post(`/as/${persona}/users/register`, { 'user[email]': `${persona}@example.test` })
  await browser.post(`/as/${persona}/users/log-in`, { 'user[token]': await browser.readToken() })
}

describe('GET /sandbox/people', () => {
  test('shows the personas of the course to a visitor who has done nothing, and makes nothing', async () => {
    const browser = new HttpBrowser()

    const { status, text, headers } = await browser.get('/sandbox/people')

    expect(status).toBe(200)
    expect(headers.getSetCookie()).toEqual([])
    for (const href of ['/', '/as/ana/', '/as/bo/', '/as/alice/', '/as/bob/'])
      expect(text).toContain(`href="${href}"`)
    const facts = await look(browser)
    expect(emails(facts)).toEqual(NOBODY)
    expect(facts.users).toEqual([])
    expect(facts.trace).toBeNull()
  })

  test('shows who is logged in, each with a session of their own', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')
    await logInAs(browser, 'bob')

    const facts = await look(browser)

    const [you, bob] = ['ana@example.test', 'bob@example.test']
    expect(emails(facts)).toEqual({ ...NOBODY, you, bob })
    expect(facts.users?.map(({ id, email }) => [id, email])).toEqual([
      [1, 'ana@example.test'],
      [2, 'bob@example.test'],
    ])
  })

  test('shows every other name that has a session here', async () => {
    const browser = new HttpBrowser()
    await logInAs(browser, 'carol')
    await logInAs(browser, 'dave-2')

    const { people = [] } = await look(browser)

    expect(
      people
        .slice(Object.keys(NOBODY).length)
        .map(({ persona, href, user }) => [persona, href, user?.email]),
    ).toEqual([
      ['carol', '/as/carol/', 'carol@example.test'],
      ['dave-2', '/as/dave-2/', 'dave-2@example.test'],
    ])
  })

  test('marks who acts, whatever the name', async () => {
    const browser = new HttpBrowser()

    const current = async (base: string) =>
      (await look(browser, base)).people
        ?.filter((person) => person.current)
        .map(({ persona }) => persona)

    expect(await current('')).toEqual(['you'])
    expect(await current('/as/bob')).toEqual(['bob'])
    expect(await current('/as/erin')).toEqual(['erin'])
  })

  test('shows nobody for a session that is over', async () => {
    const browser = new HttpBrowser()
    await logInAs(browser, 'alice')
    expect(emails(await look(browser))).toMatchObject({ alice: 'alice@example.test' })

    await browser.advance('15d')

    expect(emails(await look(browser))).toMatchObject({ alice: null })
  })

  test('leaves a flash for the page it was meant for', async () => {
    const browser = new HttpBrowser()
    await browser.post('/as/alice/users/register', { 'user[email]': 'alice@example.test' })

    await browser.get('/sandbox/people')

    const { text } = await browser.get('/as/alice/users/log-in')
    expect(text).toContain('An email was sent to alice@example.test')
  })

  test('says what is missing when the migrations were taken back', async () => {
    const browser = new HttpBrowser()
    await logInAs(browser, 'alice')
    const { migrations = [] } = (await browser.getJson('/sandbox/migrations')).json
    for (const _ of migrations) await browser.post('/sandbox/migrations', { direction: 'down' })

    const { status, json } = await browser.getJson('/sandbox/people')

    expect(status).toBe(409)
    expect(json.error).toMatch(
      /^The users_tokens table is not there\. This sandbox is \w+ migrations down\. Run them up again\.$/,
    )
  })

  test('stays small for a browser that brings a cookie for many names', async () => {
    const browser = new HttpBrowser()
    for (let n = 0; n < 60; n += 1) browser.cookies.set(`${SESSION}_p${n}`, 'x'.repeat(43))

    const { people = [] } = await look(browser)

    expect(people).toHaveLength(24)
  })
})

describe('a page of somebody else', () => {
  test('says who acts, and leads to the others', async () => {
    const { text } = await new HttpBrowser().get('/as/alice/users/register')

    expect(text).toContain('You act as <strong>alice</strong> here.')
    expect(text).toContain('href="/sandbox/people"')
  })

  test('says so in a stage as well', async () => {
    const fragment = { 'glasshouse-fragment': 'stage' }
    const browser = new HttpBrowser()

    const whoActsAt = async (path: string) => {
      const { text } = await browser.get(path, fragment)
      const [, bar = ''] = text.split('<glass-fragment target="bar">')
      return /class="who-name clip">([^<]+)</.exec(bar)?.[1]
    }
    expect(await whoActsAt('/as/alice/users/register')).toBe('Alice')
    expect(await whoActsAt('/users/register')).toBe('You, a visitor')
  })
})

describe('people of another visitor', () => {
  test('are not shown', async () => {
    const [ana, bo] = [new HttpBrowser(), new HttpBrowser()]
    await logInAs(ana, 'alice')
    await bo.post('/users/register', { 'user[email]': 'bo@example.test' })

    const facts = await look(bo)

    expect(facts.users?.map(({ email }) => email)).toEqual(['bo@example.test'])
    expect(emails(facts)).toMatchObject({ alice: null })
  })

  test('are nobody here, whoever brings their session', async () => {
    const [ana, bo] = [new HttpBrowser(), new HttpBrowser()]
    await logInAs(ana, 'alice')
    await logInAs(bo, 'bob')

    const cookies = [...ana.cookies].filter(([name]) => name !== ana.named(VISITOR))
    for (const [name, value] of cookies) bo.cookies.set(name, value)

    expect(emails(await look(bo))).toMatchObject({ alice: null, bob: 'bob@example.test' })
    expect((await bo.get('/sandbox/people')).text).not.toContain('alice@example.test')
  })

  test('are not asked for by any id', async () => {
    const [ana, bo] = [new HttpBrowser(), new HttpBrowser()]
    await logInAs(ana, 'alice')
    await bo.post('/users/register', { 'user[email]': 'bo@example.test' })

    for (const query of ['visitor=1', 'visitor_id=1', 'sandbox=1', 'persona=alice', 'id=1']) {
      const { text } = await bo.get(`/sandbox/people?${query}`)
      expect(text).not.toContain('alice@example.test')
    }
  })
})

describe('POST /sandbox/people', () => {
  const ACT = { act: 'two-lists', step: '1' }
  const inAct = async (fields: Record<string, string> = ACT, origin?: string) => {
    const browser = new HttpBrowser(origin)
    await browser.post('/acts', fields)
    return browser
  }
  const logOut = (browser: HttpBrowser, base: string) =>
    browser.send('delete', `${base}/users/log-out`)

  test('logs one of the act’s own people in again, and shows the page of the act', async () => {
    const browser = await inAct()
    await logOut(browser, '/as/bo')
    expect(emails(await look(browser))).toMatchObject({ ana: 'ana@example.test', bo: null })

    const { status, headers } = await browser.post('/as/bo/sandbox/people')

    expect([status, ledTo({ headers })]).toEqual([303, '/as/bo/scores'])
    expect((await browser.get('/as/bo/scores')).text).toContain('Bo is logged in.')
    expect(emails(await look(browser))).toMatchObject({
      ...{ ana: 'ana@example.test', bo: 'bo@example.test', you: null },
    })
  })

  test('is no step of the act: its next run begins anew', async () => {
    const browser = await inAct()
    await browser.post('/as/bo/sandbox/people')

    await browser.post('/acts', { ...ACT, step: '2' })

    expect((await browser.getJson('/sandbox')).json.sandbox).toMatchObject({ number: 2 })
  })

  test.for([
    ['/as/cy', 'cy'],
    ['', 'you'],
    ['/as/alice', 'alice'],
  ])('logs nobody in as %s whom the start has not made', async ([base, persona]) => {
    const browser = await inAct()
    await browser.post(`${base}/users/register`, { 'user[email]': 'cy@example.test' })

    const { status, json } = await browser.postForJson(`${base}/sandbox/people`, {})

    expect([status, json.error]).toEqual([
      422,
      `This act begins with nobody of the name “${persona}”. Log in by hand.`,
    ])
    expect(emails(await look(browser))).toMatchObject({ cy: null, you: null, alice: null })
  })

  test('is refused outside of any act, and to a stranger', async () => {
    const browser = new HttpBrowser()
    await browser.post('/sandbox/seeds', { name: 'two-confirmed' })

    for (const one of [browser, new HttpBrowser()]) {
      const { status, json } = await one.postForJson('/as/ana/sandbox/people', {})
      expect([status, json.error]).toEqual([422, expect.stringContaining('in no act')])
      expect(emails(await look(one))).toMatchObject({ ana: null })
    }
  })

  test('has a limit', async () => {
    const server = await startBuiltServer({ LIMIT_STARTS: '1' })
    const browser = await inAct(ACT, server.origin)
    expect((await browser.post('/as/bo/sandbox/people')).status).toBe(303)

    const { status, json } = await browser.postForJson('/as/bo/sandbox/people', {})

    expect([status, json.error]).toEqual([
      429,
      expect.stringContaining('You have logged people in many times.'),
    ])
    await server.stop()
  })
})
