/** The memory of the server comes to an end, and the server does not. */
import { expect, onTestFinished, test } from 'vitest'
import { startBuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'

const VISITORS = 30
const ROUNDS = 20

test('fault 23 can run short: traces are let go, some are told to wait, and nobody’s data is lost', async () => {
  const server = await startBuiltServer(
    { GLASSHOUSE_LIMITS: 'off' },
    { nodeOptions: ['--max-old-space-size=80'] },
  )
  onTestFinished(() => server.stop())
  const browsers = Array.from({ length: VISITORS }, () => new HttpBrowser(server.origin))
  for (const browser of browsers)
    expect(
      (await browser.post('/users/register', { 'user[email]': 'ana@example.test' })).status,
    ).toBe(303)

  // The trace of each holds what was sent, and all of them are more than there is room for.
  const long = 'x'.repeat(15_000)
  const statuses = new Map<number, number>()
  const fill = async (browser: HttpBrowser) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { status } = await browser.post('/users/register', { 'user[email]': `${round}${long}` })
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
  }
  for (let at = 0; at < VISITORS; at += 10) await Promise.all(browsers.slice(at, at + 10).map(fill))

  expect([...statuses.keys()].filter((status) => status !== 422 && status !== 503)).toEqual([])
  expect(server.exitCode()).toBeNull()
  for (const browser of browsers) {
    let answer = await browser.getJson('/sandbox/mailbox')
    // Whoever is told to wait waits, and is let in.
    for (let time = 0; answer.status === 503 && time < 10; time += 1) {
      await new Promise((resolve) => setTimeout(resolve, 500))
      answer = await browser.getJson('/sandbox/mailbox')
    }
    expect(answer.json.mails).toHaveLength(1)
  }
}, 300_000)
