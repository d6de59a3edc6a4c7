/** F2: 300 open requests of one visitor gave every other visitor 503. */
import { askOnce, flood, quantile } from '../support/crowd.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import type { Attack } from './attack.ts'

const CONNECTIONS = 300
const ASKED = 60

export default {
  about: `F2: one visitor asks by ${CONNECTIONS} connections, again and again; another asks now and then`,
  env: { GLASSHOUSE_LIMITS: 'off' },
  async run({ server: { origin }, figure }) {
    const [noisy, other] = [await visitor(origin), await visitor(origin)]
    const ask = () => askOnce({ origin, path: '/sandbox', headers: other })
    const quiet = await asked(ask)
    const noise = flood(CONNECTIONS, { origin, path: '/sandbox', headers: noisy })
    const answers = await asked(ask)
    await noise.stop()

    const good = answers.filter(({ status }) => status === 200).length
    const p95 = (of: typeof answers) =>
      Math.round(
        quantile(
          of.map((each) => each.milliseconds),
          0.95,
        ),
      )
    figure({
      what: `answers to the other visitor, of ${ASKED}`,
      ...{ before: '0 of 26', now: `${good} of ${ASKED}`, holds: good === ASKED },
    })
    figure({
      what: '95 of 100 of them within, quiet and under attack',
      ...{ before: '-', now: `${p95(quiet)} and ${p95(answers)} ms`, holds: true },
    })
    const broken = Object.entries(noise.counts).filter(([status]) => Number(status) >= 500)
    figure({
      what: 'what the noisy one was answered',
      before: '33 good and 1,000 × 503 a second',
      now: JSON.stringify(noise.counts),
      holds: broken.length === 0,
    })
  },
} satisfies Attack

async function visitor(origin: string): Promise<{ cookie: string }> {
  const browser = new HttpBrowser(origin)
  await browser.post('/users/register', { 'user[email]': 'ana@example.test' })
  await browser.get('/sandbox')
  return { cookie: browser.cookies.header }
}

async function asked(ask: () => ReturnType<typeof askOnce>) {
  const answers: Awaited<ReturnType<typeof askOnce>>[] = []
  for (let times = 0; times < ASKED; times += 1) {
    answers.push(await ask())
    await new Promise((resolve) => setTimeout(resolve, 40))
  }
  return answers
}
