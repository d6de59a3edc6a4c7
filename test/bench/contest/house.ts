/** This server, with somebody in it, and the requests that it is measured by. */
import { startBuiltServer } from '../../support/built-server.ts'
import { HttpBrowser } from '../../support/http-browser.ts'
import type { Sent } from '../shared/load.ts'
import { PASSWORD } from './password.ts'

const EMAIL = 'ana@example.test'
const SCORES = 5

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const JSON_ONLY = { accept: 'application/json' }
const HTML = { accept: 'text/html' }
/** A stage that opens asks so: nobody has acted, and no trace is made. */
const UNTRACED = { ...JSON_ONLY, 'glasshouse-fragment': 'frame' }

export type House = Awaited<ReturnType<typeof openHouse>>

export async function openHouse() {
  const server = await startBuiltServer({ GLASSHOUSE_LIMITS: 'off' })
  const { origin, pid, stop } = server
  const ana = await somebody(origin)
  const stranger = new HttpBrowser(origin)
  await stranger.post('/users/register', { 'user[email]': 'no address' })
  const scores = (headers: Readonly<Record<string, string>>): Sent => ({
    ...{ url: `${origin}/scores`, status: 200 },
    headers: { ...headers, cookie: ana.cookies.header },
  })
  const form = (browser: HttpBrowser, path: string, fields: Record<string, string>) => ({
    ...{ method: 'POST' as const, url: origin + path },
    headers: { ...FORM, origin, cookie: browser.cookies.header },
    body: new URLSearchParams(fields).toString(),
  })
  const refused = form(stranger, '/users/register', { 'user[email]': 'no address' })
  const fields = { 'user[email]': EMAIL, 'user[password]': PASSWORD }
  const logIn = form(ana.sibling(), '/users/log-in', fields)
  const requests = {
    json: scores(JSON_ONLY),
    html: scores(HTML),
    untraced: scores(UNTRACED),
    refusedJson: { ...refused, headers: { ...refused.headers, ...JSON_ONLY }, status: 422 },
    refusedHtml: { ...refused, headers: { ...refused.headers, ...HTML }, status: 422 },
    logIn: { ...logIn, headers: { ...logIn.headers, ...JSON_ONLY }, status: 200 },
  } satisfies Record<string, Sent>
  await look(ana, requests.json, true)
  await look(ana, requests.untraced, false)
  return { pid, stop, requests }
}

/** A person who is logged in, has a password, and a few rows of their own. */
async function somebody(origin: string): Promise<HttpBrowser> {
  const browser = new HttpBrowser(origin)
  await browser.registerAndLogIn(EMAIL)
  const password = { 'user[password]': PASSWORD, 'user[password_confirmation]': PASSWORD }
  const fields = { action: 'update_password', ...password }
  const { status } = await browser.sendForJson('put', '/users/settings', fields)
  if (status !== 200) throw new Error(`A new password was answered with ${status}.`)
  const score = { 'score[points]': '7', 'score[guesses]': '3', 'score[comment]': 'At once.' }
  for (let n = 0; n < SCORES; n += 1) await browser.post('/scores/new', score)
  return browser
}

/** What is measured has to be what it is called. */
async function look(browser: HttpBrowser, { url, headers }: Sent, traced: boolean): Promise<void> {
  const { status, json } = await browser.request(new URL(url).pathname, { headers: headers ?? {} })
  if (status !== 200 || json.scores?.length !== SCORES || (json.trace !== null) !== traced)
    throw new Error(`Scores ${traced ? 'with' : 'without'} a trace were answered with ${status}.`)
}
