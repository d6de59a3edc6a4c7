/** What one visitor can do to all others. */
import { expect, onTestFinished, test } from 'vitest'
import { startBuiltServer } from '../support/built-server.ts'
import { TimedBrowser } from '../support/own-sockets.ts'

const CONNECTIONS = 200
const LOOKS = 24

test('B6 two hundred connections of one visitor keep no other from an answer', async () => {
  const server = await startBuiltServer()
  onTestFinished(server.stop)
  const quiet = new TimedBrowser(server.origin)
  const noisy = new TimedBrowser(server.origin, undefined, { sockets: CONNECTIONS })
  for (const browser of [quiet, noisy])
    await browser.post('/users/register', { 'user[email]': 'ana@example.test' })
  let isOver = false
  const noise = Array.from({ length: CONNECTIONS }, async () => {
    while (!isOver) await noisy.get('/sandbox').catch(() => undefined)
  })

  const statuses: number[] = []
  for (let look = 0; look < LOOKS; look += 1) {
    statuses.push((await quiet.get('/sandbox')).status)
    // Another page of the app, and something that is written.
    if (look % 6 === 0)
      statuses.push((await quiet.postForJson('/sandbox/clock', { advance: '1h' })).status)
  }
  isOver = true
  await Promise.all(noise)
  for (const browser of [quiet, noisy]) browser.leave()

  expect(new Set(statuses)).toEqual(new Set([200]))
})
