import { setTimeout as sleep } from 'node:timers/promises'
import { TimedBrowser } from '../support/own-sockets.ts'
import type { Attack } from './attack.ts'

const CLIENTS = 12
const LOOKS_EVERY_MILLISECONDS = 20

export default {
  about: 'SIGTERM among twelve clients that keep their connections (F9).',
  // As long as it is for a proxy; whoever starts a server for a test has none.
  env: { DRAIN_NOTICE_SECONDS: '3' },
  async run({ server, figure }) {
    let cut = 0
    let isOver = false
    const clients = Array.from({ length: CLIENTS }, async () => {
      const browser = new TimedBrowser(server.origin, undefined, { sockets: 1 })
      await browser.post('/users/register', { 'user[email]': 'ana@example.test' })
      while (!isOver)
        await browser.get('/users/log-in').catch((error: NodeJS.ErrnoException) => {
          // Nobody listens any more: that is no cut answer.
          if (error.code === 'ECONNREFUSED') isOver = true
          else cut += 1
        })
      browser.leave()
    })
    await sleep(500)
    const began = performance.now()
    const pid = server.pid()
    process.kill(pid, 'SIGTERM')
    let warned = 0
    while (server.exitCode() === null) {
      const ready = await fetch(`${server.origin}/readyz`, { headers: { connection: 'close' } })
        .then(({ status }) => status)
        .catch(() => 0)
      if (ready === 503) warned += 1
      await sleep(LOOKS_EVERY_MILLISECONDS)
    }
    const seconds = (performance.now() - began) / 1_000
    isOver = true
    await Promise.all(clients)
    const code = server.exitCode()
    await server.restart()

    figure({ what: 'answers that were cut', before: 6, now: cut, holds: cut === 0 })
    figure({ what: 'looks at /readyz that saw 503', before: 1, now: warned, holds: warned > 3 })
    figure({ what: 'seconds to the end', before: 12, now: seconds.toFixed(1), holds: seconds < 11 })
    figure({ what: 'exit code', before: 0, now: String(code), holds: code === 0 })
  },
} satisfies Attack
