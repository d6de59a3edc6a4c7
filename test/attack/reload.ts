/** A lecture hall of three hundred that presses reload at once. */
import { USUAL_LIMITS } from '../support/built-server.ts'
import { askOnce, quantile } from '../support/crowd.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import type { Attack } from './attack.ts'

const READERS = 300
const PATHS = [
  '/lessons/persons/who-comes-in',
  '/fragments/progress?lesson=persons/who-comes-in',
  '/users/log-in',
]

export default {
  about: `F2, what it feared: ${READERS} readers behind one address press reload at once, three requests each`,
  env: { ...USUAL_LIMITS, LIMIT_NEW_SANDBOXES: '1000' },
  async run({ server: { origin }, figure }) {
    const readers: { cookie: string }[] = []
    for (let number = 0; number < READERS; number += 1) {
      const browser = new HttpBrowser(origin)
      await browser.post('/users/register', { 'user[email]': 'ana@example.test' })
      readers.push({ cookie: browser.cookies.header })
    }
    const answers = await Promise.all(
      readers.flatMap((headers) => PATHS.map((path) => askOnce({ origin, path, headers }))),
    )
    const good = answers.filter(
      ({ status, milliseconds }) => status === 200 && milliseconds <= 5_000,
    )
    const broken = answers.filter(({ status }) => status >= 500 || status === 0)
    const share = Math.floor((good.length * 100) / answers.length)
    figure({
      what: 'answered 200 within five seconds, of 100',
      ...{ before: '-', now: share, holds: share >= 95 },
    })
    figure({ what: 'broken', before: '-', now: broken.length, holds: broken.length === 0 })
    figure({
      what: '95 of 100 within (ms)',
      before: '-',
      now: Math.round(
        quantile(
          answers.map(({ milliseconds }) => milliseconds),
          0.95,
        ),
      ),
      holds: true,
    })
  },
} satisfies Attack
