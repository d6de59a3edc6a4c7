/**
 * `npm run bench cluster`: pages that check a session, on one server and on two
 * that share a database in PostgreSQL, behind HAProxy, in turns; and what
 * PostgreSQL is asked meanwhile, and for a reader who goes through a lesson. It
 * needs both installed. `npm run bench cluster 2` goes two rounds. What came of
 * it last is kept in `test/bench/results/` and in README.
 */
import { sql } from 'kysely'
import { sleep } from '#lib/sleep.ts'
import { openPostgres } from '#repo/postgres/postgres.ts'
import { emailOf, serverOf, startCluster } from '../cluster/cluster.ts'
import { missingCluster } from '../cluster/missing-cluster.mjs'
import { HttpBrowser } from '../support/http-browser.ts'
import type { Comparison } from './shared/comparison.ts'
import { load, type Sent } from './shared/load.ts'
import { untilQuiet } from './shared/quiet-machine.ts'
import { keepComparisons } from './shared/results.ts'

interface OfServer extends Sent {
  readonly server: 'a' | 'b'
}

const SECONDS = 4
/** On each server. */
const READERS = 8
const SCORES = 5

const missing = missingCluster()
if (missing !== null) {
  console.error(`npm run bench cluster: ${missing}`)
  process.exit(1)
}
const [given = '4'] = process.argv.slice(2)
const machine = await untilQuiet()
const cluster = await startCluster({ GLASSHOUSE_LIMITS: 'off' })
interface Pages {
  readonly one: number[]
  readonly two: number[]
}
const balanced: Pages = { one: [], two: [] }
const direct: Pages = { one: [], two: [] }
let statements = Number.NaN
try {
  const [ofA, ofB] = await readersOnBoth()
  // Both have the same number of connections.
  const onOne = [...ofA, ...ofA]
  const onTwo = [...ofA, ...ofB]
  await pagesOf(onTwo, 1)
  const before = await statementsOfAll()
  const pages = await pagesOf(onTwo, SECONDS)
  statements = ((await statementsOfAll()) - before) / (pages * SECONDS)
  for (let round = 0; round < Number(given); round += 1) {
    balanced.one.push(await pagesOf(onOne, SECONDS))
    balanced.two.push(await pagesOf(onTwo, SECONDS))
    direct.one.push(await pagesOf(onOne.map(directly), SECONDS))
    direct.two.push(await pagesOf(onTwo.map(directly), SECONDS))
  }
} finally {
  await cluster.stop()
}

keepComparisons('cluster', {
  title: 'Two servers beside one',
  machine,
  note: `\`/scores\` with its rows and its trace, as JSON, on ${2 * READERS} connections. PostgreSQL, HAProxy and the load share the cores with the servers. Such a page asks PostgreSQL ${statements.toFixed(3)} times.`,
  comparisons: [
    row('session-checked pages of two servers, behind HAProxy', balanced),
    row('the same, each server asked directly', direct),
  ],
})

function row(what: string, { one, two }: Pages): Comparison {
  return {
    ...{ what, unit: '/s', digits: 0, here: two },
    beside: { name: 'one server', values: one },
    goal: { is: 'at least', value: 1.6, of: 'the other' },
  }
}

/** The same request, past the balancer. */
function directly({ url, headers = {}, ...sent }: OfServer): Sent {
  const { host, pathname } = new URL(url)
  const { port } = cluster.servers[sent.server]
  return {
    ...sent,
    url: `http://127.0.0.1:${port}${pathname}`,
    headers: { ...headers, host, 'x-forwarded-for': '127.0.0.1' },
  }
}

/** So many readers on each of the two, each logged in and with some scores. */
async function readersOnBoth(): Promise<readonly [readonly OfServer[], readonly OfServer[]]> {
  const of = { a: [] as OfServer[], b: [] as OfServer[] }
  for (let i = 0; of.a.length < READERS || of.b.length < READERS; i += 1) {
    const reader = new HttpBrowser(cluster.origin)
    await reader.registerAndLogIn(emailOf(i))
    const server = serverOf(reader)
    if (server !== 'a' && server !== 'b')
      throw new Error('A reader was on neither of the two servers.')
    if (of[server].length === READERS) continue
    for (let n = 0; n < SCORES; n += 1)
      await reader.post('/scores/new', { 'score[points]': '7', 'score[guesses]': '3' })
    of[server].push({
      ...{ server, url: `${cluster.origin}/scores`, status: 200 },
      headers: { accept: 'application/json', cookie: reader.cookies.header },
    })
  }
  return [of.a, of.b]
}

/** Pages a second, all of them together, each on a connection of its own. */
async function pagesOf(sent: readonly Sent[], seconds: number): Promise<number> {
  const answered = await Promise.all(sent.map((each) => load(each, { connections: 1, seconds })))
  return answered.reduce((sum, { perSecond }) => sum + perSecond, 0)
}

/** Transactions that PostgreSQL has ended: each statement outside of one is one. */
async function statementsOfAll(): Promise<number> {
  // What a connection has done is counted a second later.
  await sleep(1_500)
  const site = await openPostgres({ url: cluster.postgres.url, most: 1 })
  try {
    const { rows } = await sql<{ count: number }>`
      select xact_commit as count from pg_stat_database where datname = current_database()
    `.execute(site.db)
    return rows[0]!.count
  } finally {
    await site.close()
  }
}
