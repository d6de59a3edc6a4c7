/** A browser that keeps no cookie is told so by the first page that can know it. */
import { describe, expect, test } from 'vitest'
import { HttpBrowser, VISITOR } from '../support/http-browser.ts'

const SENTENCE =
  'Your browser keeps no cookie of this site, so nothing that you do here is kept: allow cookies for it, or open it in another browser.'
const FORM = { 'user[email]': 'ana@example.test' }
const STAGE = { 'glasshouse-fragment': 'stage' }

/** It takes what an answer sets, and forgets it. */
class Forgetful extends HttpBrowser {
  override async request(...asked: Parameters<HttpBrowser['request']>) {
    const answer = await super.request(...asked)
    this.cookies.clear()
    return answer
  }
}

const locationOf = ({ headers }: { headers: Headers }) => headers.get('location') ?? ''

describe('a browser that keeps no cookie', () => {
  test('is told so on the page that its first action leads to', async () => {
    const browser = new Forgetful()

    const first = await browser.post('/users/register', FORM)
    const { status, text } = await browser.get(locationOf(first))

    expect(first.status).toBe(303)
    expect(status).toBe(200)
    expect(text.split(SENTENCE)).toHaveLength(2)
  })

  test('is told so on a stage', async () => {
    const browser = new Forgetful()

    const first = await browser.post('/users/register', FORM, STAGE)
    const { text } = await browser.get(locationOf(first), STAGE)

    expect(/<glass-fragment target="flash">.*?<\/glass-fragment>/s.exec(text)?.[0]).toContain(
      SENTENCE,
    )
  })

  test('is told so by the second of two refused forms, which does nothing', async () => {
    const browser = new Forgetful()

    const { text } = await browser.post('/users/register', { 'user[email]': 'x' })
    const field = /name="(?<name>_cookie)" value="(?<value>\w+)"/.exec(text)?.groups
    const second = await browser.post('/users/register', {
      'user[email]': 'x',
      [field?.name ?? '']: field?.value ?? '',
    })

    expect(second.status).toBe(400)
    expect(second.text).toContain(SENTENCE)
    expect(second.headers.getSetCookie()).toEqual([])
  })

  test('is told so on every page that it is led on to', async () => {
    const browser = new Forgetful()

    const first = await browser.post('/guess?cookie=given')
    const page = await browser.get('/scores?cookie=given')
    const { text } = await browser.get(locationOf(page))

    expect([first.status, page.status]).toEqual([400, 303])
    expect(text).toContain(SENTENCE)
  })
})

describe('a browser that keeps its cookies', () => {
  test('is not told, and sees the mark in no address', async () => {
    const browser = new HttpBrowser()

    const first = await browser.post('/users/register', FORM)
    const marked = await browser.get(locationOf(first))
    const { text } = await browser.get(locationOf(marked))

    expect(locationOf(first)).toBe('/users/log-in?cookie=given')
    expect([marked.status, locationOf(marked)]).toEqual([303, '/users/log-in'])
    expect(text).not.toContain(SENTENCE)
    expect(text).toContain('An email was sent to ana@example.test')
  })

  test('is led on with what else the address says, as whoever acts', async () => {
    const browser = new HttpBrowser()
    await browser.post('/users/register', FORM)

    const addresses = [
      ['/?cookie=given', '/'],
      [
        '/users/log-in?lesson=persons/who-comes-in&cookie=given',
        '/users/log-in?lesson=persons/who-comes-in',
      ],
      ['/as/alice/users/log-in?cookie=given&x=%20y', '/as/alice/users/log-in?x=%20y'],
    ] as const
    for (const [marked, plain] of addresses)
      expect(locationOf(await browser.get(marked))).toBe(plain)
  })

  test('has the mark in no second form, no trace and no mail', async () => {
    const browser = new HttpBrowser()

    const { text } = await browser.post('/users/register', { 'user[email]': 'x', _cookie: 'given' })
    const first = await browser.post('/users/register', { 'user[email]': 'x' })
    const again = await browser.post('/users/register', FORM)

    expect(text).toContain('keeps no cookie')
    expect(first.text).toContain('name="_cookie"')
    expect(locationOf(again)).toBe('/users/log-in')
    expect((await browser.getJson('/users/register')).text).not.toContain('_cookie')
    const { traces = [] } = (await browser.getJson('/sandbox/traces')).json
    for (const { id } of traces)
      expect((await browser.getJson(`/sandbox/traces/${id}`)).text).not.toContain('_cookie')
    const [mail] = await browser.readMails()
    expect(mail?.text).not.toContain('cookie')
  })

  test('is not told by an address that somebody gave it', async () => {
    const browser = new HttpBrowser()
    browser.cookies.set(VISITOR, 'a'.repeat(43))

    const { status, text } = await browser.get('/users/log-in?cookie=given')

    expect([status, text]).toEqual([303, ''])
  })
})
