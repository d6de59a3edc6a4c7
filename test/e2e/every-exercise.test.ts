/** Every exercise of both courses, in Chromium: a browser says word for word what Node says. */
import { describe, expect } from 'vitest'
import { exercisesInChromium } from '../support/exercises-in-chromium.ts'
import { courseOnDisk, exercisesOf } from '../support/exercises-on-disk.ts'
import { runExercise, told } from '../support/run-exercise.ts'
import { test } from '../support/reader.ts'

const COURSES = ['content', 'test/a-course']

describe('what checks say', () => {
  test.for(COURSES)('of the exercises of %s', async (content, { reader }) => {
    const chromium = await exercisesInChromium(reader.page)
    const exercises = exercisesOf(courseOnDisk(content))

    for (const { exercise, texts, name } of exercises) {
      const running = { ...exercise, checks: texts.checks }
      const start = { ...running, files: texts.start }

      expect(told(await chromium.run(start)), `${name}, start`).toBe(told(await runExercise(start)))
      expect(
        told(await chromium.run({ ...running, files: texts.solution })),
        `${name}, solution`,
      ).toBeNull()
    }
    expect(exercises.length).toBeGreaterThan(0)
  })

  test('names the line of the reader that threw, and that sent a query', async ({ reader }) => {
    const chromium = await exercisesInChromium(reader.page)
    const answer = await chromium.run({
      kind: 'context',
      migrations: ['2026_01_12_090000_create_users_auth_tables'],
      files: {
        'user.ts': `import type { Repo } from 'glasshouse/repo'
import { users } from 'glasshouse/given'

/** Looks twice. */
export async function find(repo: Repo): Promise<void> {
  await repo.get(users, 1)
  await repo.all(users, { id: 2 })
  throw new RangeError('nobody')
}
`,
      },
      checks: `
import { check } from 'glasshouse/exercise'
export default [check('finds', ({ code, repo, see }) => see('looking', () => code.user.find(repo), { ok: true }))]
`,
    })

    const unmet = answer.type === 'ran' ? answer.outcomes[0]?.unmet : null
    expect(unmet?.thrown?.place).toMatchObject({ file: 'user.ts', line: 8 })
    expect(
      unmet?.steps.map(({ layer, sql, line }) => [layer, sql, line?.file, line?.line]),
    ).toEqual([
      ['sql', expect.stringContaining('where "id" = ?1 [1]') as string, 'user.ts', 6],
      ['sql', expect.stringContaining('where "id" = ?1 [2]') as string, 'user.ts', 7],
    ])
  })
})
