/** F7: ninety visitors of one address took every live page of the house, and kept them. */
import { HttpBrowser } from '../support/http-browser.ts'
import type { Attack } from './attack.ts'

const VISITORS = 45
const PAGES = 24

export default {
  about: `F7: ${VISITORS} visitors of one address open ${PAGES} live pages each, where the house keeps 1,000`,
  env: { LIMIT_LIVE_PAGES: '1000', LIMIT_REQUESTS: '1000' },
  async run({ server: { origin }, figure }) {
    const open = (browser: HttpBrowser) => browser.postForJson('/live', { path: '/users/register' })
    for (let number = 0; number < VISITORS; number += 1) {
      const browser = new HttpBrowser(origin)
      await browser.post('/users/register', { 'user[email]': 'ana@example.test' })
      await Promise.all(Array.from({ length: PAGES }, () => open(browser)))
    }
    let good = 0
    for (let newcomer = 0; newcomer < 20; newcomer += 1) {
      const browser = new HttpBrowser(origin)
      await browser.post('/users/register', { 'user[email]': 'bo@example.test' })
      if ((await open(browser)).status === 200) good += 1
    }
    figure({
      what: 'newcomers whose page opens, of 20',
      ...{ before: '0, for 45 s', now: good, holds: good === 20 },
    })
  },
} satisfies Attack
