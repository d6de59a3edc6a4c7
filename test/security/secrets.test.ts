/** A password and a token, followed through every form of the site: who has seen them afterwards? */
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser, type Answer } from '../support/http-browser.ts'
import { ANA } from './people.ts'

const CANARY = 'canary of the coal mine'
const SEEN = /canary/i
let server: BuiltServer
let browser: HttpBrowser
const answers: Answer[] = []
const tokens: string[] = []
let stream = ''

const settings = (fields: Record<string, string>) => ({
  _method: 'put',
  action: 'update_password',
  ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [`user[${name}]`, value])),
})

/** Sends a form that shows a page, and the same for JSON. */
async function send(from: HttpBrowser, path: string, fields: Record<string, string>) {
  answers.push(await from.postForJson(path, fields), await from.post(path, fields))
}

/** Every form with a field for a password: refused in each way, and taken at last. */
async function sendEveryForm(): Promise<void> {
  const register = { 'user[email]': ANA, 'user[password]': CANARY }
  await browser.post('/sandbox/settings', { registration_with_password: 'true' })
  const ended = listen()
  await send(browser, '/users/register', { ...register, 'user[email]': 'no address' })
  await send(browser, '/users/register', { ...register, 'user[password]': 'canary' })
  await send(browser, '/users/register', { ...register, 'user[password_confirmation]': 'x' })
  await send(browser, '/users/register', { ...register, 'user[password]': CANARY.repeat(4) })
  answers.push(
    await browser.postJson('/users/register', { user: { email: ANA, password: [CANARY] } }),
    await browser.postJson('/users/register', { user: { email: ANA, password: { a: CANARY } } }),
    await browser.post('/users/register', register),
  )
  tokens.push(await browser.readToken())
  await send(browser.sibling(), '/users/log-in', { ...register, 'user[password]': `${CANARY}?` })
  answers.push(await browser.sibling().post('/users/log-in', register))
  answers.push(await browser.post('/users/log-in', { 'user[token]': tokens[0] ?? '' }))

  await send(browser, '/users/settings', settings({ password: 'canary' }))
  await send(browser, '/users/settings', settings({ password: CANARY, password_confirmation: 'x' }))
  answers.push(await browser.post('/users/settings', settings({ password: CANARY })))
  const current_password = `${CANARY}?`
  await send(
    browser,
    '/users/settings',
    settings({ password: 'plums in a crate', current_password }),
  )
  const { json } = await browser.postForJson('/users/settings/api-tokens')
  tokens.push(json.api_token?.token.split('.')[1] ?? '')
  await browser.get('/', { authorization: `Bearer ${json.api_token?.token}` })
  answers.push(
    await browser.send('put', '/users/settings', {
      action: 'update_email',
      'user[email]': 'new@example.test',
    }),
  )
  tokens.push(await browser.readToken())
  await browser.get(`/users/settings/confirm-email/${tokens[2]}`)
  answers.push(await browser.post(`/users/settings/confirm-email/${tokens[2]}`))
  answers.push(await browser.get('/users/settings'), await browser.getJson('/users/settings'))
  tokens.push(...browser.cookies.values())
  ended()
}

/** Keeps what the stream of steps says, until the answer is called. */
function listen(): () => void {
  const stop = new AbortController()
  const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ')
  const read = async () => {
    const { body } = await fetch(`${browser.origin}/sandbox/events`, {
      headers: { cookie },
      signal: stop.signal,
    })
    for await (const chunk of body ?? []) stream += Buffer.from(chunk as Uint8Array).toString()
  }
  read().catch(() => undefined)
  return () => stop.abort()
}

beforeAll(async () => {
  server = await startBuiltServer({ LOG_LEVEL: 'debug' })
  browser = new HttpBrowser(server.origin)
  await sendEveryForm()
}, 30_000)
afterAll(() => server.stop())

describe('a password', () => {
  test('P12 is in no answer, whatever became of its form', () => {
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 422).length).toBeGreaterThan(15)
    expect(statuses.filter((status) => status === 303).length).toBeGreaterThan(5)
    for (const { text, headers } of answers) {
      expect(text).not.toMatch(SEEN)
      expect(JSON.stringify([...headers])).not.toMatch(SEEN)
    }
  })

  test('P12 is in no trace, no mail and no step that was pushed to a page', async () => {
    const { traces = [] } = (await browser.getJson('/sandbox/traces')).json
    expect(traces.length).toBeGreaterThan(20)
    for (const { id } of traces)
      for (const { text } of [
        await browser.get(`/sandbox/traces/${id}`),
        await browser.getJson(`/sandbox/traces/${id}`),
      ])
        expect(text).not.toMatch(SEEN)
    expect(JSON.stringify(await browser.readMails())).not.toMatch(SEEN)
    expect(stream).toContain('validateConfirmation')
    expect(stream).not.toMatch(SEEN)
  })

  test('P12 is in no file of the server, and in no line of its log', () => {
    const files = readdirSync(server.dataDirectory, { recursive: true, encoding: 'utf8' })
      .map((name) => join(server.dataDirectory, name))
      .filter((path) => statSync(path).isFile())
    expect(files.length).toBeGreaterThan(3)
    for (const path of files) expect(readFileSync(path, 'latin1')).not.toMatch(SEEN)
    expect(server.output()).toContain('/users/settings')
    expect(server.output()).not.toMatch(SEEN)
  })
})

describe('the log', () => {
  test('L2 holds no token, no cookie and no link of a mail', () => {
    expect(tokens).toHaveLength(5)
    for (const token of tokens) {
      expect(token).toMatch(/^[\w-]{43}$/)
      expect(server.output()).not.toContain(token)
    }
    expect(server.output()).toContain('/users/settings/confirm-email/[token]')
    expect(server.output()).not.toMatch(/[\w-]{43}/)
  })
})
