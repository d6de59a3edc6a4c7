import { describe, expect, test } from 'vitest'
import { HttpBrowser, SESSION, VISITOR, type JsonStep } from '../support/http-browser.ts'

const ANA = 'ana@example.test'
const NEWS = { 'user[email]': ANA }

/** What the newest trace of the sandbox tells of its answer, each with its words. */
async function toldBy(browser: HttpBrowser): Promise<readonly string[]> {
  return (await newestSteps(browser))
    .filter(({ tag }) => tag.startsWith('reply.'))
    .map(({ tag, detail }) => `${tag} ${detail}`)
}

async function newestSteps(browser: HttpBrowser): Promise<readonly JsonStep[]> {
  const { traces = [] } = (await browser.getJson('/sandbox/traces')).json
  const { json } = await browser.getJson(`/sandbox/traces/${traces[0]?.id}`)
  return json.trace?.steps ?? []
}

async function withLink(): Promise<{ browser: HttpBrowser; token: string }> {
  const browser = new HttpBrowser()
  return { browser, token: await browser.registerAndReadToken(ANA) }
}

describe('a reply tells', () => {
  test('that a session ends with the browser, or stays for two weeks', async () => {
    const { browser, token } = await withLink()

    await browser.post('/users/log-in', { 'user[token]': token })
    expect(await toldBy(browser)).toEqual([
      ...['reply.303 go to /', 'reply.cookie.session set, ends with the browser'],
    ])

    await browser.post('/users/log-in', NEWS)
    const again = { 'user[token]': await browser.readToken(), 'user[remember_me]': 'true' }
    await browser.post('/users/log-in', again)
    expect(await toldBy(browser)).toContain('reply.cookie.session set for 14 days')
  })

  test('that a session was cleared', async () => {
    const { browser, token } = await withLink()
    await browser.post('/users/log-in', { 'user[token]': token })

    await browser.send('delete', '/users/log-out')

    expect(await toldBy(browser)).toContain('reply.cookie.session cleared')
  })

  test('that the browser will come back, and not where', async () => {
    const { browser } = await withLink()

    await browser.get('/scores?sort=points')

    expect(await toldBy(browser)).toEqual([
      ...['reply.303 go to /users/log-in', 'reply.cookie.return_to set for 1 hour'],
    ])
  })

  test('for whom the menu of a page is', async () => {
    const { browser, token } = await withLink()

    await browser.get('/users/log-in')
    expect(await toldBy(browser)).toEqual(['reply.200 ', 'reply.menu for a visitor'])

    await browser.post('/users/log-in', { 'user[token]': token })
    await browser.get('/scores')
    expect(await toldBy(browser)).toContain(`reply.menu with ${ANA}`)
  })

  test('its flash once, and stands around the rest', async () => {
    const { browser, token } = await withLink()
    await browser.post('/users/log-in', { 'user[token]': token })

    const steps = (await newestSteps(browser)).filter(({ layer }) => layer === 'reply')

    const [reply, ...inside] = steps
    expect(steps.filter(({ data }) => 'flash' in data)).toEqual([reply])
    expect(inside.map(({ parent }) => parent)).toEqual(inside.map(() => reply?.id))
  })

  test('no token, and no value of a cookie', async () => {
    const { browser, token } = await withLink()
    await browser.post('/users/log-in', { 'user[token]': token })

    const told = JSON.stringify(await newestSteps(browser))

    for (const name of [SESSION, VISITOR])
      expect(told).not.toContain(browser.cookies.get(name) ?? 'no cookie')
    expect(told).not.toContain(token)
  })
})

describe('a form of another site', () => {
  const forge = (browser: HttpBrowser, path = '/users/register') =>
    browser.post(path, { 'user[email]': 'cy@example.test' }, { origin: 'https://evil.example' })

  test('is seen in the sandbox in whose name it came, stopped at the front door', async () => {
    const { browser } = await withLink()

    expect((await forge(browser)).status).toBe(403)

    expect((await newestSteps(browser)).map(({ tag, outcome }) => `${tag} ${outcome}`)).toEqual([
      ...['request.post ok', 'request.host ok', 'request.origin halt', 'reply.403 error'],
    ])
  })

  test('touches nothing else of it', async () => {
    const { browser } = await withLink()
    const rows = async () => {
      const { users } = (await browser.getJson('/sandbox/people')).json
      return [users, (await browser.readMails()).length]
    }
    const before = await rows()

    await forge(browser)

    expect(await rows()).toEqual(before)
  })

  test('takes one place among the traces, however often it comes', async () => {
    const { browser } = await withLink()

    for (let times = 0; times < 5; times += 1) await forge(browser)

    const { traces = [] } = (await browser.getJson('/sandbox/traces')).json
    expect(traces.map(({ title }) => title)).toEqual([
      ...['POST /users/register', 'POST /users/register'],
    ])
  })

  test('tells no token of its address', async () => {
    const { browser, token } = await withLink()

    await forge(browser, `/users/log-in/${token}`)

    const { traces = [] } = (await browser.getJson('/sandbox/traces')).json
    expect(traces[0]?.title).toBe('POST /users/log-in/‹token›')
    expect(JSON.stringify(await newestSteps(browser))).not.toContain(token)
  })

  test('makes nothing for who has no sandbox', async () => {
    const browser = new HttpBrowser()

    const { status, headers } = await forge(browser)

    expect([status, headers.get('set-cookie')]).toEqual([403, null])
  })
})
