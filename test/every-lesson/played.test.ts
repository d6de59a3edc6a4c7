/** Every lesson as its readers take it: each step of each act, by its Run in the text. */
import type { BrowserContextOptions, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { Demo } from '#course/course-data.ts'
import type { RecordedTrace } from '#course/recording.ts'
import { FLOORS } from '#trace/floors.ts'
import { guardName } from '#trace/guard-words.ts'
import { laneSteps, type Split } from '#trace/raced.ts'
import { PHONE, test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'
import { formsFor, walkedLessons } from '../support/whole-course.ts'

const lessons = walkedLessons().map((folder, place) => ({
  ...{ ...folder, place },
  href: folder.lesson.href,
}))
// A demo may be about a refusal; the browser calls that a failed resource.
const REFUSED = /status of (?:404|500)/

interface Beside {
  readonly status: number
  readonly end: string | null
  /** Who refused it, as its sentence says it; `null` where nobody did. */
  readonly by: string | null
  /** The words on its fields that its strip says. */
  readonly words: readonly string[]
}

interface Taken {
  readonly step: string
  /** Requests that stand beside each other, as after a race; none for one by itself. */
  readonly beside: readonly Beside[] | null
  /** The floors of the house on which they ended, from the roof down. `null` where a phone has put the stage away. */
  readonly floors: readonly string[] | null
  readonly title: string | null
  readonly status: number
  /** How it ended, as the strip says it and as the list does, where one row decides. */
  readonly ends: readonly (string | null)[]
}

/** Takes every step that the text has a Run for, and answers what the stage says of each. */
async function play(reader: Reader, href: string, demo: Demo, { isPlain, isSmall }: Form) {
  const alive = !isPlain
  const { page } = reader
  const taken: Taken[] = []
  for (const step of await runsOf(page, demo)) {
    if (!alive) await page.goto(href)
    const button = page.locator(`form[data-run="${step}"] button`).first()
    if (alive) await button.click()
    else await Promise.all([page.waitForEvent('load'), button.click()])
    await page.locator('body:has(glass-stage[data-busy])').waitFor({ state: 'detached' })
    const said = await saidOf(page, alive ? demo : null)
    if (isSmall) {
      taken.push({ step, ...said, beside: null, floors: null })
      continue
    }
    const { beside, floors } = await besideIn(page, alive ? demo : null)
    const isOne = beside.length === 0
    taken.push({ step, ...said, beside, floors: isOne ? [] : floors })
  }
  return taken
}

const runsOf = (page: Page, { id }: Demo) =>
  page
    .locator(`form[data-run][data-stage-of="${id}"]`)
    .evaluateAll((forms) => forms.map((form) => (form as HTMLElement).dataset.run ?? ''))

const stageOf = (page: Page, demo: Demo | null) =>
  demo ? page.locator(`glass-stage[data-demo="${demo.id}"]`) : page.locator('main')

/** Each strip that stands beside another, and the floors on which the house says that they ended. */
const besideIn = (page: Page, demo: Demo | null) =>
  stageOf(page, demo).evaluate((whole) => {
    const strips = [...whole.querySelectorAll<HTMLElement>('.stage-strip .strips > .strip')]
    const ended = whole.querySelectorAll<HTMLElement>('.house-floor[data-end]')
    const textIn = (strip: HTMLElement, part: string) =>
      strip.querySelector(part)?.textContent.replace(/\s+/g, ' ').trim() ?? ''
    return {
      floors: [...new Set([...ended].map(({ dataset }) => dataset.floor ?? ''))],
      beside: strips.map((strip) => ({
        status: Number(textIn(strip, '.strip-status')),
        end: strip.dataset.end ?? null,
        by: /^The (.+) refused /.exec(textIn(strip, '.strip-sentence'))?.[1] ?? null,
        words: [textIn(strip, '.strip-below')].filter(Boolean),
      })),
    }
  })

async function saidOf(
  page: Page,
  demo: Demo | null,
): Promise<Omit<Taken, 'step' | 'beside' | 'floors'>> {
  return stageOf(page, demo).evaluate((whole) => {
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
  const { title = '', status = 0, steps = [] } = recordings[number - 1] ?? {}
  const { ends: end, does } = demo.steps[number - 1] ?? {}
  if (does === 'race' || does === 'split')
    return taken.beside === null ? taken : { ...taken, ...recordedBeside(taken.beside, steps) }
  const alone = taken.beside === null ? { beside: null, floors: null } : { beside: [], floors: [] }
  return { step, ...alone, title, status, ends: ends.map(() => end?.kind ?? null) }
}

/** The same of requests beside each other: where each ended, and in which words it was refused. */
function recordedBeside(beside: readonly Beside[], steps: RecordedTrace['steps']) {
  // As `noteRace` and `noteSplit` write it.
  const { lanes = [] } = (laneSteps({ steps: steps as never }).at(-1)?.data ??
    {}) as unknown as Partial<Split>
  const floors: readonly string[] = FLOORS.filter((floor) => lanes.some(({ at }) => at === floor))
  return {
    floors,
    beside: lanes.map(({ status, ends, caught_by: by, words }, at): Beside => ({
      ...{ status, end: ends, by: by && guardName(by) },
      // A strip says more than that: which field, or what was done.
      words:
        words.length === 0 || words.every((word) => beside[at]?.words.join().includes(word))
          ? (beside[at]?.words ?? [])
          : words,
    })),
  }
}

interface Form {
  readonly name: string
  readonly options: BrowserContextOptions
  /** Without JavaScript the first act alone: over HTTP every one is played so, see test/every-lesson/recordings.test.ts. */
  readonly isPlain: boolean
  /** A phone shows the answer under its button; its house and strips wait until they are opened. */
  readonly isSmall?: boolean
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
    isSmall: true,
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
    async (form, { sitDown }) => {
      const { options, isPlain, faultsOf } = form
      const reader = await sitDown(options)
      reader.expectComplaint(REFUSED)
      await reader.openLesson(href, { live: !isPlain })

      for (const demo of isPlain ? demos.slice(0, 1) : demos) {
        const taken = await play(reader, href, demo, form)
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
