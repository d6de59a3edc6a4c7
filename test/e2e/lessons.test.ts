/** Every lesson as its readers take it: each step of each demo, by its button on the stage. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Demo } from '#course/course-data.ts'
import { CourseReader } from '#course/course-reader.ts'
import type { RecordedTrace } from '#course/recording.ts'
import { launchBrowser } from '../support/browser.ts'
import { Reader } from '../support/reader.ts'

const lessons = new CourseReader(process.cwd()).listLessonFolders().map((folder) => ({
  ...folder,
  href: folder.lesson.href,
}))
const MODES = [
  ['with JavaScript, wide', true, 1280],
  ['with JavaScript, on a phone', true, 320],
  ['without JavaScript', false, 1280],
] as const
// A demo may be about a refusal; the browser calls that a failed resource.
const REFUSED = /status of (?:404|500)/

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

describe.for(MODES)('%s', ([, javaScriptEnabled, width]) => {
  test.for(lessons)('$href does what is recorded', async ({ href, demos, recordings }) => {
    const viewport = { width, height: 900 }
    const reader = await Reader.sitDown(browser, { javaScriptEnabled, viewport })
    const { page } = reader
    const found: unknown[] = []
    for (const demo of demos) {
      await reader.openLesson(href, { live: javaScriptEnabled })
      await press(page, stage(page, demo).locator('[data-begin] button'), javaScriptEnabled)
      for (const index of demo.steps.keys()) {
        if (!javaScriptEnabled) await page.goto(href)
        await takeStep(page, demo, index, javaScriptEnabled)
        found.push(await actOf(page, demo, javaScriptEnabled))
      }
    }

    expect(found).toEqual(demos.flatMap(({ id }) => recordings[id]!.map(headOf)))
    if (javaScriptEnabled) expect(await reader.faults(href)).toEqual([])
    const problems = await reader.leave()
    expect(problems.filter((problem) => !REFUSED.test(problem))).toEqual([])
  })
})

test.for(lessons)('$href stands its stages beside their text, one at a time', async ({ href }) => {
  const reader = await Reader.sitDown(browser, { viewport: { width: 1280, height: 900 } })
  await reader.openLesson(href)

  const stages = await reader.page
    .locator('.lesson-act > [data-stage]')
    .evaluateAll((all) =>
      all.map((each) => [getComputedStyle(each).position, each.getBoundingClientRect().left > 500]),
    )
  const ids = await reader.page.evaluate(() =>
    [...document.querySelectorAll('[id]')].map(({ id }) => id),
  )

  expect(stages.length).toBeGreaterThan(0)
  expect(stages.filter(([position, isRight]) => position !== 'sticky' || !isRight)).toEqual([])
  expect(ids.filter((id, index) => ids.indexOf(id) < index)).toEqual([])
  await reader.leave()
})

test('a step in the text is taken on the stage, by whoever it names', async () => {
  const reader = await Reader.sitDown(browser)
  const { page } = reader
  await reader.openLesson('/lessons/scopes/contexts-take-the-scope-first')
  await press(page, page.locator('[data-demo="two-people-one-function"] [data-begin] button'), true)

  await press(page, page.locator('.try').getByRole('link', { name: 'Bob lists his' }), true)

  await reader.shows('[data-persona="bob"] .page-title', /scores/i)
  await reader.shows('[data-persona="alice"] .page-title', 'Log in')
  await reader.shows('.trace-summary', 'Bob’s request')
  expect(page.url()).toContain('/lessons/scopes/contexts-take-the-scope-first')
  expect(await reader.leave()).toEqual([])
})

test.for([
  ['with JavaScript', true],
  ['without JavaScript', false],
] as const)('a question about a link is marked when the link is opened, %s', async ([, alive]) => {
  const reader = await Reader.sitDown(browser, { javaScriptEnabled: alive })
  const { page } = reader
  const href = '/lessons/protecting-routes/magic-links'
  const demo = lessons.find((each) => each.href === href)!.demos[0]!
  const back = () => reader.openLesson(href, { live: alive })
  await back()
  await press(page, stage(page, demo).locator('[data-begin] button'), alive)
  if (!alive) await back()
  await takeStep(page, demo, 0, alive)
  await back()
  const question = page.locator('form.predict').filter({ hasText: 'A scanner opened your link.' })
  await question.getByRole('button', { name: '303' }).click()
  await reader.shows('.predict-verdict', 'You said 303')
  if (!alive) await back()

  await takeStep(page, demo, 2, alive)

  await reader.shows('.predict-verdict', 'You said 303; the reply was 200.')
  await reader.leave()
})

const stage = (page: Page, { id }: Pick<Demo, 'id'>) =>
  page.locator(`glass-stage[data-demo="${id}"]`)

async function takeStep(page: Page, demo: Demo, index: number, alive: boolean): Promise<void> {
  const own = stage(page, demo)
  const { does } = demo.steps[index]!
  const whole = alive ? own : page.locator('main')
  await press(page, own.locator('.tries li').nth(index).locator('button, a'), alive)
  if (does !== 'open-link' && does !== 'press-link') return

  await press(page, whole.getByRole('link', { name: 'Open the link', exact: true }), alive)
  if (does === 'press-link') await press(page, whole.locator('form.form button').first(), alive)
}

/** Presses what is there, and waits for what it leads to. */
async function press(
  page: Page,
  control: ReturnType<Page['locator']>,
  alive: boolean,
): Promise<void> {
  if ((await control.count()) === 0) return
  if (!alive) await Promise.all([page.waitForEvent('load'), control.click()])
  else await control.click()
  // A stage is busy from the press on, until its answer is shown.
  await page.locator('glass-stage[data-busy]').waitFor({ state: 'detached' })
}

async function actOf(page: Page, demo: Demo, alive: boolean) {
  const trace = (alive ? stage(page, demo) : page).locator('.trace').first()
  return {
    title: await trace.locator('.trace-title').textContent(),
    status: Number(await trace.locator('.status').first().textContent()),
  }
}

const headOf = ({ title, status }: RecordedTrace) => ({ title, status })
