import { setTimeout as sleep } from 'node:timers/promises'
import { Inside } from '../security/inside.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { whileDown } from '../support/while-down.ts'
import type { Attack } from './attack.ts'

const KILLS = 20
const WRITERS = 4

export default {
  about:
    'Twenty kills among people who register: who is lost, and who is there without a mail (F10).',
  env: { GLASSHOUSE_LIMITS: 'off' },
  async run({ server, figure }) {
    let told = 0
    let lost = 0
    let withoutMail = 0
    for (let kill = 0; kill < KILLS; kill += 1) {
      let isOver = false
      const writers = Array.from({ length: WRITERS }, () => new HttpBrowser(server.origin))
      const acknowledged = writers.map((browser) => register(browser, () => isOver))
      await sleep(50 + ((kill * 67) % 300))
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
        withoutMail += [...kept].filter((email) => !mails.has(String(email))).length
      }
    }
    figure({ what: `lost of ${told} who were told`, before: 0, now: lost, holds: lost === 0 })
    figure({
      what: 'there without a mail',
      ...{ before: '33 of 326', now: withoutMail, holds: withoutMail === 0 },
    })
  },
} satisfies Attack

async function register(browser: HttpBrowser, isOver: () => boolean): Promise<string[]> {
  const emails: string[] = []
  try {
    for (let number = 0; number < 45 && !isOver(); number += 1) {
      const email = `user${number}@example.test`
      const { status } = await browser.post('/users/register', { 'user[email]': email })
      if (status === 303) emails.push(email)
    }
  } catch {
    // Of this one nobody was told anything.
  }
  return emails
}
