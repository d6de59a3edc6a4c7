/**
 * `npm run bench stage`: from the press of a button on a stage to the first
 * mark of it, and to the first step painted, in this machine's Chromium against the built server. No
 * password is hashed on the way, so it is the stage that is measured.
 */
import type { Page } from 'playwright-core'
import { launchBrowser } from '../support/browser.ts'
import { startBuiltServer } from '../support/built-server.ts'

const LESSON = '/lessons/forms/wrong-addresses'
const WARM_UP = 5
const RUNS = 40
const GOAL_MILLISECONDS = 50

const server = await startBuiltServer({ GLASSHOUSE_LIMITS: 'off' })
const browser = await launchBrowser()
try {
  for (const { name, viewport } of [
    { name: 'wide, 1280 px', viewport: { width: 1280, height: 900 } },
    { name: 'a phone, 320 px', viewport: { width: 320, height: 640 } },
  ]) {
    const context = await browser.newContext({ baseURL: server.origin, viewport })
    const page = await context.newPage()
    await page.goto(LESSON, { waitUntil: 'networkidle' })
    const times: Pressed[] = []
    for (let run = 0; run < WARM_UP + RUNS; run++) times.push(await press(page, `ana ${run}`))
    const counted = times.slice(WARM_UP)
    report(
      `${name}, pressed`,
      counted.map(({ seen }) => seen),
    )
    report(
      `${name}, first step`,
      counted.map(({ told }) => told),
    )
    await context.close()
  }
} finally {
  await browser.close()
  await server.stop()
}

/** In milliseconds: until the frame that shows that it was pressed, and until the one that shows the new steps. */
interface Pressed {
  readonly seen: number
  readonly told: number
}

function press(page: Page, address: string): Promise<Pressed> {
  return page.evaluate(async (typed) => {
    const field = document.querySelector<HTMLInputElement>(
      '#registration_form input[name="user[email]"]',
    )!
    field.value = typed
    const traceNow = () => document.querySelector<HTMLElement>('glass-list')?.dataset['trace']
    const isBusy = () => document.querySelector('glass-stage[data-busy]') !== null
    const before = traceNow()
    const pressed = performance.now()
    const painted = (is: () => boolean) =>
      new Promise<number>((done) => {
        const look = () => {
          // What stands there when a frame begins is painted with it, and a message from here comes after that.
          if (is()) setTimeout(() => done(performance.now() - pressed))
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      })
    document.querySelector<HTMLElement>('#registration_form button')!.click()
    const [seen, told] = await Promise.all([painted(isBusy), painted(() => traceNow() !== before)])
    await new Promise((rest) => setTimeout(rest, 50))
    return { seen, told }
  }, address)
}

function report(name: string, times: readonly number[]): void {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(0)
  const verdict = Number(at(0.5)) < GOAL_MILLISECONDS ? 'reached' : 'missed'
  console.log(
    `${name}: median ${at(0.5)} ms, p95 ${at(0.95)} ms, slowest ${at(1)} ms of ${times.length}; ` +
      `the goal, a median under ${GOAL_MILLISECONDS} ms, is ${verdict}.`,
  )
}
