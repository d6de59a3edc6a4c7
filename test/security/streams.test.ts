import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { memoryOf } from './memory.ts'
import { longOf } from '../support/long.ts'

const long = longOf(test)

const MEBIBYTE = 1024 * 1024
let server: BuiltServer

beforeAll(async () => {
  server = await startBuiltServer({
    ...{ LIMIT_STREAMS_PER_VISITOR: '1000', LIMIT_STREAMS_PER_ADDRESS: '1000' },
    ...{ LIMIT_STREAMS: '200', LIMIT_LIVE_PAGES: '30', LIMIT_LIVE_PAGES_PER_VISITOR: '8' },
  })
})
afterAll(() => server.stop())

async function newReader(email: string): Promise<HttpBrowser> {
  const browser = new HttpBrowser(server.origin)
  await browser.registerAndLogIn(email)
  return browser
}

const join = (browser: HttpBrowser) => browser.postForJson('/live', { path: '/guess' })
const idOf = ({ json }: { json: unknown }) => (json as { live: { id: string } }).live.id

describe('streams', () => {
  test('D7 end at the limit, however many are asked for, and the house answers on', async () => {
    const browser = await newReader('ana@example.test')
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const abort = new AbortController()
    const before = memoryOf(server.pid())

    const open = () =>
      fetch(`${server.origin}/sandbox/events`, { headers: { cookie }, signal: abort.signal })
    // Kept until the end: an answer that nobody holds any more is closed by the collector.
    const answers: Response[] = []
    for (let opened = 0; opened < 400; opened += 100)
      answers.push(...(await Promise.all(Array.from({ length: 100 }, open))))

    const statusCount = (wanted: number) => answers.filter(({ status }) => status === wanted).length
    // All from one address: nobody there has more than the others.
    expect([statusCount(200), statusCount(503)]).toEqual([200, 200])
    expect(memoryOf(server.pid()) - before).toBeLessThan(100 * MEBIBYTE)
    expect((await browser.get('/guess')).status).toBe(200)
    abort.abort()
    await expect
      .poll(async () => {
        const again = new AbortController()
        const { status } = await fetch(`${server.origin}/sandbox/events`, {
          headers: { cookie },
          signal: again.signal,
        })
        again.abort()
        return status
      })
      .toBe(200)
    expect(answers).toHaveLength(400)
  })
})

test('D7 more streams at once than the site’s database answers are asked to wait', async () => {
  const browser = await newReader('bo@example.test')
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const abort = new AbortController()

  const answers = await Promise.all(
    Array.from({ length: 1_000 }, () =>
      fetch(`${server.origin}/sandbox/events`, { headers: { cookie }, signal: abort.signal }),
    ),
  )

  const statuses = [...new Set(answers.map(({ status }) => status))].toSorted()
  expect(statuses.every((status) => [200, 429, 503].includes(status))).toBe(true)
  abort.abort()
  expect((await browser.get('/guess')).status).toBe(200)
})

describe('live pages', () => {
  test('D7 of one visitor push out their own oldest, and nobody else’s', async () => {
    const [ana, bo] = [await newReader('ana@example.test'), await newReader('bo@example.test')]
    const other = idOf(await join(bo))
    const ids: string[] = []
    for (let opened = 0; opened < 12; opened += 1) ids.push(idOf(await join(ana)))

    const statuses = await Promise.all(ids.map(async (id) => (await ana.get(`/live/${id}`)).status))

    expect(statuses).toEqual([410, 410, 410, 410, 200, 200, 200, 200, 200, 200, 200, 200])
    expect((await bo.get(`/live/${other}`)).status).toBe(200)
  })

  test('D7 of many visitors end at the limit of the house', async () => {
    const statuses: number[] = []
    for (let reader = 0; reader < 5; reader += 1) {
      const browser = await newReader(`reader${reader}@example.test`)
      for (let opened = 0; opened < 8; opened += 1) statuses.push((await join(browser)).status)
    }

    expect(new Set(statuses)).toEqual(new Set([200, 503]))
    expect(statuses.at(-1)).toBe(503)
  })

  long('D7 take a flood of events one after the other, and refuse what does not fit', async () => {
    // With room to spare, Node would keep what nobody needs any more, and nothing could be told from that.
    const fresh = await startBuiltServer({}, { nodeOptions: ['--max-old-space-size=96'] })
    onTestFinished(fresh.stop)
    const browser = new HttpBrowser(fresh.origin)
    await browser.registerAndLogIn('ana@example.test')
    const id = idOf(await join(browser))
    const flood = () =>
      Promise.all(
        Array.from({ length: 300 }, () =>
          browser.post(`/live/${id}`, { _event: 'guess', number: '11' }),
        ),
      )
    // What three hundred at once need, the first time takes: the next time has no more to take.
    await flood()
    const before = memoryOf(fresh.pid())

    const answers = await flood()

    const statuses = [...new Set(answers.map(({ status }) => status))]
    // Asked to wait by the page, or by the site's database before it.
    expect(statuses.filter((status) => ![200, 429, 503].includes(status))).toEqual([])
    expect(memoryOf(fresh.pid()) - before).toBeLessThan(50 * MEBIBYTE)
    expect((await browser.get(`/live/${id}`)).status).toBe(200)
  })
})
