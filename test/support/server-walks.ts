/**
 * Requests to the running server, one for each way that a route can end. Each
 * begins in a sandbox of its own, and leaves the trace that a reader sees.
 */
import type { Trace } from '#trace/trace-step.ts'
import { HttpBrowser } from './http-browser.ts'

export interface Walk {
  readonly name: string
  readonly start: string
  /** Sends the request. What it gives names the trace, where it is not the newest. */
  readonly send: (browser: HttpBrowser) => Promise<unknown>
  /** What the trace’s title begins with, where other traces come after it. */
  readonly title?: string
}

const GOOD = { 'score[points]': '7', 'score[guesses]': '4' }
const BETTER = { ...GOOD, 'score[points]': '9' }
const EMAIL = 'user[email]'
const NO_TOKEN = 'A'.repeat(43)
const ACME = { 'organization[name]': 'Acme', 'organization[slug]': 'acme' }

type Send = Walk['send']

const get =
  (path: string): Send =>
  (browser) =>
    browser.get(path)
const post =
  (path: string, fields: Record<string, string> = {}): Send =>
  (browser) =>
    browser.post(path, fields)
const put =
  (path: string, fields: Record<string, string> = {}): Send =>
  (browser) =>
    browser.send('put', path, fields)
const remove =
  (path: string): Send =>
  (browser) =>
    browser.send('delete', path)

const PEOPLE: readonly Walk[] = [
  ...walks('two-people', {
    'home, a visitor': get('/'),
    'home, Alice': get('/as/ana/'),
    'registration, a visitor looks': get('/users/register'),
    'registration, accepted': post('/users/register', { [EMAIL]: 'cy@example.test' }),
    'registration, no address': post('/users/register', { [EMAIL]: 'cy' }),
    'registration, an address that is taken': post('/users/register', {
      [EMAIL]: 'bo@example.test',
    }),
    'registration, Alice looks': get('/as/ana/users/register'),
    'registration, Alice sends': post('/as/ana/users/register', { [EMAIL]: 'cy@example.test' }),
    'log-in, a visitor looks': get('/users/log-in'),
    'log-in, Alice looks': get('/as/ana/users/log-in'),
    'log-in, a link for a known address': post('/users/log-in', { [EMAIL]: 'bo@example.test' }),
    'log-in, a link for nobody': post('/users/log-in', { [EMAIL]: 'nobody@example.test' }),
    'log-in, a password of nobody': post('/users/log-in', {
      ...{ [EMAIL]: 'nobody@example.test', 'user[password]': 'a long password' },
    }),
    'log-in, no field': post('/users/log-in'),
    'log-in, a link that is none': get(`/users/log-in/${NO_TOKEN}`),
    'log-in, a link that is none, sent': post('/users/log-in', { 'user[token]': NO_TOKEN }),
    'log-in, a good link is looked at': async (browser) => {
      await browser.post('/users/log-in', { [EMAIL]: 'bo@example.test' })
      await browser.get(`/users/log-in/${await browser.readToken()}`)
    },
    'log-in, a good link is sent': async (browser) => {
      await browser.post('/users/log-in', { [EMAIL]: 'bo@example.test' })
      await browser.post('/users/log-in', { 'user[token]': await browser.readToken() })
    },
    'log-out, Alice': remove('/as/ana/users/log-out'),
    'log-out, a visitor': remove('/users/log-out'),
    'log-out, looked at': get('/users/log-out'),
    'settings, a visitor': get('/users/settings'),
    'settings, Alice': get('/as/ana/users/settings'),
    'settings, Alice after a while': async (browser) => {
      await browser.advance('15m')
      await browser.get('/as/ana/users/settings')
    },
    'settings, a new address': put('/as/ana/users/settings', {
      ...{ action: 'update_email', [EMAIL]: 'ana2@example.test' },
    }),
    'settings, no address': put('/as/ana/users/settings', {
      ...{ action: 'update_email', [EMAIL]: 'ana2' },
    }),
    'settings, an address that is taken': put('/as/ana/users/settings', {
      ...{ action: 'update_email', [EMAIL]: 'bo@example.test' },
    }),
    'settings, sessions': get('/as/ana/users/settings/sessions'),
    'settings, no such session': (browser) =>
      browser.send('delete', '/as/ana/users/settings/sessions', { id: '99' }),
    'settings, a new API token': post('/as/ana/users/settings/api-tokens'),
    'settings, a link that is none': get(`/as/ana/users/settings/confirm-email/${NO_TOKEN}`),
    'a form of another site': (browser) =>
      browser.post(
        '/users/register',
        { [EMAIL]: 'cy@example.test' },
        { origin: 'https://evil.example' },
      ),
  }),
  ...walks('one-registered', {
    'twin, an index with words': post('/twins/register-without-asking', {
      [EMAIL]: 'ana@example.test',
    }),
    'twin, an index without words': post('/twins/register-without-words', {
      [EMAIL]: 'ana@example.test',
    }),
    'registration, no table': async (browser) => {
      for (let down = 0; down < 12; down += 1)
        await browser.post('/sandbox/migrations', { direction: 'down' })
      await browser.post('/users/register', { [EMAIL]: 'cy@example.test' })
    },
  }),
]

const SCORES: readonly Walk[] = [
  ...walks('a-score-each', {
    'scores, a visitor': get('/scores'),
    'scores, Alice': get('/as/ana/scores'),
    'scores, asked as nobody may': put('/as/ana/scores'),
    'score, Alice’s, by Alice': get('/as/ana/scores/1'),
    'score, Alice’s, by Bob': get('/as/bo/scores/1'),
    'score, one that never was': get('/as/ana/scores/99'),
    'score, a new one': post('/as/ana/scores/new', GOOD),
    'score, a new one of 11 points': post('/as/ana/scores/new', {
      ...{ ...GOOD, 'score[points]': '11' },
    }),
    'score, a new one by a visitor': post('/scores/new', GOOD),
    'score, changed by Alice': put('/as/ana/scores/1/edit', BETTER),
    'score, changed by Bob': put('/as/bo/scores/1/edit', GOOD),
    'score, deleted by Alice': remove('/as/ana/scores/1'),
    'score, deleted by Bob': remove('/as/bo/scores/1'),
    'twin, a score of somebody else': post('/as/bo/twins/score-by-id', { id: '1' }),
    'twin, one’s own score': post('/as/ana/twins/score-by-id', { id: '1' }),
    'twin, no such score': post('/as/bo/twins/score-by-id', { id: '99' }),
    'twin, the scores of somebody else': post('/as/bo/twins/scores-of-user', { user_id: '1' }),
    'twin, one’s own scores': post('/as/ana/twins/scores-of-user', { user_id: '1' }),
    'twin, a visitor': post('/twins/score-by-id', { id: '1' }),
    'guess, Alice looks': get('/as/ana/guess'),
  }),
]

const ORGANIZATIONS: readonly Walk[] = [
  ...walks('club', {
    'organizations, a visitor': get('/organizations'),
    'organizations, Bob': get('/as/bo/organizations'),
    'organizations, an admin sees all': get('/as/ana/organizations'),
    'organization, a member': get('/as/bo/organizations/glass-works'),
    'organization, no member': get('/as/bo/organizations/house-of-panes'),
    'organization, a new one': post('/as/bo/organizations', ACME),
    'organization, no name for an address': post('/as/bo/organizations', {
      ...{ ...ACME, 'organization[slug]': 'A cme' },
    }),
    'organization, a name that is taken': post('/as/bo/organizations', {
      ...{ ...ACME, 'organization[slug]': 'glass-works' },
    }),
    'organization, too many': async (browser) => {
      for (let made = 2; made < 20; made += 1)
        await browser.post('/as/bo/organizations', {
          ...ACME,
          'organization[slug]': `acme-${made}`,
        })
      await browser.post('/as/bo/organizations', ACME)
    },
    'member, by who may not': post('/as/bo/organizations/glass-works', {
      ...{ 'member[email]': 'ana@example.test', 'member[role]': 'member' },
    }),
    'member, somebody unknown': post('/as/ana/organizations/glass-works', {
      ...{ 'member[email]': 'dee@example.test', 'member[role]': 'member' },
    }),
    'scores of an organization, a member': get('/as/bo/organizations/glass-works/scores'),
    'score of an organization, another member’s': get('/as/bo/organizations/glass-works/scores/3'),
    'score of an organization, changed by another': put(
      '/as/bo/organizations/glass-works/scores/3/edit',
      GOOD,
    ),
    'score of an organization, a new one': post(
      '/as/bo/organizations/glass-works/scores/new',
      GOOD,
    ),
    'score of an organization, no member': get('/as/bo/organizations/house-of-panes/scores/5'),
  }),
]

const connect = (browser: HttpBrowser, path: string, base = '/as/ana') =>
  browser.postForJson(`${base}/live`, { path })

async function openPage(browser: HttpBrowser, path: string): Promise<string> {
  const { json }: { json: unknown } = await connect(browser, path)
  return (json as { live: { id: string } }).live.id
}

const LIVE: readonly Walk[] = [
  ...walks('a-score-each', {
    'live, the game connects': (browser) => connect(browser, '/guess'),
    'live, the scores connect': (browser) => connect(browser, '/scores'),
    'live, a visitor connects': (browser) => connect(browser, '/guess', ''),
    'live, a form of somebody else’s score connects': (browser) =>
      connect(browser, '/scores/2/edit'),
    'live, a guess that is no number': async (browser) => {
      const id = await openPage(browser, '/guess')
      await browser.postForJson(`/as/ana/live/${id}`, { _event: 'guess', number: 'x' })
    },
    'live, a form is checked': async (browser) => {
      const id = await openPage(browser, '/scores/new')
      const typed = { _event: 'validate', 'score[points]': '11' }
      await browser.postForJson(`/as/ana/live/${id}`, typed)
    },
  }),
  {
    name: 'live, the scores are told of a new one',
    start: 'a-score-each',
    title: 'ScoresLive, told',
    send: async (browser) => {
      await openPage(browser, '/scores')
      await browser.post('/as/ana/scores/new', GOOD)
    },
  },
]

export const WALKS: readonly Walk[] = [...PEOPLE, ...SCORES, ...ORGANIZATIONS, ...LIVE]

function walks(start: string, sends: Readonly<Record<string, Send>>): readonly Walk[] {
  return Object.entries(sends).map(([name, send]) => ({ name, start, send }))
}

/** Walks in a sandbox of its own, and gives the trace that is left there. */
export async function traceOf({ start, send, title = '' }: Walk): Promise<Trace> {
  const browser = new HttpBrowser()
  await browser.post('/sandbox/seeds', { name: start })
  await send(browser)
  for (let tries = 0; tries < 50; tries += 1) {
    const { traces = [] } = (await browser.getJson('/sandbox/traces')).json
    const found = traces.find((trace) => trace.title.startsWith(title))
    if (found)
      return (await browser.getJson(`/sandbox/traces/${found.id}`)).json.trace as unknown as Trace
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`There is no trace whose title begins with ${title}.`)
}
