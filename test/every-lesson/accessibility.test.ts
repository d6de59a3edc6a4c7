/** Every lesson as it is opened, on a wide screen by day and on a phone by night. */
import type { BrowserContextOptions } from 'playwright-core'
import { expect } from 'vitest'
import { PHONE, test, type Reader } from '../support/reader.ts'
import { formsFor, walkedLessons } from '../support/whole-course.ts'

const LESSONS = walkedLessons().map(({ lesson }) => lesson.href)

interface Look {
  readonly name: string
  readonly options: BrowserContextOptions
  readonly faultsOf: (reader: Reader, what: string) => Promise<readonly unknown[]>
}

const LOOKS: readonly Look[] = [
  {
    name: 'by day, 1440 px wide,',
    options: { viewport: { width: 1440, height: 900 } },
    faultsOf: (reader, what) => reader.faultsByDay(what),
  },
  {
    name: 'by night, on a phone,',
    options: { ...PHONE, colorScheme: 'dark' },
    faultsOf: (reader, what) => reader.faultsOfColour(what),
  },
]

const walks = LESSONS.flatMap((path, place) =>
  formsFor(LOOKS, place).map((look) => ({ path, ...look })),
)

test.for(walks)('$path, $name keeps nobody out, and fits', async (walk, { sitDown }) => {
  const { path, options, faultsOf } = walk
  const reader = await sitDown(options)
  await reader.page.goto(path, { waitUntil: 'networkidle' })

  expect(await faultsOf(reader, path)).toEqual([])
})
