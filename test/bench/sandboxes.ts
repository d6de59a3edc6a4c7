/**
 * `npm run bench sandboxes`: what a house with many servers in it takes. A
 * hundred, a thousand and ten thousand newcomers act for the first time, one
 * after the other, against the built server; then it rests, is killed, starts
 * again, and is emptied. `npm run bench sandboxes 100` does it with as many alone.
 * What came of it last is kept in `test/bench/results/`, as a table and a picture.
 */
import { existsSync, readdirSync, readlinkSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { memoryOf } from '../security/memory.ts'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { drawResults } from './sandboxes/chart.ts'
import { tableOf, type Measured } from './sandboxes/results.ts'
import { processorOf } from './shared/process-figures.ts'
import { untilQuiet } from './shared/quiet-machine.ts'
import { keepResults, readResults } from './shared/results.ts'
import { percentile } from './shared/statistics.ts'

const USUAL = [100, 1_000, 10_000]
const SAMPLE = 100
/** That is long enough to know how long one takes. */
const SWEPT_FOR = 20_000
const MEGABYTE = 1024 * 1024
const TEACHER_KEY = 'a key for this benchmark alone'

const ENVIRONMENT = {
  GLASSHOUSE_LIMITS: 'off',
  LIMIT_NEW_SANDBOXES: '1000000',
  LIMIT_SANDBOXES: '20000',
  // The shortest there is, so that nobody waits for it.
  SANDBOX_SLEEP_MINUTES: '1',
  TEACHER_KEY,
}

const sizes = process.argv.slice(2).map(Number)
// Whatever else is at work makes all times longer, but that of the processor.
const machine = await untilQuiet()
for (const count of sizes.length > 0 ? sizes : USUAL) keep(await measure(count))
console.log(tableOf(kept(), machine))

/** What was measured last of each size, the smallest first. */
function kept(): readonly Measured[] {
  // This program wrote it.
  return (readResults('sandboxes') as readonly Measured[] | null) ?? []
}

function keep(measured: Measured): void {
  const others = kept().filter(({ count }) => count !== measured.count)
  const values = [...others, measured].toSorted((one, other) => one.count - other.count)
  keepResults('sandboxes', {
    values,
    page: tableOf(values, machine),
    picture: drawResults(values),
  })
}

async function measure(count: number): Promise<Measured> {
  const server = await startBuiltServer(ENVIRONMENT)
  try {
    // What the first requests of any server cost is no matter of sandboxes.
    for (let n = 0; n < 20; n += 1) await firstAct(new HttpBrowser(server.origin))
    const worked = processorOf(server.pid())
    const { browsers, created, traced } = await create(server, count)
    const work = (processorOf(server.pid()) - worked) / count
    const full = { memory: memoryOf(server.pid()), descriptors: descriptorsOf(server) }
    await untilAsleep(server)
    const resting = { memory: memoryOf(server.pid()), descriptors: descriptorsOf(server) }
    const sample = everyNth(browsers, SAMPLE)
    const woken = await timesOf(sample, (browser) => readMails(browser))
    const before = performance.now()
    await server.restart('SIGKILL')
    const restart = performance.now() - before
    // Everybody finds what they had.
    await timesOf(sample, (browser) => readMails(browser))
    const { swept, beside } = await sweep(server, count, sample[0]!)
    return {
      count,
      create: spread(created),
      work,
      trace: spread(traced),
      wake: spread(woken),
      memory: full.memory / MEGABYTE,
      descriptors: full.descriptors,
      restingMemory: resting.memory / MEGABYTE,
      restingDescriptors: resting.descriptors,
      restart,
      sweep: swept,
      besideSweep: percentile(beside, 95),
    }
  } finally {
    await server.stop()
  }
}

/** A registration: the sandbox is made, a row is written to it, a mail is sent. Answers the id of its trace. */
async function firstAct(browser: HttpBrowser): Promise<string> {
  const { status, json } = await browser.postForJson('/users/register', {
    'user[email]': 'ana@example.test',
  })
  if (status !== 200 || !json.trace) throw new Error(`A first act was answered with ${status}.`)
  return json.trace.id
}

async function create({ origin }: BuiltServer, count: number) {
  const [browsers, created, traced]: [HttpBrowser[], number[], number[]] = [[], [], []]
  const samples = Math.ceil(count / SAMPLE)
  for (let n = 0; n < count; n += 1) {
    const browser = new HttpBrowser(origin)
    const before = performance.now()
    const trace = await firstAct(browser)
    created.push(performance.now() - before)
    browsers.push(browser)
    if (n % samples !== 0) continue
    const { status } = await browser.getJson(`/sandbox/traces/${trace}`)
    if (status !== 200) throw new Error(`A first trace was answered with ${status}.`)
    traced.push(performance.now() - before)
  }
  return { browsers, created, traced }
}

async function readMails(browser: HttpBrowser): Promise<void> {
  const { status, json } = await browser.getJson('/sandbox/mailbox')
  if (status !== 200 || json.mails?.length !== 1)
    throw new Error(`A mailbox was answered with ${status}, and ${json.mails?.length} mails.`)
}

/** Ends them all, as the sweeper does, while somebody else reads. */
async function sweep({ origin }: BuiltServer, count: number, reader: HttpBrowser) {
  const teacher = new HttpBrowser(origin)
  await teacher.post('/teach', { secret: TEACHER_KEY })
  let isOver = false
  const beside: number[] = []
  const reading = (async () => {
    while (!isOver) {
      const before = performance.now()
      await reader.get('/users/log-in')
      beside.push(performance.now() - before)
      await sleep(20)
    }
  })()
  const before = performance.now()
  const ending = teacher.postForJson('/teach/class').catch(() => null)
  await Promise.race([ending, sleep(SWEPT_FOR, undefined, { ref: false })])
  const left = await leftOf(teacher)
  const swept = performance.now() - before
  isOver = true
  await reading
  if (left >= count) throw new Error(`None of ${count} sandboxes was ended.`)
  return { swept: swept / (count - left), beside }
}

async function leftOf(teacher: HttpBrowser): Promise<number> {
  const { json } = await teacher.getJson('/teach/class')
  return (json as unknown as { readonly sandboxes: number }).sandboxes
}

/** Until nobody's database is open: it rests once a minute. */
async function untilAsleep(server: BuiltServer): Promise<void> {
  const deadline = performance.now() + 180_000
  while (filesOf(server).some((file) => file.includes('/sandboxes/'))) {
    if (performance.now() > deadline)
      throw new Error('Databases are still open after three minutes.')
    await sleep(1_000)
  }
}

function filesOf({ pid }: BuiltServer): readonly string[] {
  const folder = `/proc/${pid()}/fd`
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((name) => {
    try {
      return [readlinkSync(`${folder}/${name}`)]
    } catch {
      return []
    }
  })
}

function descriptorsOf(server: BuiltServer): number {
  return filesOf(server).length
}

async function timesOf(
  browsers: readonly HttpBrowser[],
  act: (browser: HttpBrowser) => Promise<void>,
): Promise<readonly number[]> {
  const times: number[] = []
  for (const browser of browsers) {
    const before = performance.now()
    await act(browser)
    times.push(performance.now() - before)
  }
  return times
}

function everyNth<Value>(values: readonly Value[], most: number): readonly Value[] {
  const step = Math.ceil(values.length / most)
  return values.filter((_value, index) => index % step === 0)
}

function spread(times: readonly number[]) {
  return { p50: percentile(times, 50), p95: percentile(times, 95) }
}
