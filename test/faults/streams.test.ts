/** Streams that are opened and never answered. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { longOf } from '../support/long.ts'

const long = longOf(test)

let server: BuiltServer
beforeAll(async () => {
  server = await startBuiltServer({
    LIMIT_STREAMS_PER_ADDRESS: '10',
    LIMIT_STREAMS_PER_VISITOR: '3',
  })
})
afterAll(() => server.stop())

async function reader(): Promise<{ cookie: string; browser: HttpBrowser }> {
  const browser = new HttpBrowser(server.origin)
  await browser.post('/users/register', { 'user[email]': 'ana@example.test' })
  return { browser, cookie: browser.cookies.header }
}

test('fault 38 streams end at the limit of a visitor and of an address, and pages are answered', async () => {
  const readers = await Promise.all(Array.from({ length: 6 }, reader))
  const abort = new AbortController()
  const open = (cookie: string) =>
    fetch(`${server.origin}/sandbox/events`, { headers: { cookie }, signal: abort.signal })

  const answers: Response[] = []
  // Whoever has most gives one up to who has least, so what is open is counted, not what was opened.
  let isOpen = 0
  for (const { cookie } of readers)
    for (let time = 0; time < 5; time += 1) {
      const answer = await open(cookie)
      answers.push(answer)
      if (answer.status !== 200) continue
      isOpen += 1
      void answer.text().then(
        () => (isOpen -= 1),
        () => undefined,
      )
    }

  await expect.poll(() => isOpen).toBeLessThanOrEqual(10)
  expect(isOpen).toBeGreaterThanOrEqual(readers.length)
  for (const { status, headers } of answers.filter(({ status }) => status !== 200))
    expect([status, Number(headers.get('retry-after')) > 0]).toEqual([429, true])
  for (const { browser } of readers) expect((await browser.get('/users/log-in')).status).toBe(200)
  abort.abort()
})

long(
  'fault 38 whoever does not say that they are there is let go',
  { timeout: 120_000 },
  async () => {
    const { cookie } = await reader()
    const stream = await fetch(`${server.origin}/sandbox/events`, { headers: { cookie } })
    let text = ''
    const readToTheEnd = async () => {
      for await (const chunk of stream.body!) text += Buffer.from(chunk).toString()
    }

    // It is ended by the server, and not because the test ends.
    await expect(readToTheEnd()).rejects.toThrow('terminated')

    expect(text.match(/"type":"ping"/g)?.length).toBeGreaterThan(1)
  },
)
