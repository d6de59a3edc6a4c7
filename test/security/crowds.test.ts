/** Crowds, and one who makes as much noise as a crowd: what becomes of everybody else. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBuiltServer, USUAL_LIMITS, type BuiltServer } from '../support/built-server.ts'
import { askOnce, flood, openSockets, type Asked } from '../support/crowd.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { memoryOf } from './memory.ts'

const LESSON = '/lessons/persons/who-comes-in'
const MEBIBYTE = 1024 * 1024
/** Of each connection before it asks again: the crowd and its neighbour share this process. */
const PAUSE = 100
const PATIENT = { timeout: 180_000 }
const isLinux = process.platform === 'linux'

let server: BuiltServer
beforeAll(async () => {
  server = await startBuiltServer({ ...USUAL_LIMITS, LIMIT_NEW_SANDBOXES: '1000' })
})
afterAll(() => server.stop())

/** A visitor with a sandbox: their cookies, as a header. */
async function visitor(): Promise<{ cookie: string }> {
  const browser = new HttpBrowser(server.origin)
  await browser.post('/users/register', { 'user[email]': 'ana@example.test' })
  await browser.get('/sandbox')
  return { cookie: browser.cookies.header }
}

const ask = (path: string, headers = {}, from?: string) =>
  askOnce({ origin: server.origin, path, headers, ...(from !== undefined && { from }) })

/** Asks one after the other, as a reader does. */
async function askAgain(times: number, one: () => Promise<Asked>): Promise<readonly Asked[]> {
  const answers: Asked[] = []
  for (let asked = 0; asked < times; asked += 1) answers.push(await one())
  return answers
}

const statusesOf = (answers: readonly Asked[]) => [...new Set(answers.map(({ status }) => status))]

describe('one visitor with three hundred connections', () => {
  test('D3 takes nothing from another, at the same address or elsewhere', PATIENT, async () => {
    const [noisy, neighbour] = [await visitor(), await visitor()]
    const noise = flood(300, {
      ...{ origin: server.origin, path: '/sandbox', headers: noisy, pause: PAUSE },
    })

    const answers = await askAgain(5, () => ask('/sandbox', neighbour))
    const lessons = await askAgain(5, () => ask(LESSON))
    const elsewhere = isLinux ? await askAgain(5, () => ask('/sandbox', {}, '127.0.0.9')) : []
    await noise.stop()

    expect(statusesOf([...answers, ...lessons, ...elsewhere])).toEqual([200])
    // And it is told so.
    expect(noise.counts[429]).toBeGreaterThan(0)
    expect(Object.keys(noise.counts).filter((status) => Number(status) >= 500)).toEqual([])
  })

  test(
    'D6 fault 36 that log in with wrong passwords keep nobody from their pages',
    PATIENT,
    async () => {
      const [noisy, neighbour] = [await visitor(), await visitor()]
      const before = memoryOf(server.pid())
      const noise = flood(200, {
        ...{ origin: server.origin, path: '/users/log-in', method: 'POST', pause: PAUSE },
        headers: {
          ...noisy,
          origin: server.origin,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: 'user[email]=ana@example.test&user[password]=not+one+of+hers',
      })

      const answers = await askAgain(5, () => ask('/sandbox', neighbour))
      const lessons = await askAgain(5, () => ask(LESSON))
      await noise.stop()

      expect(statusesOf([...answers, ...lessons])).toEqual([200])
      expect(noise.counts[422] ?? 0).toBeLessThanOrEqual(11)
      expect(noise.counts[429]).toBeGreaterThan(0)
      expect(memoryOf(server.pid()) - before).toBeLessThan(120 * MEBIBYTE)
    },
  )
})

describe('a lecture hall', () => {
  test('D3 of three hundred that press reload at once is answered', PATIENT, async () => {
    const readers = await Promise.all(Array.from({ length: 4 }, visitor))
    const paths = [LESSON, '/fragments/progress?lesson=persons/who-comes-in', '/users/log-in']

    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, reader) =>
        ask(paths[reader % paths.length]!, readers[reader % readers.length]),
      ),
    )

    expect(statusesOf(answers)).toEqual([200])
  })
})

describe('connections', () => {
  test.runIf(isLinux)(
    'D3 fault 27 that do nothing give way to a newcomer, however many',
    PATIENT,
    async () => {
      const own = await startBuiltServer({ LIMIT_CONNECTIONS: '60' })
      try {
        const idle = await openSockets(80, { origin: own.origin, from: '127.0.0.2' })

        const answers = await askAgain(10, () => askOnce({ origin: own.origin, path: LESSON }))

        expect(statusesOf(answers)).toEqual([200])
        idle.close()
      } finally {
        await own.stop()
      }
    },
  )

  test('D3 fault 27 of one address make room for its own, too', PATIENT, async () => {
    const own = await startBuiltServer({ LIMIT_CONNECTIONS_PER_ADDRESS: '20' })
    try {
      const idle = await openSockets(40, { origin: own.origin })

      const answers = await askAgain(5, () => askOnce({ origin: own.origin, path: '/healthz' }))

      expect(statusesOf(answers)).toEqual([200])
      idle.close()
    } finally {
      await own.stop()
    }
  })

  test('D3 fault 26 whose readers do not read keep no memory, and give way', PATIENT, async () => {
    const own = await startBuiltServer({ LIMIT_CONNECTIONS_PER_ADDRESS: '100' })
    try {
      const before = memoryOf(own.pid())
      const get = `GET ${LESSON} HTTP/1.1\r\nHost: ${new URL(own.origin).host}\r\n\r\n`
      const slow = await openSockets(100, { origin: own.origin, text: get.repeat(40) })

      await expect
        .poll(async () => (await askOnce({ origin: own.origin, path: '/healthz' })).status, {
          timeout: 60_000,
        })
        .toBe(200)

      expect(memoryOf(own.pid()) - before).toBeLessThan(100 * MEBIBYTE)
      slow.close()
    } finally {
      await own.stop()
    }
  })
})
