/** Every lesson as its readers take it, from its top to its end: what `npm run course:walk` does for all of them. */
import { describe, expect } from 'vitest'
import { FORMS, type WalkForm } from '../course-walk/forms.ts'
import { Verdicts } from '../course-walk/verdicts.ts'
import { walkLesson } from '../course-walk/walk-lesson.ts'
import { courseOnDisk, exercisesOf } from '../support/exercises-on-disk.ts'
import { longOf } from '../support/long.ts'
import { test, type Reader } from '../support/reader.ts'
import { CONTENT } from '../support/the-course.ts'
import { formsFor, isWalkedShortly, walkedLessons } from '../support/whole-course.ts'

const long = longOf(test)
const exercises = exercisesOf(courseOnDisk(CONTENT))
const lessons = walkedLessons().map((folder, place) => ({
  ...{ ...folder, place },
  href: folder.lesson.href,
  exercises: exercises.filter(({ lesson }) => lesson === folder.lesson.path),
}))

/** What keeps somebody out, once all of it was done. A phone is looked at for its colours alone. */
function faultsIn(reader: Reader, { isPlain, isSmall }: WalkForm, href: string) {
  if (isPlain) return []
  return isSmall ? reader.faultsOfColour(href) : reader.faultsByDay(href)
}

describe.for(lessons)('$href', ({ href, place, ...folder }) => {
  const shortly = isWalkedShortly(place) ? test : long
  shortly.for(formsFor(FORMS, place))(
    'is walked $name: each press, question, task, exercise, prompt and recall',
    async (form, { sitDown }) => {
      const reader = await sitDown(form.options)
      const of = { lesson: folder.lesson.path, form: form.name }
      const verdicts = new Verdicts(of, () => Promise.resolve(null))
      await walkLesson({ reader, folder, form, verdicts })

      expect(verdicts.failures).toEqual([])
      expect(verdicts.passed).toBeGreaterThan(folder.demos.length)
      expect(await faultsIn(reader, form, href)).toEqual([])
    },
  )

  shortly('stands its stages beside their text, one at a time', async ({ sitDown }) => {
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
