import { describe, expect, test } from 'vitest'
import { startBuiltServer } from '../support/built-server.ts'
import { HttpBrowser, ledTo } from '../support/http-browser.ts'
import { isSince } from '../support/is-since.ts'

const DAY = 24 * 60 * 60 * 1000
const advance = (browser: HttpBrowser, span: string) =>
  browser.postForJson('/sandbox/clock', { advance: span })
const offsetOf = async (browser: HttpBrowser) =>
  (await browser.getJson('/sandbox')).json.sandbox!.clock.offset_milliseconds

describe('the clock of a sandbox', () => {
  test.for([
    ['15m', 15 * 60_000, '15 minutes'],
    ['9m59s', 599_000, '9 minutes 59 seconds'],
    ['14d', 14 * DAY, '14 days'],
    ['1d2h3m4s', DAY + 7_384_000, '1 day 2 hours 3 minutes 4 seconds'],
    ['400d', 400 * DAY, '400 days'],
  ] as const)('goes on by %s', async ([span, milliseconds, words]) => {
    const browser = new HttpBrowser()
    const start = Date.now()

    const { status, json } = await advance(browser, span)

    expect(status).toBe(200)
    expect(json).toMatchObject({
      location: '/sandbox/clock',
      flash: { info: `The clock of your sandbox went on by ${words}. Nothing expired.` },
      clock: { offset_milliseconds: milliseconds },
    })
    expect(isSince(start, json.clock!.now - milliseconds)).toBe(true)
  })

  test('adds up, however many move it at once', async () => {
    const browser = new HttpBrowser()
    await advance(browser, '1m')

    await Promise.all(Array.from({ length: 10 }, () => advance(browser, '1m')))

    expect(await offsetOf(browser)).toBe(11 * 60_000)
    expect((await browser.get('/sandbox/clock')).text).toContain('<dd>11 minutes</dd>')
  })

  test('leads a browser back to the clock, with a word on what happened', async () => {
    const browser = new HttpBrowser()

    const { status, headers } = await browser.post('/sandbox/clock', { advance: '15m' })

    expect([status, ledTo({ headers })]).toEqual([303, '/sandbox/clock'])
    const { text } = await browser.get('/sandbox/clock')
    expect(text).toContain('went on by 15 minutes.')
    expect(text).toContain('POST /sandbox/clock')
    // Other pages are not what that request led to.
    expect((await browser.get('/sandbox/mailbox')).text).not.toContain('POST /sandbox/clock')
  })

  test('leaves a trace of having been moved', async () => {
    const { json } = await advance(new HttpBrowser(), '15m')

    expect(json.trace!.title).toBe('POST /sandbox/clock')
    expect(json.trace!.steps.find(({ name }) => name === 'Sandboxes.advanceClock')).toMatchObject({
      layer: 'context',
      detail: 'on by 15 minutes',
      source: { file: 'src/sandbox/advance-clock.ts' },
    })
  })

  test.for([
    '',
    '0s',
    '0d',
    '-15m',
    '+15m',
    '15',
    'm',
    '1.5h',
    '15 m',
    '401d',
    '400d1s',
    '999999d',
    '1e3s',
    'tomorrow',
    '15m; drop table',
    '5m3h',
  ])('does not go on by %j', async (span) => {
    const browser = new HttpBrowser()
    await advance(browser, '1m')

    const { status, json } = await advance(browser, span)

    expect(status).toBe(422)
    expect(json.error).toMatch(/^(?:Say how far|A clock goes on) .*\.$/)
    expect(await offsetOf(browser)).toBe(60_000)
  })

  test.for([{}, { advance: 15 }, { advance: null }, { advance: ['15m'] }, { advance: { d: 1 } }])(
    'does not go on by %j',
    async (body) => {
      expect((await new HttpBrowser().postJson('/sandbox/clock', body)).status).toBe(422)
    },
  )

  test('keeps an amount that it does not take in the field, with the reason beside it', async () => {
    const browser = new HttpBrowser()

    const { status, text } = await browser.post('/sandbox/clock', { advance: 'tomorrow <b>' })

    expect(status).toBe(422)
    expect(text).toContain('value="tomorrow <b>"')
    expect(text).toContain('Say how far the clock goes on')
  })

  test('is not moved by a link', async () => {
    const browser = new HttpBrowser()
    await advance(browser, '1m')

    expect((await browser.get('/sandbox/clock?advance=15m')).status).toBe(200)
    expect(await offsetOf(browser)).toBe(60_000)
  })

  test('stops a hundred years ahead', async () => {
    const browser = new HttpBrowser()
    for (let times = 0; times < 91; times += 1) await advance(browser, '400d')

    const { status, json } = await advance(browser, '400d')

    expect(status).toBe(422)
    expect(json.error).toContain('Reset your sandbox')
  })

  test('says what expired by it, and shows it', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')
    await browser.sibling().post('/users/log-in', { 'user[email]': 'ana@example.test' })
    const ahead = (await browser.getJson('/sandbox/clock')).json.deadlines!
    expect(ahead.map(({ kind }) => kind)).toEqual([
      ...['sudo enter', 'magic link', 'sudo act', 'session'],
    ])

    const { json } = await advance(browser, '15m')

    expect(json.flash.info).toBe(
      'The clock of your sandbox went on by 15 minutes. ' +
        'Expired: one magic link and sudo mode of one session (to open the settings).',
    )
    expect(json.expired).toEqual(
      ahead.filter(({ kind }) => kind === 'sudo enter' || kind === 'magic link'),
    )
    const { text } = await browser.get('/sandbox/clock')
    expect(text.match(/by your last move/g)).toHaveLength(2)
    expect((await browser.get('/sandbox/tables/users_tokens')).text).toContain('expired less than')
  })

  test('says so on the next page, after a redirect', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')

    await browser.post('/sandbox/clock', { advance: '14d' })

    expect((await browser.get('/sandbox/clock')).text).toContain(
      'Expired: one session, sudo mode of one session (to open the settings), and sudo mode of one session (to send the settings).',
    )
  })

  test('goes on in a sandbox whose tables a migration took back', async () => {
    const browser = new HttpBrowser()
    await browser.postForJson('/sandbox/migrations', { direction: 'down' })
    await browser.postForJson('/sandbox/migrations', { direction: 'down' })

    const { status, json } = await advance(browser, '15m')

    expect([status, json.expired]).toEqual([200, []])
    expect((await browser.get('/sandbox/clock')).status).toBe(200)
  })

  test('is the sandbox’s own, and starts over with a new one', async () => {
    const [ana, bo] = [new HttpBrowser(), new HttpBrowser()]
    await advance(ana, '14d')
    await advance(bo, '1m')
    expect(await offsetOf(bo)).toBe(60_000)

    await ana.post('/sandbox/reset')
    await advance(ana, '1s')

    expect(await offsetOf(ana)).toBe(1000)
  })

  test('is what magic links go by', async () => {
    const browser = new HttpBrowser()
    const early = await browser.registerAndReadToken('ana@example.test')
    await browser.advance('14m59s')
    expect((await browser.get(`/users/log-in/${early}`)).status).toBe(200)

    await browser.advance('2s')

    const late = await browser.get(`/users/log-in/${early}`)
    expect([late.status, late.headers.get('location')]).toEqual([303, '/users/log-in'])
    expect((await browser.post('/users/log-in', { 'user[token]': early })).status).toBe(422)
  })

  test('is what links to a new email go by', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')
    await browser.send('put', '/users/settings', {
      action: 'update_email',
      'user[email]': 'new@example.test',
    })
    const link = `/users/settings/confirm-email/${await browser.readToken()}`
    await browser.advance('7d1s')
    await browser.logIn('ana@example.test')

    expect((await browser.postForJson(link)).status).toBe(422)
  })

  test('is none that limits go by: what is used up stays so', async () => {
    const server = await startBuiltServer({ LIMIT_RESETS: '2' })
    try {
      const browser = new HttpBrowser(server.origin)
      await advance(browser, '1m')
      const reset = async () => (await browser.post('/sandbox/reset')).status
      expect([await reset(), await reset(), await reset()]).toEqual([303, 303, 429])

      await browser.advance('14d')

      expect(await offsetOf(browser)).toBe(14 * DAY)
      expect(await reset()).toBe(429)
      expect((await browser.post('/sandbox/delete')).status).toBe(429)
    } finally {
      await server.stop()
    }
  })
})
