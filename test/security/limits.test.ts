/** What is refused for a while, to whom, and to nobody else. The server has its usual limits. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RateLimiter } from '#lib/rate-limiter.ts'
import { ActLimits } from '#server/admission/act-limits.ts'
import { askerOf } from '#server/admission/asker.ts'
import { startBuiltServer, USUAL_LIMITS, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser, type Answer } from '../support/http-browser.ts'
import { incomingRequest } from '../support/incoming-request.ts'
import { rawRequest, statusOf } from '../support/raw-request.ts'

const ANA = 'ana@example.test'
const BO = 'bo@example.test'
const WRONG = 'not one of hers at all'
const PASSWORD = 'plums in a blue crate'

let server: BuiltServer
beforeAll(async () => {
  server = await startBuiltServer(USUAL_LIMITS)
})
afterAll(() => server.stop())

const newBrowser = () => new HttpBrowser(server.origin)

const tryPassword = (browser: HttpBrowser, password = WRONG, email = ANA, headers = {}) =>
  browser.post('/users/log-in', { 'user[email]': email, 'user[password]': password }, headers)

/** Ana, with a password, and another browser of the same sandbox where nobody is logged in. */
async function ana(): Promise<{ readonly own: HttpBrowser; readonly stranger: HttpBrowser }> {
  const own = newBrowser()
  await own.registerAndLogIn(ANA)
  await own.send('put', '/users/settings', {
    action: 'update_password',
    'user[password]': PASSWORD,
  })
  return { own, stranger: own.sibling() }
}

async function wrongPasswords(browser: HttpBrowser, count: number, email = ANA): Promise<Answer[]> {
  const answers: Answer[] = []
  for (let tried = 0; tried < count; tried += 1)
    answers.push(await tryPassword(browser, WRONG, email))
  return answers
}

const statusesOf = (answers: readonly Answer[]) => answers.map(({ status }) => status)
const waitOf = ({ headers }: Answer) => Number(headers.get('retry-after'))

describe('a wrong password', () => {
  test('R1 is answered ten times; then the right one has to wait as well', async () => {
    const { stranger } = await ana()

    const answers = await wrongPasswords(stranger, 11)
    const right = await tryPassword(stranger, PASSWORD)

    expect(statusesOf(answers)).toEqual([...Array<number>(10).fill(422), 429])
    expect(right.status).toBe(429)
    expect(waitOf(right)).toBeGreaterThan(30)
    expect(right.text).toContain('A link by mail opens it at once.')
    const [, href] = /<a[^>]* href="([^"]*)"[^>]*>\s*Get a link by mail/.exec(right.text) ?? []
    expect(href).toBe('/users/log-in')
    expect((await stranger.get(href!)).text).toContain('id="login_form_magic"')
  })

  test('R1 names the link by mail for the persona who acts', async () => {
    const browser = newBrowser()
    await browser.get('/users/log-in')
    await browser.post('/users/register', { 'user[email]': BO })
    const tried = { 'user[email]': ANA, 'user[password]': WRONG }
    for (let count = 0; count < 10; count += 1) await browser.post('/as/bo/users/log-in', tried)

    const refused = await browser.post('/as/bo/users/log-in', tried)

    expect(refused.status).toBe(429)
    expect(refused.text).toContain('href="/as/bo/users/log-in"')
  })

  test('R1 is forgotten with the right one', async () => {
    const { stranger } = await ana()
    await wrongPasswords(stranger, 9)
    const right = await tryPassword(stranger, PASSWORD)
    const again = await wrongPasswords(stranger.sibling(), 10)

    expect(right.status).toBe(303)
    expect(statusesOf(again)).toEqual(Array(10).fill(422))
  })

  test('R6 is counted before it is answered: of fifty at once ten are', async () => {
    const { stranger } = await ana()

    const answers = await Promise.all(Array.from({ length: 50 }, () => tryPassword(stranger)))

    const others = statusesOf(answers).filter((status) => status !== 429)
    expect(others.length).toBeLessThanOrEqual(10)
    expect(others.every((status) => status === 422 || status === 503)).toBe(true)
  })

  test('R6 has one count, whoever asks at the same time', async () => {
    const limits = new ActLimits({
      ...{ on: true, failedLogIns: 10, failedLinks: 1 },
      ...{ mailsPerVisitorAndMinute: 1, searchesPerVisitorAndMinute: 1 },
    })
    const body = {
      kind: 'form',
      text: 'user[email]=ana@example.test&user[password]=x',
    } as const
    const act = { method: 'POST', path: '/users/log-in', persona: 'you', body }

    const counted = await Promise.all(
      Array.from({ length: 50 }, async () => {
        await Promise.resolve()
        return limits.count({ address: '192.0.2.1', visitor: 'ana' }, act)
      }),
    )

    expect(counted.filter((each) => each && 'answered' in each)).toHaveLength(10)
  })

  test('R1 is counted where a password is changed', async () => {
    const { own } = await ana()
    const change = (current: string) =>
      own.send('put', '/users/settings', {
        action: 'update_password',
        ...{ 'user[current_password]': current, 'user[password]': 'pears in a green crate' },
      })
    const answers: Answer[] = []
    for (let tried = 0; tried < 11; tried += 1) answers.push(await change(WRONG))

    expect(statusesOf(answers)).toEqual([...Array<number>(10).fill(422), 429])
    expect((await change(PASSWORD)).status).toBe(429)
  })
})

describe('mails', () => {
  test('R2 are thirty a minute, by whichever form they are asked for', async () => {
    const browser = newBrowser()
    await browser.post('/users/register', { 'user[email]': ANA })

    // At once: on a slow machine a minute would go by with one after the other.
    const answers = await Promise.all(
      Array.from({ length: 80 }, (_, sent) =>
        browser.post(sent % 2 ? '/users/register' : '/users/log-in', {
          'user[email]': sent % 2 ? `a${sent}@example.test` : ANA,
        }),
      ),
    )

    const sent = answers.filter(({ status }) => status === 303).length
    expect(new Set(statusesOf(answers))).toEqual(new Set([303, 429]))
    expect(sent).toBeGreaterThanOrEqual(29)
    expect(sent).toBeLessThan(45)
    expect((await browser.readMails()).length).toBe(sent + 1)
  })

  test('R2 are counted the same for an address that nobody has', async () => {
    const browser = newBrowser()
    await browser.post('/users/register', { 'user[email]': ANA })

    const answers = await Promise.all(
      Array.from({ length: 80 }, () =>
        browser.post('/users/log-in', { 'user[email]': 'nobody@example.test' }),
      ),
    )

    expect(new Set(statusesOf(answers))).toEqual(new Set([303, 429]))
    expect((await browser.readMails()).length).toBe(1)
  })
})

describe('who is counted', () => {
  test.for(['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'CF-Connecting-IP', 'True-Client-IP'])(
    'R3 is not changed by %s',
    async (name) => {
      const { stranger } = await ana()
      const answers: Answer[] = []
      for (let tried = 0; tried < 11; tried += 1)
        answers.push(await tryPassword(stranger, WRONG, ANA, { [name]: `198.51.100.${tried}` }))

      expect(statusesOf(answers).at(-1)).toBe(429)
    },
  )

  test('R4 is an IPv6 client by its /64, whatever comes after', () => {
    const where = { publicOrigin: new URL(server.origin), trustedProxies: 0 }
    const addressOf = (peer: string) => askerOf(incomingRequest({ peer }), where).address

    const [first, ...others] = [
      ...['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:0DB8:0001:0002:0:0:0:7'],
      '2001:db8:1:2::1%eth0',
    ].map(addressOf)

    expect(new Set(others)).toEqual(new Set([first]))
    expect(addressOf('2001:db8:1:3::1')).not.toBe(first)
    expect(addressOf('::ffff:198.51.100.1')).toBe(addressOf('198.51.100.1'))
    // Whoever cannot be told apart is counted together.
    expect(addressOf('')).toBe(addressOf('what is this'))
  })

  test.for([
    '//users/log-in',
    '/users//log-in',
    '/%75sers/log-in',
    '/users/./log-in',
    '/users/log-in.html',
    '/users/log-in%00',
  ])('R5 has no other way in: %s', async (path) => {
    const { host } = new URL(server.origin)
    const form = `user[email]=${ANA}&user[password]=x`
    const answer = await rawRequest(
      [
        ...[`POST ${path} HTTP/1.1`, `Host: ${host}`, `Origin: ${server.origin}`],
        'Content-Type: application/x-www-form-urlencoded',
        ...[`Content-Length: ${form.length}`, 'Connection: close', '', form],
      ].join('\r\n'),
      server.origin,
    )

    expect([400, 404]).toContain(statusOf(answer))
  })

  test('R5 is the same as any persona, and by JSON', async () => {
    const { stranger } = await ana()
    await wrongPasswords(stranger, 10)

    const byPersona = await stranger.post('/as/bo/users/log-in', {
      'user[email]': ANA.toUpperCase(),
      'user[password]': PASSWORD,
    })
    const byJson = await stranger.postJson('/users/log-in', {
      user: { email: ANA, password: PASSWORD },
    })

    expect(statusesOf([byPersona, byJson])).toEqual([429, 429])
    expect(byJson.json.error).toContain('Try again in')
  })

  test('R7 is remembered in bounded memory', () => {
    const limiter = new RateLimiter(1, 60_000)

    for (let number = 0; number < 200_000; number += 1) limiter.take(`address ${number}`)

    expect(limiter.size).toBeLessThanOrEqual(20_000)
  })
})

describe('whoever is limited', () => {
  test('R8 limits nobody in another sandbox, nor another account', async () => {
    const { stranger } = await ana()
    await stranger.post('/users/register', { 'user[email]': BO })
    await wrongPasswords(stranger, 11)

    const elsewhere = await ana()
    const other = await tryPassword(elsewhere.stranger, PASSWORD)

    expect(other.status).toBe(303)
    expect(statusesOf(await wrongPasswords(stranger, 1, BO))).toEqual([422])
  })

  test('R8 is not locked out: a link opens the account, and who is in stays in', async () => {
    const { own, stranger } = await ana()
    await wrongPasswords(stranger, 11)

    const { status } = await stranger.logIn(ANA)

    expect(status).toBe(303)
    expect((await own.get('/users/settings')).status).toBe(200)
  })
})

test('R8 a search too many is refused to who asked, and other pages are not', async () => {
  const browser = newBrowser()
  await browser.post('/users/register', { 'user[email]': ANA })
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, asked) => browser.get(`/search?q=form${asked}`)),
  )

  expect(new Set(statusesOf(answers))).toEqual(new Set([200, 429]))
  expect(statusesOf(answers).filter((status) => status === 200).length).toBeGreaterThanOrEqual(20)
  expect((await browser.get('/users/log-in')).status).toBe(200)
  expect((await newBrowser().get('/search?q=form')).status).toBe(200)
})

test('R8 a limit that was met is told in the reader’s own traces', async () => {
  const { own, stranger } = await ana()
  await wrongPasswords(stranger, 11)

  const { traces = [] } = (await own.getJson('/sandbox/traces')).json

  expect(traces[0]).toMatchObject({ title: 'POST /users/log-in', status: 429 })
})
