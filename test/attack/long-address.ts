import { Mailbox } from '#sandbox/mailbox.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import type { Attack } from './attack.ts'

const addressWith = (marks: number) => `a${'\u0301'.repeat(marks)}@example.test`
const UNSEEN = ['\u3164', '\u115f', '\u034f', '\u2800', '\ufe0f', '\u{e0100}']

export default {
  about: 'An address of 7,014 code units, and addresses that look like others (F13).',
  env: { GLASSHOUSE_LIMITS: 'off' },
  async run({ server, figure }) {
    const browser = new HttpBrowser(server.origin)
    const register = async (email: string) =>
      (await browser.post('/users/register', { 'user[email]': email })).status
    // The first is more than a form may weigh by now; the second one fits into it.
    for (const [marks, wanted] of [
      [7_000, 413],
      [2_600, 422],
    ] as const) {
      const status = await register(addressWith(marks))
      figure({
        what: `an address of ${(marks + 14).toLocaleString('en')} code units`,
        ...{ before: 303, now: status, holds: status === wanted },
      })
    }

    const taken: string[] = []
    for (const sign of UNSEEN)
      if ((await register(`ana${sign}@example.test`)) === 303) taken.push(sign)
    figure({
      what: `addresses with a sign that nobody sees, of ${UNSEEN.length}`,
      ...{ before: UNSEEN.length, now: taken.length, holds: taken.length === 0 },
    })

    // The longest that is taken: 160 characters may have sixteen units each.
    const longest = addressWith(2_500)
    const first = await register(longest)
    figure({ what: 'the longest that is taken', before: '-', now: first, holds: first === 303 })
    for (let number = 0; number < 100; number += 1)
      await browser.post('/users/log-in', { 'user[email]': longest })
    const { text } = await browser.get('/sandbox/mailbox')
    const bytes = Buffer.byteLength(text)
    figure({
      what: 'bytes of a mailbox that long addresses fill',
      ...{ before: '1.4 MB', now: bytes, holds: bytes < Mailbox.mostBytes },
    })
  },
} satisfies Attack
