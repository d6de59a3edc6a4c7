/** Two servers and a balancer: each reader is always at theirs, and whatever ends, nothing is lost that was kept. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HttpBrowser } from '../support/http-browser.ts'
import { longOf } from '../support/long.ts'
import { missingCluster } from './missing-cluster.mjs'
import { emailOf, look, readersOf, serverOf, startCluster, type Cluster } from './cluster.ts'

const long = longOf(test)
const missing = missingCluster()
const LESSON = 'who-comes-in'
const LESSON_PATH = 'persons/who-comes-in'
const LESSON_PAGE = `/lessons/${LESSON_PATH}`

let cluster: Cluster
beforeAll(async () => {
  if (missing === null) cluster = await startCluster()
}, 180_000)
afterAll(() => cluster?.stop(), 60_000)

const QUESTION = { demo: 'ana-comes-in', question: 'whose-is-the-log-in' }
const RECALL = 'who-comes-in.a'
const EXERCISE = 'look-once'

/** Answers a question, meets a check, knows something from memory, and has read a lesson. */
async function study(reader: HttpBrowser): Promise<number[]> {
  const pages = [
    await reader.post('/predictions', { ...QUESTION, answer: 'a visitor', _lesson: LESSON_PATH }),
    await reader.post('/exercises', { exercise: EXERCISE, how: 'met' }),
    await reader.post('/recalls', { recall: RECALL, knew: 'true' }),
    await reader.post('/progress', { lesson: LESSON, read: 'true' }),
  ]
  return pages.map(({ status }) => status)
}

/** What is kept of a reader, in words; the sentence where nobody can tell. */
async function keptOf(reader: HttpBrowser): Promise<readonly unknown[]> {
  const { status, json } = await reader.getJson('/progress/export')
  if (status !== 200) return [status, json.error]
  const file = json as unknown as Record<'predictions' | 'checks' | 'recalls' | 'lessons', Row[]>
  return [
    ...file.predictions.map(({ question_id, answer }) => `${question_id}: ${answer}`),
    ...file.checks.map(({ check_id }) => check_id).filter((id) => id.includes(EXERCISE)),
    ...file.recalls.map(({ recall_id, knew }) => `${recall_id}: ${String(knew)}`),
    ...file.lessons.filter(({ read_at }) => read_at !== null).map(({ lesson_id }) => lesson_id),
  ]
}

type Row = Readonly<
  Record<'question_id' | 'answer' | 'check_id' | 'recall_id' | 'lesson_id', string> & {
    knew: boolean
    read_at: string | null
  }
>

const STUDIED = [
  ...['whose-is-the-log-in: a visitor', `exercise.${EXERCISE}`, `${RECALL}: true`, LESSON],
]

/** Asks again and again until `done` has come to its end. Answers each status that there was. */
async function askingUntil(done: Promise<unknown>, ask: () => Promise<number>): Promise<number[]> {
  const statuses: number[] = []
  let isDone = false
  const end = () => (isDone = true)
  void done.then(end, end)
  while (!isDone) statuses.push(await ask())
  return [...new Set(statuses)]
}

describe.skipIf(missing !== null)('fifty readers', () => {
  test('promise 1 are each on one server, and all of them on two', async () => {
    const readers = await readersOf(cluster, 50)
    const before = readers.map(serverOf)

    for (let round = 0; round < 3; round += 1)
      expect(await Promise.all(readers.map(look))).toEqual(readers.map(() => [1, 1]))

    expect(readers.map(serverOf)).toEqual(before)
    expect(new Set(before)).toEqual(new Set(['a', 'b']))
  })
})

describe.skipIf(missing !== null)('a reader who comes to the wrong server', () => {
  test('promise 2 is told so, and is led to the right one by the next press', async () => {
    const [reader] = (await readersOf(cluster, 1)) as [HttpBrowser]
    const [right, wrong] = serverOf(reader) === 'a' ? ['a', 'b'] : ['b', 'a']
    reader.cookies.set('server', wrong)

    const page = await reader.post('/users/register', { 'user[email]': 'bo@example.test' })

    expect(page.status).toBe(421)
    expect(page.text).toContain('Your sandbox is on another server of this site')
    expect(page.text).toContain('name="user[email]" value="bo@example.test"')
    expect(serverOf(reader)).toBe(right)
    expect(
      (await reader.post('/users/register', { 'user[email]': 'bo@example.test' })).status,
    ).toBe(303)
    expect(await look(reader)).toEqual([1, 2])

    reader.cookies.set('server', wrong)
    const { status, text } = await reader.getJson('/sandbox/mailbox')
    expect([status, JSON.parse(text)]).toMatchObject([
      421,
      { ok: false, error: expect.stringContaining('another server') as string },
    ])
  })
})

describe.skipIf(missing !== null)('a rolling restart', () => {
  long('promise 3 answers everybody, and loses nothing', { timeout: 120_000 }, async () => {
    const readers = await readersOf(cluster, 12)
    const before = readers.map(serverOf)
    const rolling = (async () => {
      await cluster.servers.a.restart()
      await cluster.servers.b.restart()
    })()

    const statuses = await Promise.all(
      readers.map((reader) =>
        askingUntil(rolling, async () => (await reader.getJson('/sandbox')).status),
      ),
    )
    const lessons = await fetch(cluster.origin + LESSON_PAGE)
    await rolling

    expect(new Set(statuses.flat())).toEqual(new Set([200]))
    expect(lessons.status).toBe(200)
    expect(await Promise.all(readers.map(look))).toEqual(readers.map(() => [1, 1]))
    expect(readers.map(serverOf)).toEqual(before)
  })
})

describe.skipIf(missing !== null)('PostgreSQL that is gone for ten seconds', () => {
  long('promise 4 stops no lesson and no sandbox', { timeout: 120_000 }, async () => {
    const readers = await readersOf(cluster, 8)
    await Promise.all(readers.map(look))
    await cluster.postgres.end()
    const away = new Promise((resolve) => setTimeout(resolve, 10_000))

    // What shows how far somebody is says that it waits: 503. What they did is noted all the same.
    const studied = await Promise.all(readers.map(study))
    expect(new Set(studied.flat())).toEqual(new Set([200, 303, 503]))
    const [first] = readers
    expect(await keptOf(first!)).toEqual([
      503,
      expect.stringContaining('Your progress waits: the database that keeps it does not answer.'),
    ])

    const statuses = await Promise.all(
      readers.map((reader, i) =>
        askingUntil(away, async () => {
          const lesson = await reader.get(LESSON_PAGE)
          const sandbox = await reader.getJson('/sandbox')
          const press = await reader.post('/users/log-in', { 'user[email]': emailOf(i) })
          return Math.max(lesson.status, sandbox.status, press.status)
        }),
      ),
    )
    await cluster.postgres.begin()

    expect(new Set(statuses.flat())).toEqual(new Set([303]))
    await expect
      .poll(() => Promise.all(readers.map(look)), { timeout: 30_000 })
      .toEqual(readers.map(() => [1, 1]))
    await expect
      .poll(() => Promise.all(readers.map(keptOf)), { timeout: 30_000 })
      .toEqual(readers.map(() => STUDIED))
  })
})

describe.skipIf(missing !== null)('a server that is killed', () => {
  long(
    'promise 5 loses sandboxes and nothing that was kept; the other’s readers notice nothing',
    { timeout: 180_000 },
    async () => {
      const readers = await readersOf(cluster, 50)
      const studied = await Promise.all(readers.map(study))
      expect(new Set(studied.flat())).toEqual(new Set([200, 303]))
      const [its, others] = ['a', 'b'].map((name) =>
        readers.filter((reader) => serverOf(reader) === name),
      ) as [HttpBrowser[], HttpBrowser[]]
      process.kill(cluster.servers.a.pid(), 'SIGKILL')

      const press = (reader: HttpBrowser, fields = {}) =>
        reader.post('/users/register', { 'user[email]': 'new@example.test', ...fields })
      // Until its lease has run out they are told to try again.
      const gone = expect
        .poll(async () => (await press(its[0]!)).status, { timeout: 60_000 })
        .toBe(410)
      const noticed = await Promise.all(
        others.map((reader) =>
          askingUntil(gone, async () => (await reader.getJson('/sandbox')).status),
        ),
      )
      await gone

      expect(new Set(noticed.flat())).toEqual(new Set([200]))
      const first = await Promise.all(its.map((reader) => press(reader)))
      expect(new Set(first.map(({ status }) => status))).toEqual(new Set([410]))
      expect(first[0]?.text).toContain(
        'The server that had your sandbox is gone, and your sandbox with it.',
      )
      const second = await Promise.all(its.map((reader) => press(reader, { _fresh: 'true' })))
      expect(new Set(second.map(({ status }) => status))).toEqual(new Set([303]))
      expect(await Promise.all(its.map(look))).toEqual(its.map(() => [2, 1]))
      expect(new Set(its.map(serverOf))).toEqual(new Set(['b']))
      expect(await Promise.all(others.map(look))).toEqual(others.map(() => [1, 1]))
      expect(await Promise.all(readers.map(keptOf))).toEqual(readers.map(() => STUDIED))
    },
  )
})
