import { HttpBrowser } from '../support/http-browser.ts'
import type { Attack } from './attack.ts'

const UNSEEN = ['\u3164', '\u115f', '\u034f', '\u2800', '\ufe0f', '\u{e0100}']

export default {
  about: 'An address of 7,014 code units, and addresses that look like others (F13).',
  env: { GLASSHOUSE_LIMITS: 'off' },
  async run({ server, figure }) {
    const browser = new HttpBrowser(server.origin)
    const register = async (email: string) =>
      (await browser.post('/users/register', { 'user[email]': email })).status
    const long = await register(`a${'\u0301'.repeat(7_000)}@example.test`)
    figure({ what: 'an address of 7,014 code units', before: 303, now: long, holds: long === 422 })

    const taken: string[] = []
    for (const sign of UNSEEN)
      if ((await register(`ana${sign}@example.test`)) === 303) taken.push(sign)
    figure({
      what: `addresses with a sign that nobody sees, of ${UNSEEN.length}`,
      ...{ before: UNSEEN.length, now: taken.length, holds: taken.length === 0 },
    })

    const worst = `${'a\u0301'.repeat(100)}@example.test`
    for (let number = 0; number < 100; number += 1)
      await browser.post('/users/register', { 'user[email]': `${number}${worst}` })
    const { text } = await browser.get('/sandbox/mailbox')
    figure({
      what: 'bytes of a mailbox that long addresses fill',
      ...{ before: '1.4 MB', now: text.length, holds: text.length < 200_000 },
    })
  },
} satisfies Attack
