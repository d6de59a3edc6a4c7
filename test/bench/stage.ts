/**
 * `npm run bench stage`: from the press of a button on a stage to the first
 * step painted, in this machine's Chromium against the built server. No
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
    const times: number[] = []
    for (let run = 0; run < WARM_UP + RUNS; run++) times.push(await press(page, `ana ${run}`))
    report(name, times.slice(WARM_UP))
    await context.close()
  }
} finally {
  await browser.close()
  await server.stop()
}

/** Milliseconds until the frame that shows the new steps has been painted. */
function press(page: Page, address: string): Promise<number> {
  return page.evaluate(async (typed) => {
    const field = document.querySelector<HTMLInputElement>(
      '#registration_form input[name="user[email]"]',
    )!
    field.value = typed
    const traceNow = () => document.querySelector<HTMLElement>('glass-list')?.dataset['trace']
    const before = traceNow()
    const pressed = performance.now()
    document.querySelector<HTMLElement>('#registration_form button')!.click()
    await new Promise<void>((done) => {
      const look = () => {
        // A message from here comes after the frame that is painted now.
        const painted = () => setTimeout(done)
        if (traceNow() !== before) requestAnimationFrame(painted)
        else requestAnimationFrame(look)
      }
      look()
    })
    const milliseconds = performance.now() - pressed
    await new Promise((rest) => setTimeout(rest, 50))
    return milliseconds
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
