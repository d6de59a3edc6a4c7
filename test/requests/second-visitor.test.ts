/**
 * Two visitors share a server and nothing else: what one of them bends, races
 * and switches off, the other does not notice.
 */
import { expect, test } from 'vitest'
import { normalize } from '../../src/tasks/record/normalize.ts'
import { ProjectFiles } from '#course/project-files.ts'
import type { Trace } from '#trace/trace-step.ts'
import { HttpBrowser, ledTo } from '../support/http-browser.ts'

const ASKS = 'changeset.email.unsafe_unique'
const INDEX = 'constraint.users_email_index'
const OWNED = 'scope.ownedBy'
const GUARD = 'plug.requireAuthenticatedUser'

const files = new ProjectFiles(process.cwd())

/** Each of them may be refused: what refuses is what the other one switches. */
const REQUESTS = [
  ['POST', '/users/register', { 'user[email]': 'ana@example.test' }],
  ['POST', '/users/register', { 'user[email]': 'ANA@example.test' }],
  ['POST', '/users/register', { 'user[email]': 'nonsense' }],
  ['GET', '/scores', {}],
  ['LOG IN', 'ana@example.test', {}],
  ['POST', '/scores/new', { 'score[points]': '7', 'score[guesses]': '4' }],
  ['POST', '/scores/new', { 'score[points]': '11', 'score[guesses]': '4' }],
  ['GET', '/scores', {}],
  ['GET', '/scores/99', {}],
  ['GET', '/users/settings', {}],
  ['GET', '/', {}],
] as const

const TABLES = ['users', 'users_tokens', 'scores', 'memberships', 'user_roles']

interface Seen {
  /** What each request was answered, and where it led. */
  readonly answers: readonly unknown[]
  readonly traces: readonly unknown[]
  readonly rows: readonly unknown[]
}

/** Plays the list as a visitor of its own. `between` is awaited before each request. */
async function play(between: (turn: number) => Promise<unknown>): Promise<Seen> {
  const browser = new HttpBrowser()
  const answers: unknown[] = []
  for (const [turn, [method, path, fields]] of REQUESTS.entries()) {
    const other = between(turn)
    const answer = await (method === 'LOG IN'
      ? browser.logIn(path)
      : method === 'GET'
        ? browser.get(path)
        : browser.post(path, fields))
    answers.push([answer.status, ledTo(answer)])
    await other
  }
  return { answers, traces: await tracesOf(browser), rows: await rowsOf(browser) }
}

async function tracesOf(browser: HttpBrowser): Promise<readonly unknown[]> {
  const { traces = [] } = (await browser.getJson('/sandbox/traces')).json
  const seen: unknown[] = []
  for (const { id } of traces.toReversed()) {
    const { json } = await browser.getJson(`/sandbox/traces/${id}`)
    seen.push(normalize(files, json.trace as unknown as Trace))
  }
  return seen
}

/** Without times and what chance has made. */
async function rowsOf(browser: HttpBrowser): Promise<readonly unknown[]> {
  const seen: unknown[] = []
  for (const name of TABLES) {
    const { json } = await browser.getJson(`/sandbox/tables/${name}`)
    const { table } = json as unknown as { table: { rows: readonly { values: object }[] } }
    seen.push(table.rows.map(({ values }) => Object.entries(values).filter(isFixed)))
  }
  return seen
}

const isFixed = ([name]: readonly [string, unknown]) => !/_at$|^token$/.test(name)

/** Peels, races in all orders, hunts, and sends a wall: one thing after the other, over and over. */
function restless(browser: HttpBrowser): (turn: number) => Promise<void> {
  const looks = () => browser.get('/scores')
  const deeds = [
    () => browser.post('/labs/peel', { without: [ASKS, GUARD, OWNED].join(' ') }),
    () => browser.post('/labs/race', { of: 'registrations', order: 'all' }),
    () => browser.post('/labs/wall', { of: 'registrations' }),
    () => browser.post('/labs/peel', { without: INDEX }),
    () => browser.post('/labs/race', { of: 'registrations', order: 'all' }),
    () => browser.post('/labs/race', { of: 'links', order: 'all' }),
    () => browser.post('/labs/hunt', { number: '1', among: 'list-without-owner' }),
    () => browser.post('/users/register', { 'user[email]': 'ana@example.test' }),
    looks,
    () => browser.post('/labs/race', { of: 'scores', order: 'all' }),
    () => browser.post('/labs/wall', { of: 'wall' }),
  ] as const
  return async (turn) => {
    const deed = deeds[turn % deeds.length]!
    const { status } = await deed()
    if (status >= 400 && deed !== looks) throw new Error(`deed ${turn}: ${status}`)
  }
}

test('a second visitor notices nothing while the first peels, races, hunts and sends walls', async () => {
  const quiet = await play(() => Promise.resolve())

  const first = new HttpBrowser()
  const beside = await play(restless(first))

  expect(quiet.answers.map((answer) => (answer as [number])[0])).toEqual([
    ...[303, 422, 422, 303, 303, 303, 422, 200, 404, 200, 200],
  ])
  expect(beside.answers).toEqual(quiet.answers)
  expect(beside.traces).toEqual(quiet.traces)
  expect(beside.rows).toEqual(quiet.rows)
  expect(quiet.traces.length).toBeGreaterThan(REQUESTS.length)
  // The first has really bent, raced and attacked.
  const { races } = (await first.getJson('/labs/race')).json as unknown as { races: object[] }
  expect(races.length).toBeGreaterThan(15)
  expect((await first.getJson('/labs/peel')).text).toContain(GUARD)
  const { run } = (await first.getJson('/labs/wall?of=wall')).json as unknown as { run: unknown }
  expect(run).not.toBeNull()
})
