import { readdirSync } from 'node:fs'
import { describe, expect, inject, test } from 'vitest'
import { startBuiltServer } from '../support/built-server.ts'
import { HttpBrowser, ledTo, SESSION, VISITOR, type JsonAnswer } from '../support/http-browser.ts'
import { longOf } from '../support/long.ts'

const long = longOf(test)

const SEEDS = readdirSync('content/seeds')
  .map((file) => file.replace(/\.yaml$/, ''))
  .toSorted()

const load = (browser: HttpBrowser, name = 'two-people') => browser.post('/sandbox/seeds', { name })

const look = async (browser: HttpBrowser): Promise<JsonAnswer> =>
  (await browser.getJson('/sandbox/people')).json

const userAt = async (browser: HttpBrowser, path: string) =>
  (await browser.getJson(path)).json.scope.user?.email ?? null

describe('POST /sandbox/seeds', () => {
  test('fills the first sandbox of somebody who has none', async () => {
    const browser = new HttpBrowser()

    const { status, headers } = await load(browser)

    expect([status, ledTo({ headers })]).toEqual([303, '/sandbox/people'])
    expect(await userAt(browser, '/as/ana/')).toBe('ana@example.test')
    expect(await userAt(browser, '/as/bo/')).toBe('bo@example.test')
    expect(await userAt(browser, '/')).toBeNull()
    expect((await browser.getJson('/sandbox')).json.sandbox).toMatchObject({ number: 1 })
  })

  test('says on the next page what was loaded', async () => {
    const browser = new HttpBrowser()
    await load(browser)

    expect((await browser.get('/sandbox/people')).text).toContain(
      'Your sandbox began again, with a start state: Ana and Bo.',
    )
  })

  test('begins with an empty sandbox: what was there is gone', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')
    await browser.advance('1d')

    await load(browser)

    expect(await userAt(browser, '/')).toBeNull()
    expect(browser.cookies.has(SESSION)).toBe(false)
    const { users = [] } = await look(browser)
    expect(users.map(({ email }) => email)).toEqual(['ana@example.test', 'bo@example.test'])
    const { sandbox } = (await browser.getJson('/sandbox')).json
    expect(sandbox).toMatchObject({ number: 2, clock: { offset_milliseconds: 0 } })
  })

  test('fills one in which a link has expired', async () => {
    const browser = new HttpBrowser()

    await load(browser, 'two-links')

    const { sandbox } = (await browser.getJson('/sandbox')).json
    expect(sandbox).toMatchObject({ clock: { offset_milliseconds: 20 * 60_000 } })
    const links = (await browser.readMails())
      .slice(0, 2)
      .map(({ text }) => /\/users\/log-in\/([\w-]{43})/.exec(text)?.[1] ?? '')
    const [fresh, old] = await Promise.all(
      links.map((token) =>
        browser.sibling().postForJson('/users/log-in', { 'user[token]': token }),
      ),
    )
    expect([fresh?.status, old?.status]).toEqual([200, 422])
  })

  test('keeps no session of a persona that the new state does not know', async () => {
    const browser = new HttpBrowser()
    await browser.post('/as/carol/users/register', { 'user[email]': 'carol@example.test' })
    await browser.post('/as/carol/users/log-in', { 'user[token]': await browser.readToken() })
    expect(browser.cookies.has(`${SESSION}_carol`)).toBe(true)

    await load(browser)

    expect(browser.cookies.has(`${SESSION}_carol`)).toBe(false)
  })

  test('leaves the mail of a registration, with a link that works', async () => {
    const browser = new HttpBrowser()

    await load(browser, 'one-registered')

    const { users = [] } = await look(browser)
    expect(users).toEqual([{ id: 1, email: 'ana@example.test', confirmed_at: null }])
    const [mail] = await browser.readMails()
    expect(mail?.text).toContain(`${inject('origin')}/users/log-in/`)
    await browser.post('/users/log-in', { 'user[token]': await browser.readToken() })
    expect(await userAt(browser, '/')).toBe('ana@example.test')
  })

  test('is traced as what it is: registrations and log-ins', async () => {
    const browser = new HttpBrowser()

    const { json } = await browser.postForJson('/sandbox/seeds', { name: 'two-people' })

    expect(json.trace?.title).toBe('POST /sandbox/seeds')
    const steps = json.trace?.steps ?? []
    const names = steps.filter(({ layer }) => layer === 'context').map(({ name }) => name)
    expect(names.filter((name) => name === 'Accounts.registerUser')).toHaveLength(2)
    expect(names.slice(0, 2)).toEqual(['Sandboxes.startOver', 'Course.loadStartState'])
    expect(steps.some(({ layer }) => layer === 'sql')).toBe(true)
    const { traces = [] } = (await browser.getJson('/sandbox/traces')).json
    expect(traces.map(({ title }) => title)).toEqual(['POST /sandbox/seeds'])
  })

  test('shows no token, neither in its trace nor in its answer', async () => {
    const browser = new HttpBrowser()

    const { text } = await browser.postForJson('/sandbox/seeds', { name: 'two-people' })

    for (const value of browser.cookies.values()) expect(text).not.toContain(value)
  })

  test('answers JSON with who is there now', async () => {
    const browser = new HttpBrowser()

    const { json } = await browser.postForJson('/sandbox/seeds', { name: 'two-people' })

    expect(json).toMatchObject({ ok: true, location: '/sandbox/people', scope: { user: null } })
    expect(json.people?.filter(({ user }) => user).map(({ persona }) => persona)).toEqual([
      'ana',
      'bo',
    ])
  })

  test('answers a persona who is logged in by it as that one', async () => {
    const browser = new HttpBrowser()

    const { json } = await browser.postForJson('/as/bo/sandbox/seeds', { name: 'two-people' })

    expect(json.scope).toMatchObject({ persona: 'bo', user: { email: 'bo@example.test' } })
    expect(json.location).toBe('/as/bo/sandbox/people')
  })

  test.for(['', 'no-such-state', '__proto__', '../two-people', 'two-people.yaml', 'TWO-PEOPLE'])(
    'refuses the name "%s", and changes nothing',
    async (name) => {
      const browser = new HttpBrowser()
      await browser.registerAndLogIn('ana@example.test')

      const { status, json } = await browser.postForJson('/sandbox/seeds', { name })

      expect(status).toBe(422)
      expect(json.error).toBe(
        `There is no such start state. Send ${SEEDS.map((seed) => `name=${seed}`).join(' or ')}.`,
      )
      expect(await userAt(browser, '/')).toBe('ana@example.test')
    },
  )

  test.for([{ name: ['two-people'] }, { name: { a: 1 } }, { name: null }, { name: 1 }, {}])(
    'refuses %o',
    async (body) => {
      expect((await new HttpBrowser().postJson('/sandbox/seeds', body)).status).toBe(422)
    },
  )

  test('is not done by looking', async () => {
    const { status, headers } = await new HttpBrowser().get('/sandbox/seeds?name=two-people')

    expect([status, headers.get('allow')]).toEqual([405, 'POST'])
    expect(headers.getSetCookie()).toEqual([])
  })

  test('ends with one full state when it is asked for many times at once', async () => {
    const browser = new HttpBrowser()
    await load(browser)

    const answers = await Promise.all(
      Array.from({ length: 8 }, () => browser.sibling()).map((sibling) => load(sibling)),
    )

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 303))
    expect((await look(browser)).users).toHaveLength(2)
    expect((await browser.getJson('/sandbox')).json.sandbox).toMatchObject({ number: 9 })
  })

  test('puts a sandbox right whose migrations were taken back', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')
    await browser.post('/sandbox/migrations', { direction: 'down' })

    const { status, json } = await browser.postForJson('/sandbox/seeds', { name: 'two-people' })

    expect(status).toBe(200)
    expect(json.users?.map(({ email }) => email)).toEqual(['ana@example.test', 'bo@example.test'])
    expect(await userAt(browser, '/as/bo/')).toBe('bo@example.test')
  })

  long('counts as a reset, so that nobody fills the disk with it', async () => {
    const server = await startBuiltServer({ LIMIT_RESETS: '2' })
    try {
      const browser = new HttpBrowser(server.origin)
      const answers = [await load(browser), await load(browser), await load(browser)]

      expect(answers.map(({ status }) => status)).toEqual([303, 303, 429])
      expect(Number(answers[2]!.headers.get('retry-after'))).toBeGreaterThan(0)
      expect((await look(browser)).users).toHaveLength(2)
    } finally {
      await server.stop()
    }
  })
})

describe('a start state of another visitor', () => {
  test('leaves this sandbox alone', async () => {
    const [ana, bo] = [new HttpBrowser(), new HttpBrowser()]
    await ana.registerAndLogIn('ana@example.test')
    await load(bo)

    expect(await userAt(ana, '/')).toBe('ana@example.test')
    expect((await look(ana)).users?.map(({ email }) => email)).toEqual(['ana@example.test'])
  })

  test('cannot be loaded into this one by any id', async () => {
    const [ana, bo] = [new HttpBrowser(), new HttpBrowser()]
    await ana.registerAndLogIn('ana@example.test')
    await bo.post('/users/register', { 'user[email]': 'bo@example.test' })

    for (const field of ['visitor', 'visitor_id', 'sandbox', 'sandbox_id', 'id'])
      await bo.post('/sandbox/seeds', { name: 'two-people', [field]: '1' })

    expect((await look(ana)).users?.map(({ email }) => email)).toEqual(['ana@example.test'])
  })

  test('opens nothing here with its sessions', async () => {
    const [ana, bo] = [new HttpBrowser(), new HttpBrowser()]
    await load(ana)
    await load(bo, 'one-registered')

    const own = bo.cookies.get(VISITOR)!
    for (const [name, value] of ana.cookies) bo.cookies.set(name, value)
    bo.cookies.set(VISITOR, own)

    expect(await userAt(bo, '/as/ana/')).toBeNull()
    expect((await look(bo)).users?.map(({ email }) => email)).toEqual(['ana@example.test'])
  })
})
