/** Every lesson as its readers take it: each step of each demo, by its button on the stage. */
import type { BrowserContextOptions, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { Demo } from '#course/course-data.ts'
import { CourseReader } from '#course/course-reader.ts'
import type { RecordedTrace } from '#course/recording.ts'
import { PHONE, test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'
import { formsFor } from '../support/whole-course.ts'

const lessons = new CourseReader(process.cwd()).listLessonFolders().map((folder, place) => ({
  ...{ ...folder, place },
  href: folder.lesson.href,
}))
// A demo may be about a refusal; the browser calls that a failed resource.
const REFUSED = /status of (?:404|500)/

/** Takes every step of these demos by its button, and answers what each was answered. */
async function play(reader: Reader, href: string, demos: readonly Demo[], alive = true) {
  const { page } = reader
  reader.expectComplaint(REFUSED)
  const found: unknown[] = []
  for (const demo of demos) {
    await reader.openLesson(href, { live: alive })
    await press(page, stage(page, demo).locator('[data-begin] button'), alive)
    for (const index of demo.steps.keys()) {
      if (!alive) await page.goto(href)
      await takeStep(page, demo, index, alive)
      found.push(await actOf(page, demo, alive))
    }
  }
  return found
}

interface Form {
  readonly name: string
  readonly options: BrowserContextOptions
  /** Without JavaScript the first demo alone: over HTTP every one is played so, see test/requests/lessons.test.ts. */
  readonly isPlain: boolean
  readonly faultsOf: (reader: Reader, what: string) => Promise<readonly unknown[]>
}

const FORMS: readonly Form[] = [
  {
    name: 'on a wide screen',
    options: { viewport: { width: 1280, height: 900 } },
    isPlain: false,
    faultsOf: (reader, what) => reader.faultsByDay(what),
  },
  {
    name: 'on a phone, by night',
    options: { ...PHONE, colorScheme: 'dark' },
    isPlain: false,
    faultsOf: (reader, what) => reader.faultsOfColour(what),
  },
  {
    name: 'without JavaScript',
    options: WITHOUT_JAVASCRIPT,
    isPlain: true,
    faultsOf: () => Promise.resolve([]),
  },
]

describe.for(lessons)('$href', ({ href, demos, recordings, place }) => {
  const recorded = (some: readonly Demo[]) => some.flatMap(({ id }) => recordings[id]!.map(headOf))

  test.for(formsFor(FORMS, place))(
    'does $name what is recorded',
    async ({ options, isPlain, faultsOf }, { sitDown }) => {
      const reader = await sitDown(options)
      const played = isPlain ? demos.slice(0, 1) : demos

      expect(await play(reader, href, played, !isPlain)).toEqual(recorded(played))
      expect(await faultsOf(reader, href)).toEqual([])
    },
  )

  test('stands its stages beside their text, one at a time', async ({ sitDown }) => {
    const reader = await sitDown({ viewport: { width: 1280, height: 900 } })
    await reader.openLesson(href)

    const stages = await reader.page
      .locator('.lesson-act > [data-stage]')
      .evaluateAll((all) =>
        all.map((each) => [
          getComputedStyle(each).position,
          each.getBoundingClientRect().left > 500,
        ]),
      )
    const ids = await reader.page.evaluate(() =>
      [...document.querySelectorAll('[id]')].map(({ id }) => id),
    )

    expect(stages.length).toBeGreaterThan(0)
    expect(stages.filter(([position, isRight]) => position !== 'sticky' || !isRight)).toEqual([])
    expect(ids.filter((id, index) => ids.indexOf(id) < index)).toEqual([])
  })
})

test('a step in the text is taken on the stage, by whoever it names', async ({ reader }) => {
  const { page } = reader
  await reader.openLesson('/lessons/scopes/contexts-take-the-scope-first')
  await press(page, page.locator('[data-demo="two-people-one-function"] [data-begin] button'), true)

  await press(page, page.locator('.try').getByRole('link', { name: 'Bob lists his' }), true)

  await reader.shows('[data-persona="bob"] .page-title', /scores/i)
  await reader.shows('[data-persona="alice"] .page-title', 'Log in')
  await reader.shows('.stage-strip .strip', 'Answered Bob')
  expect(page.url()).toContain('/lessons/scopes/contexts-take-the-scope-first')
})

test.for([
  ['with JavaScript', true],
  ['without JavaScript', false],
] as const)(
  'a question about a link is marked when the link is opened, %s',
  async ([, alive], { sitDown }) => {
    const reader = await sitDown({ javaScriptEnabled: alive })
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
  },
)

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
