/** Every lesson as its readers take it: each step of each act, by its Run in the text. */
import type { BrowserContextOptions, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { Demo } from '#course/course-data.ts'
import type { RecordedTrace } from '#course/recording.ts'
import { PHONE, test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'
import { formsFor, walkedLessons } from '../support/whole-course.ts'

const lessons = walkedLessons().map((folder, place) => ({
  ...{ ...folder, place },
  href: folder.lesson.href,
}))
// A demo may be about a refusal; the browser calls that a failed resource.
const REFUSED = /status of (?:404|500)/

interface Taken {
  readonly step: string
  /** Requests that stand beside each other, as after a race; 0 for one by itself. */
  readonly beside: number
  readonly title: string | null
  readonly status: number
  /** How it ended, as the strip says it and as the list does, where one row decides. */
  readonly ends: readonly (string | null)[]
}

/** Takes every step that the text has a Run for, and answers what the stage says of each. */
async function play(reader: Reader, href: string, demo: Demo, alive: boolean) {
  const { page } = reader
  const taken: Taken[] = []
  for (const step of await runsOf(page, demo)) {
    if (!alive) await page.goto(href)
    const button = page.locator(`form[data-run="${step}"] button`).first()
    if (alive) await button.click()
    else await Promise.all([page.waitForEvent('load'), button.click()])
    await page.locator('body:has(glass-stage[data-busy])').waitFor({ state: 'detached' })
    const strips = await page.locator('.stage-strip .strips > .strip').count()
    taken.push({ step, ...(await saidOf(page, alive ? demo : null)), beside: strips })
  }
  return taken
}

const runsOf = (page: Page, { id }: Demo) =>
  page
    .locator(`form[data-run][data-stage-of="${id}"]`)
    .evaluateAll((forms) => forms.map((form) => (form as HTMLElement).dataset.run ?? ''))

async function saidOf(page: Page, demo: Demo | null): Promise<Omit<Taken, 'step' | 'beside'>> {
  const stage = demo ? page.locator(`glass-stage[data-demo="${demo.id}"]`) : page.locator('main')
  return stage.evaluate((whole) => {
    const strip = [...whole.querySelectorAll<HTMLElement>('.strip')].at(-1)
    const decides = whole.querySelector<HTMLElement>('glass-list [data-decides]')?.dataset.decides
    return {
      title: strip?.querySelector('.strip-title')?.textContent.trim() ?? null,
      status: Number(strip?.querySelector('.strip-status')?.textContent),
      ends: [strip?.dataset.end ?? null, ...(decides === undefined ? [] : [decides])],
    }
  })
}

/** What the recording of the same step says. */
function recordedAs(taken: Taken, demo: Demo, recordings: readonly RecordedTrace[]) {
  const { step, ends } = taken
  const number = Number(step.split('.')[1])
  const { title = '', status = 0 } = recordings[number - 1] ?? {}
  const { ends: end, does } = demo.steps[number - 1] ?? {}
  if (does === 'race' || does === 'split') return { ...taken, beside: demo.people.length }
  return { step, beside: 0, title, status, ends: ends.map(() => end?.kind ?? null) }
}

interface Form {
  readonly name: string
  readonly options: BrowserContextOptions
  /** Without JavaScript the first act alone: over HTTP every one is played so, see test/every-lesson/recordings.test.ts. */
  readonly isPlain: boolean
  readonly faultsOf: (reader: Reader, what: string) => Promise<readonly unknown[]>
}

const FORMS: readonly Form[] = [
  {
    name: 'on a wide screen',
    options: { viewport: { width: 1280, height: 720 } },
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
  test.for(formsFor(FORMS, place))(
    'does $name what is recorded, and strip and list say the same of it',
    async ({ options, isPlain, faultsOf }, { sitDown }) => {
      const reader = await sitDown(options)
      reader.expectComplaint(REFUSED)
      await reader.openLesson(href, { live: !isPlain })

      for (const demo of isPlain ? demos.slice(0, 1) : demos) {
        const taken = await play(reader, href, demo, !isPlain)
        expect(taken.length).toBeGreaterThan(0)
        expect(taken).toEqual(taken.map((each) => recordedAs(each, demo, recordings[demo.id]!)))
      }
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
