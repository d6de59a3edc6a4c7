/** What a reader is told of code that does not get as far as a check, and of checks that do not end. */
import { describe, expect, test } from 'vitest'
import { readAnswer, type Answer } from '#exercise/outcome.ts'
import { readCode } from '#exercise/read-code.ts'
import { runExercise, told } from '../support/run-exercise.ts'

const CHECKS = `
import { check } from 'glasshouse/exercise'

export default [
  check('answers', async ({ code, see }) => {
    await see('asking for one', () => code.user.one(), { is: 1 })
  }),
]
`
const run = (user: string, checks = CHECKS) =>
  runExercise({ kind: 'pure', migrations: [], files: { 'user.ts': user }, checks })

const thrownIn = (answer: Answer) =>
  answer.type === 'unread' ? answer.thrown : answer.outcomes[0]?.unmet?.thrown

describe('an exception', () => {
  test('stands in its line, with the words of the act', async () => {
    const answer = await run(
      "export const one = (): number => {\n  throw new RangeError('too few')\n}",
    )

    expect(told(answer)).toBe('asking for one: seen an exception, RangeError: too few, hoped for 1')
    expect(thrownIn(answer)?.place).toEqual({ file: 'user.ts', line: 2, column: 9 })
  })

  test('while the file loads is told without a check', async () => {
    const answer = await run("\nthrow new Error('at once')\nexport {}")

    expect(answer.type).toBe('unread')
    expect(thrownIn(answer)).toEqual({
      ...{ name: 'Error', message: 'at once' },
      place: { file: 'user.ts', line: 2, column: 7 },
    })
  })
})

describe('an import', () => {
  test('of something that is not there names what there is', async () => {
    const answer = await run("\nimport { map } from 'lodash'\nexport const one = () => map")

    expect(told(answer)).toBe(
      'Nothing here is called “lodash”. There are glasshouse/changeset, glasshouse/given, glasshouse/plug, glasshouse/repo, ./user.ts.',
    )
    expect(thrownIn(answer)?.place).toMatchObject({ file: 'user.ts', line: 2 })
  })

  test('of a name that its module does not have names the nearest', async () => {
    const answer = await run(
      "import { validateLenght } from 'glasshouse/changeset'\nexport const one = () => validateLenght",
    )

    expect(told(answer)).toBe(
      'glasshouse/changeset has no “validateLenght”. Did you mean “validateLength”?',
    )
  })

  test('of the database where there is none', async () => {
    const answer = await run("import { sql } from 'kysely'\nexport const one = () => sql")

    expect(told(answer)).toContain('Nothing here is called “kysely”.')
  })
})

test('what is no TypeScript has its place before anything runs', () => {
  expect(readCode({ 'user.ts': 'export const one = (\n' }).problems).toEqual([
    { file: 'user.ts', from: 21, to: 21, message: 'It stops too early.' },
  ])
})

test('a check that waits for ever is ended, and the next one runs', async () => {
  const checks = CHECKS.replace(
    'export default [',
    "export default [\n  check('waits', () => new Promise(() => undefined)),",
  )
  const answer = await run('export const one = () => 1', checks)

  expect(told(answer)).toBe('waiting: seen no answer within 2 s, hoped for an answer')
  expect(answer.type === 'ran' && answer.outcomes[1]?.unmet).toBeNull()
})

test('each check has a database of its own', async () => {
  const checks = `
import { check } from 'glasshouse/exercise'
import { insertPeople, users } from 'glasshouse/given'

const count = check('counts', async ({ repo, see }) => {
  await insertPeople(repo)
  await see('counting', async () => (await repo.all(users)).length, { is: 2 })
})

export default [count, count]
`
  const answer = await runExercise({
    ...{ kind: 'repo', files: { 'user.ts': 'export {}' }, checks },
    migrations: ['2026_01_12_090000_create_users_auth_tables'],
  })

  expect(told(answer)).toBeNull()
})

test('the failing case has its steps: the rule beside the index', async () => {
  const answer = await runExercise({
    kind: 'repo',
    migrations: ['2026_01_12_090000_create_users_auth_tables'],
    files: {
      'user.ts': `
import { build, cast, pipe, validateRequired, type Params } from 'glasshouse/changeset'
import { users } from 'glasshouse/given'
export const changeset = (params: Params) =>
  pipe(cast(build(users), params, ['email']), validateRequired(['email']))
`,
    },
    checks: `
import { check } from 'glasshouse/exercise'
export default [
  check('tells', async ({ code, repo, see }) => {
    await repo.insert(code.user.changeset({ email: 'ana@b' }))
    await see('again', () => repo.insert(code.user.changeset({ email: 'ana@b' })), { ok: false })
  }),
]
`,
  })

  const unmet = answer.type === 'ran' ? answer.outcomes[0]?.unmet : null
  expect(unmet?.steps.map(({ layer, name }) => `${layer} ${name}`)).toEqual(
    expect.arrayContaining(['changeset validateRequired', 'constraint users_email_index']),
  )
})

describe('what a worker says', () => {
  test.for([null, 5, {}, { type: 'ran', outcomes: 'all' }, { type: 'unread' }])(
    'is no answer: %o',
    (said) => {
      expect(readAnswer(said)).toBeNull()
    },
  )

  test('is cut where it is too much', () => {
    const thrown = { name: 'Error', message: 'x'.repeat(9_999), place: { line: 'no' } }

    expect(readAnswer({ type: 'unread', thrown })).toEqual({
      type: 'unread',
      thrown: {
        name: 'Error',
        message: 'x'.repeat(2_000),
        place: { file: '', line: 0, column: 0 },
      },
    })
    expect(readAnswer({ type: 'ran', outcomes: new Array(30).fill({}) })).toBeNull()
  })
})
