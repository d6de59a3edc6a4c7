/** F5: 200 log-ins at once of one visitor, for ten seconds. */
import { setTimeout as sleep } from 'node:timers/promises'
import { memoryOf } from '../security/memory.ts'
import { askOnce, flood, quantile } from '../support/crowd.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import type { Attack } from './attack.ts'

const CONNECTIONS = 200
const SECONDS = 10
const LESSON = '/lessons/persons/who-comes-in'
const MEBIBYTE = 1024 * 1024

export default {
  about: `F5, D6: ${CONNECTIONS} log-ins at once of one visitor, for ${SECONDS} s, without limits; others read meanwhile`,
  env: { GLASSHOUSE_LIMITS: 'off' },
  async run({ server, figure }) {
    const { origin } = server
    const [noisy, other] = [await visitor(origin), await visitor(origin)]
    const before = memoryOf(server.pid())
    const noise = flood(CONNECTIONS, {
      ...{ origin, path: '/users/log-in', method: 'POST' },
      headers: { ...noisy, origin, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'user[email]=ana@example.test&user[password]=not+one+of+hers',
    })
    const seen = { page: [] as number[], lesson: [] as number[] }
    let failed = 0
    const until = performance.now() + SECONDS * 1_000
    while (performance.now() < until) {
      const page = await askOnce({ origin, path: '/sandbox', headers: other })
      const lesson = await askOnce({ origin, path: LESSON })
      seen.page.push(page.milliseconds)
      seen.lesson.push(lesson.milliseconds)
      failed += [page, lesson].filter(({ status }) => status !== 200).length
      await sleep(50)
    }
    const grown = Math.round((memoryOf(server.pid()) - before) / MEBIBYTE)
    await noise.stop()
    const p95 = (values: readonly number[]) => Math.round(quantile(values, 0.95))
    figure({ what: 'answers to others that failed', before: '-', now: failed, holds: failed === 0 })
    figure({
      what: 'a lesson, 95 of 100 within (ms)',
      ...{ before: '1,300', now: p95(seen.lesson), holds: p95(seen.lesson) < 300 },
    })
    figure({
      what: 'a page with a database, 95 of 100 within (ms)',
      ...{ before: '2,100 (half of them)', now: p95(seen.page), holds: p95(seen.page) < 1_000 },
    })
    figure({ what: 'memory, in MB more', before: '+234', now: grown, holds: grown < 120 })
    figure({
      what: 'what the flood was answered',
      ...{ before: '284 × 422, 1,059 × 503', now: JSON.stringify(noise.counts), holds: true },
    })
  },
} satisfies Attack

async function visitor(origin: string): Promise<{ cookie: string }> {
  const browser = new HttpBrowser(origin)
  await browser.post('/users/register', { 'user[email]': 'ana@example.test' })
  await browser.get('/sandbox')
  return { cookie: browser.cookies.header }
}
