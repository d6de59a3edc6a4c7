/** As F2, by somebody who is another visitor with each request, at the address of the others. */
import { randomBytes } from 'node:crypto'
import { Agent } from 'node:http'
import { askOnce } from '../support/crowd.ts'
import { HttpBrowser, VISITOR } from '../support/http-browser.ts'
import type { Attack } from './attack.ts'

const CONNECTIONS = 300
const ASKED = 40

export default {
  about: `as F2, and a neighbour at the same address makes up a cookie for each request, by ${CONNECTIONS} connections`,
  env: { GLASSHOUSE_LIMITS: 'off' },
  async run({ server: { origin }, figure }) {
    const browser = new HttpBrowser(origin)
    await browser.post('/users/register', { 'user[email]': 'ana@example.test' })
    await browser.get('/sandbox')
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
    let isOver = false
    const noise = Array.from({ length: CONNECTIONS }, async () => {
      while (!isOver) {
        const cookie = `${browser.named(VISITOR)}=${randomBytes(32).toString('base64url')}`
        await askOnce({ origin, path: '/sandbox', headers: { cookie } }, agent)
      }
    })
    let good = 0
    for (let times = 0; times < ASKED; times += 1) {
      const headers = { cookie: browser.cookies.header }
      const { status } = await askOnce({ origin, path: '/sandbox', headers })
      if (status === 200) good += 1
      await new Promise((resolve) => setTimeout(resolve, 40))
    }
    isOver = true
    await Promise.all(noise)
    agent.destroy()
    figure({
      what: `answers to a visitor at the same address, of ${ASKED}`,
      ...{ before: '-', now: good, holds: good === ASKED },
    })
  },
} satisfies Attack
