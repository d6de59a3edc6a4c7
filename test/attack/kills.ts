import { setTimeout as sleep } from 'node:timers/promises'
import { Inside } from '../security/inside.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { until } from '../support/until.ts'
import { whileDown } from '../support/while-down.ts'
import type { Attack } from './attack.ts'

const KILLS = 20
const WRITERS = 4

export default {
  about:
    'Twenty kills among people who register: who is lost, and who cannot come in for want of a mail (F10).',
  env: { GLASSHOUSE_LIMITS: 'off' },
  async run({ server, figure }) {
    let told = 0
    let lost = 0
    let withoutMail = 0
    let shutOut = 0
    for (let kill = 0; kill < KILLS; kill += 1) {
      let isOver = false
      const writers = Array.from({ length: WRITERS }, () => new HttpBrowser(server.origin))
      let toldNow = 0
      const tell = () => (toldNow += 1)
      const acknowledged = writers.map((browser) => register(browser, () => isOver, tell))
      // A server that has just started takes its time for the first ones: nobody is told anything by then.
      await until(() => toldNow >= WRITERS)
      await sleep((kill * 67) % 300)
      await whileDown(server, async () => {
        isOver = true
        await Promise.all(acknowledged)
      })
      for (const [place, browser] of writers.entries()) {
        const emails = await acknowledged[place]!
        told += emails.length
        if (emails.length === 0) continue
        const inside = new Inside(browser, server.dataDirectory)
        const kept = new Set(inside.query('select email from users').map(({ email }) => email))
        lost += emails.filter((email) => !kept.has(email)).length
        const mails = new Set((await browser.readMails()).map(({ to }) => to))
        for (const email of [...kept].map(String).filter((kept) => !mails.has(kept))) {
          withoutMail += 1
          if (!(await comesIn(browser, email))) shutOut += 1
        }
      }
    }
    figure({
      what: `lost of ${told} who were told`,
      ...{ before: 0, now: lost, holds: lost === 0 && told >= KILLS * WRITERS },
    })
    // As in Phoenix, where the row is there before its mail is sent.
    figure({ what: 'there without a mail', before: '33 of 326', now: withoutMail, holds: true })
    figure({
      what: 'of them still outside after they asked for a link',
      ...{ before: 0, now: shutOut, holds: shutOut === 0 },
    })
  },
} satisfies Attack

async function register(
  browser: HttpBrowser,
  isOver: () => boolean,
  tell: () => void,
): Promise<string[]> {
  const emails: string[] = []
  try {
    for (let number = 0; number < 45 && !isOver(); number += 1) {
      const email = `user${number}@example.test`
      const { status } = await browser.post('/users/register', { 'user[email]': email })
      if (status !== 303) continue
      emails.push(email)
      tell()
    }
  } catch {
    // Of this one nobody was told anything.
  }
  return emails
}

/** By the page that everybody logs in at. */
async function comesIn(browser: HttpBrowser, email: string): Promise<boolean> {
  await browser.post('/users/log-in', { 'user[email]': email })
  await browser.post('/users/log-in', { 'user[token]': await browser.readToken() })
  const { user } = (await browser.getJson('/')).json.scope
  await browser.post('/users/log-out', { _method: 'delete' })
  return user?.email === email
}
