/**
 * `npm run bench console`: from the key that runs a line to its printed
 * answer, in this machine's Chromium against the built server. A line that is
 * evaluated here is measured beside one that calls the server.
 */
import { launchBrowser } from '../support/browser.ts'
import { startBuiltServer } from '../support/built-server.ts'
import { ConsolePage } from '../support/console-page.ts'

const WARM_UP = 5
const RUNS = 40
const GOAL_MILLISECONDS = 60

const LINES = [
  ['a call, Elixir', 'Accounts.get_user_by_email("ana@example.com")'],
  ['a call, TypeScript', 'await Accounts.getUserByEmail("ana@example.com")'],
  ['no call', '1 + 1'],
] as const

const server = await startBuiltServer({ GLASSHOUSE_LIMITS: 'off' })
const browser = await launchBrowser()
try {
  const context = await browser.newContext({ baseURL: server.origin })
  for (const [name, line] of LINES) {
    const prompt = new ConsolePage(await context.newPage())
    await prompt.open()
    await prompt.run('Accounts.register_user(%{email: "ana@example.com"})')
    const times: number[] = []
    for (let run = 0; run < WARM_UP + RUNS; run += 1) times.push(await press(prompt, line))
    report(name, times.slice(WARM_UP))
    await prompt.page.close()
  }
  await context.close()
} finally {
  await browser.close()
  await server.stop()
}

/** Milliseconds from the key to the entry in the transcript. */
async function press(prompt: ConsolePage, line: string): Promise<number> {
  const { page } = prompt
  await prompt.line.focus()
  await page.keyboard.insertText(line)
  await page.evaluate(() => {
    const log = document.querySelector('.prompt-log')!
    const input = document.querySelector('[data-input]')!
    const times = { pressed: 0, printed: 0 }
    Object.assign(globalThis, { times })
    input.addEventListener('keydown', () => (times.pressed = performance.now()), {
      ...{ capture: true, once: true },
    })
    const observer = new MutationObserver(() => {
      times.printed = performance.now()
      observer.disconnect()
    })
    observer.observe(log, { childList: true })
  })
  await prompt.enter('Control+Enter')
  return page.evaluate(() => {
    const { times } = globalThis as unknown as { times: { pressed: number; printed: number } }
    return times.printed - times.pressed
  })
}

function report(name: string, times: readonly number[]): void {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (part: number) => sorted[Math.floor(part * (sorted.length - 1))]!.toFixed(1)
  console.log(
    `${name}: key press to printed answer, median ${at(0.5)} ms, p95 ${at(0.95)} ms (goal: median ≤ ${GOAL_MILLISECONDS} ms)`,
  )
}
