import { HttpBrowser } from '../support/http-browser.ts'
import type { Attack } from './attack.ts'

const VISITS = 34

export default {
  about: 'A browser that is led to settings of 34 personas that do not exist (F14).',
  async run({ server, figure }) {
    const browser = new HttpBrowser(server.origin)
    await browser.post('/users/register', { 'user[email]': 'ana@example.test' })
    const before = browser.cookies.size
    for (let visit = 0; visit < VISITS; visit += 1)
      await browser.get(`/as/p${visit}/users/settings?x=${'y'.repeat(1_900)}`)
    const made = browser.cookies.size - before
    const bytes = browser.cookies.header.length
    const { status } = await browser.get('/lessons')

    figure({ what: 'cookies that this leaves', before: VISITS, now: made, holds: made <= 3 })
    figure({ what: 'bytes of all cookies', before: '17,000', now: bytes, holds: bytes < 4_096 })
    figure({ what: 'a lesson after that', before: 431, now: status, holds: status === 200 })
  },
} satisfies Attack
