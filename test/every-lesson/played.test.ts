/** Every lesson as its readers take it: each step of each act, by its Run in the text. */
import type { BrowserContextOptions } from 'playwright-core'
import { describe, expect } from 'vitest'
import { play, recordedAs, type Played } from '../support/played.ts'
import { PHONE, test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'
import { formsFor, walkedLessons } from '../support/whole-course.ts'

const lessons = walkedLessons().map((folder, place) => ({
  ...{ ...folder, place },
  href: folder.lesson.href,
}))
// A demo may be about a refusal; the browser calls that a failed resource.
const REFUSED = /status of (?:404|500)/

interface Form extends Played {
  readonly name: string
  readonly options: BrowserContextOptions
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

      // Without JavaScript the first act alone: over HTTP every one is played so, see recordings.test.ts.
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
