/** What holds for each exercise of both courses. The checks are those that a reader runs. */
import { describe, expect, test } from 'vitest'
import { mistakeInWords } from '#course/reading/mistake.ts'
import type { ExerciseFolder } from '#course/reading/read-files.ts'
import type { Answer } from '#exercise/outcome.ts'
import { courseOnDisk, exercisesOf } from '../support/exercises-on-disk.ts'
import { runExercise, told } from '../support/run-exercise.ts'

const courses = ['content', 'test/a-course'].map(courseOnDisk)
const exercises = courses.flatMap(exercisesOf)

const listed = new Map(
  courses.flatMap(({ course }) => course.exercises.map(({ id, checks }) => [id, checks] as const)),
)

const run = ({ exercise, texts }: ExerciseFolder, code: Readonly<Record<string, string>>) =>
  runExercise({ ...exercise, files: code, checks: texts.checks })

const outcomesOf = (answer: Answer) => (answer.type === 'ran' ? answer.outcomes : [])

test('no file of an exercise has a mistake', () => {
  const mistakes = courses.flatMap((course) => course.mistakes)

  expect(mistakes.filter(({ file }) => file.includes('/exercises/')).map(mistakeInWords)).toEqual(
    [],
  )
})

test('there is one of each kind', () => {
  expect(new Set(exercises.map(({ exercise }) => exercise.kind))).toEqual(
    new Set(['pure', 'plug', 'repo', 'migration', 'context']),
  )
})

describe.for(exercises)('$name', (own) => {
  const { exercise, texts } = own

  test('begins with something to do, and with something that is right', async () => {
    const answer = await run(own, texts.start)
    const outcomes = outcomesOf(answer)

    expect(outcomes.length).toBeGreaterThan(1)
    expect(outcomes.filter(({ unmet }) => unmet).length).toBeGreaterThan(0)
    expect(outcomes.filter(({ unmet }) => !unmet).length).toBeGreaterThan(0)
  })

  test('is met by its solution', async () => {
    const answer = await run(own, texts.solution)

    expect(told(answer)).toBeNull()
    // The card lists what is in the text of the checks: the same as what runs.
    expect(outcomesOf(answer).map(({ name }) => name)).toEqual(listed.get(exercise.id))
  })

  test('tells each mistake in words of its own', async () => {
    const sentences = [told(await run(own, texts.start))]
    for (const { replace, with: written, says } of exercise.mistakes) {
      const code = Object.fromEntries(
        Object.entries(texts.solution).map(([name, text]) => [
          name,
          text.replace(replace, written),
        ]),
      )
      const sentence = told(await run(own, code))
      expect(sentence).toContain(says)
      sentences.push(sentence)
    }

    expect(new Set(sentences).size).toBe(exercise.mistakes.length + 1)
  })
})
