import { TimedBrowser } from '../support/own-sockets.ts'
import type { Attack } from './attack.ts'

const CONNECTIONS = 350
const MILLISECONDS = 6_000

export default {
  about: '350 connections of one visitor for six seconds, and what the log makes of it (F12).',
  async run({ server, figure }) {
    const visitor = new TimedBrowser(server.origin)
    await visitor.post('/users/register', { 'user[email]': 'ana@example.test' })
    const before = server.output().length
    const statuses = new Map<number, number>()
    const until = performance.now() + MILLISECONDS
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        const tell = (status: number) => statuses.set(status, (statuses.get(status) ?? 0) + 1)
        const browser = new TimedBrowser(server.origin, tell, { sockets: 1 })
        for (const [name, value] of visitor.cookies) browser.cookies.set(name, value)
        while (performance.now() < until) await browser.get('/sandbox').catch(() => undefined)
        browser.leave()
      }),
    )
    visitor.leave()
    const written = server.output().slice(before)
    const lines = written.split('\n').slice(0, -1)
    const errors = lines.filter((line) => line.includes('"level":"error"')).length
    // What was answered has its line; what was refused is counted after some.
    const good = statuses.get(200) ?? 0
    const refused = [...statuses.values()].reduce((sum, count) => sum + count, -good)
    const ofRefused = lines.filter((line) => !line.includes('"status":200,')).length

    figure({ what: 'good answers', before: 305, now: good, holds: good > 0 })
    figure({ what: 'refused ones', before: 4_688, now: refused, holds: refused > 0 })
    figure({
      what: 'lines of the log for what is refused',
      ...{ before: 4_690, now: ofRefused, holds: ofRefused < 300 },
    })
    figure({ what: 'of them errors', before: 4_688, now: errors, holds: errors < 10 })
    figure({
      what: 'bytes',
      before: 5_300_000,
      now: written.length,
      holds: written.length < 1_000_000,
    })
  },
} satisfies Attack
