/** F5: thirty wrong passwords and 150 mails in a row were all answered. */
import { USUAL_LIMITS } from '../support/built-server.ts'
import { HttpBrowser, type Answer } from '../support/http-browser.ts'
import type { Attack } from './attack.ts'

const ANA = { 'user[email]': 'ana@example.test' }

export default {
  about: 'F5, R1, R2: thirty wrong passwords, then 150 mails to one address',
  // Otherwise the rate of pages refuses before either does.
  env: { ...USUAL_LIMITS, LIMIT_REQUESTS: '1000' },
  async run({ server: { origin }, figure }) {
    const browser = new HttpBrowser(origin)
    await browser.post('/users/register', ANA)
    const wrong = { ...ANA, 'user[password]': 'not one of hers at all' }
    const passwords = await times(30, () => browser.post('/users/log-in', wrong))
    const mails = await times(150, () => browser.post('/users/log-in', ANA))
    const answered = (of: readonly Answer[], status: number) =>
      of.filter((each) => each.status === status).length

    figure({
      what: 'wrong passwords that were tried, of 30',
      ...{ before: 30, now: answered(passwords, 422), holds: answered(passwords, 422) <= 10 },
    })
    figure({
      what: 'mails that were sent, of 150',
      ...{ before: 150, now: answered(mails, 303), holds: answered(mails, 303) <= 35 },
    })
  },
} satisfies Attack

async function times(count: number, ask: () => Promise<Answer>): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  for (let asked = 0; asked < count; asked += 1) answers.push(await ask())
  return answers
}
