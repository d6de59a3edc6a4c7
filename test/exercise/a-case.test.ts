/**
 * What a case of a check can ask, tried with code as readers write it: for each kind
 * of exercise that a lesson may have, an answer that is right and one that is not.
 */
import { describe, expect, test } from 'vitest'
import type { ExerciseKind } from '#course/schema/exercise.ts'
import { runExercise, told } from '../support/run-exercise.ts'

const ACCOUNTS = '2026_01_12_090000_create_users_auth_tables'
const SCORES = [
  ACCOUNTS,
  '2026_11_28_060000_create_organizations_and_roles',
  '2026_11_28_060500_create_scores',
]

interface Tried {
  readonly kind: ExerciseKind
  readonly migrations?: readonly string[]
  /** What stands in `code.ts`. */
  readonly right: string
  readonly wrong: string
  /** Given beside it, as `given.ts`. */
  readonly beside?: string
  readonly checks: string
  /** What whoever wrote the wrong one is told. */
  readonly says: string
}

const TRIED: Readonly<Record<string, Tried>> = {
  'a scope whose look-ups are counted': {
    kind: 'pure',
    right: `
export async function forUser(user, ask) {
  if (!user) return null
  const [organization, roles] = await Promise.all([ask.organizationOf(user), ask.rolesOf(user)])
  return Object.freeze({ user, organization, roles })
}`,
    wrong: `
export async function forUser(user, ask) {
  return { user, roles: await ask.rolesOf(user), get organization() { return ask.organizationOf(user) } }
}`,
    checks: `
import { check, counted } from 'glasshouse/exercise'
import { ana } from 'glasshouse/given'
const lookUps = () => counted({ organizationOf: async () => null, rolesOf: async () => ['admin'] })
export default [
  check('looks once', async ({ code, see }) => {
    const { ask, asked } = lookUps()
    await see('reading the organization twice', async () => {
      const scope = await code.code.forUser(ana, ask)
      scope.organization
      scope.organization
      return asked.toSorted()
    }, { is: ['organizationOf', 'rolesOf'] })
    await see('looking whether it can be changed', async () => Object.isFrozen(await code.code.forUser(ana, ask)), { is: true })
  }),
  check('asks nothing about nobody', async ({ code, see }) => {
    const { ask, asked } = lookUps()
    await see('a scope for nobody', () => code.code.forUser(null, ask), { is: null })
    await see('counting the look-ups', () => asked, { is: [] })
  }),
]`,
    says: "reading the organization twice: seen ['organizationOf', 'organizationOf', 'rolesOf'], hoped for ['organizationOf', 'rolesOf']",
  },

  'a handler that asks nothing before it knows who is there': {
    kind: 'context',
    migrations: SCORES,
    right: `
import { cast, fail, loaded, pipe, validateLength } from 'glasshouse/changeset'
import { scores } from 'glasshouse/given'
export async function updateComment(scope, repo, id, params) {
  if (!scope) return fail('log in')
  const own = await repo.getBy(scores, { id, user_id: scope.user.id })
  if (!own) return fail('not found')
  return repo.update(pipe(cast(loaded(scores, own), params, ['comment']), validateLength('comment', { max: 200 })))
}`,
    wrong: `
import { cast, fail, loaded } from 'glasshouse/changeset'
import { scores } from 'glasshouse/given'
export async function updateComment(scope, repo, id, params) {
  const score = await repo.get(scores, id)
  if (!scope) return fail('log in')
  if (!score) return fail('not found')
  return repo.update(cast(loaded(scores, score), params, ['comment', 'points']))
}`,
    checks: `
import { check } from 'glasshouse/exercise'
import { ana, bo, insertPeople, insertScores, scopeForUser, scores } from 'glasshouse/given'
const ready = async (repo) => {
  await insertPeople(repo)
  await insertScores(repo, [{ user_id: ana.id, comment: 'first' }, { user_id: bo.id }])
}
export default [
  check('asks nobody to log in twice', async ({ code, repo, see }) => {
    await ready(repo)
    await see('writing as nobody', () => code.code.updateComment(null, repo, 1, {}), { ok: false, is: 'log in', queries: [] })
  }),
  check('writes what is allowed', async ({ code, repo, clock, see }) => {
    await ready(repo)
    const scope = scopeForUser({ repo, clock }, ana)
    await see('writing a comment and points', () => code.code.updateComment(scope, repo, 1, { comment: 'mine', points: 1 }), { ok: true, writes: ['update scores'], sets: ['comment'] })
    await see('reading score 1', async () => (await repo.get(scores, 1)).comment, { is: 'mine' })
    await see('writing to Bo’s', () => code.code.updateComment(scope, repo, 2, { comment: 'x' }), { ok: false, is: 'not found', writes: [] })
    await see('writing 201 letters', () => code.code.updateComment(scope, repo, 1, { comment: 'x'.repeat(201) }), { ok: false, action: 'update', errors: ['comment should be at most 200 character(s)'], writes: [] })
    await see('writing the same again', () => code.code.updateComment(scope, repo, 1, { comment: 'mine' }), { ok: true, writes: [] })
  }),
]`,
    says: 'writing as nobody: seen “log in”, one query: select scores, hoped for “log in”, no query',
  },

  'a rule of one’s own': {
    kind: 'pure',
    right: `
import { validateChange } from 'glasshouse/changeset'
export const validateNotReserved = (field, reserved) =>
  validateChange(field, (_, value) => reserved.includes(value.toLowerCase()) ? [{ field, message: 'is reserved' }] : [])`,
    wrong: `
import { addError, getField, step } from 'glasshouse/changeset'
export const validateNotReserved = (field, reserved) =>
  step('validateNotReserved', { tag: 'changeset.reserved', fields: [field] }, (changeset) =>
    reserved.includes(getField(changeset, field)) ? addError(changeset, field, 'is reserved') : changeset)`,
    checks: `
import { cast, change, loaded, pipe, validateFormat } from 'glasshouse/changeset'
import { check } from 'glasshouse/exercise'
import { ana, users } from 'glasshouse/given'
const rule = (code) => code.code.validateNotReserved('email', ['ana@example.test'])
const as = (code, email) => pipe(change(loaded(users, { ...ana, email: 'x@y' }), { email }), rule(code))
export default [
  check('refuses the word', async ({ code, see }) => {
    await see('changing to ana@example.test', () => as(code, 'ana@example.test'), { errors: ['email is reserved'] })
    await see('changing to another', () => as(code, 'bo@example.test'), { ok: true, errors: [] })
  }),
  check('looks at changes alone', async ({ code, see }) => {
    await see('changing nothing of Ana', () => pipe(change(loaded(users, ana)), rule(code)), { errors: [] })
    await see('changing to ANA@example.test', () => as(code, 'ANA@example.test'), { errors: ['email is reserved'] })
    await see('an address that is wrong besides', () => pipe(as(code, 'ana@example.test'), validateFormat('email', /^bo/)), { errors: ['email has invalid format', 'email is reserved'] })
  }),
]`,
    says: 'changing nothing of Ana: seen “email is reserved”, hoped for no error',
  },

  'errors as a form has them': {
    kind: 'pure',
    right: `
import { fillIn, traverseErrors } from 'glasshouse/changeset'
export const errorsOf = (changeset) => changeset.action ? traverseErrors(changeset, (message, opts) => fillIn(message, opts)) : {}`,
    wrong: `
import { traverseErrors } from 'glasshouse/changeset'
export const errorsOf = (changeset) => traverseErrors(changeset, (message) => message)`,
    checks: `
import { addError, build, change, pipe, putAction } from 'glasshouse/changeset'
import { check } from 'glasshouse/exercise'
import { users } from 'glasshouse/given'
const long = () => addError(change(build(users)), 'email', 'should be at most %{count} character(s)', { count: 160 })
export default [
  check('fills in', async ({ code, see }) => {
    await see('an address that is too long', () => code.code.errorsOf(putAction(long(), 'insert')), { is: { email: ['should be at most 160 character(s)'] } })
  }),
  check('waits for an action', async ({ code, see }) => {
    await see('a form that nobody has sent', () => code.code.errorsOf(long()), { is: {} })
  }),
]`,
    says: "an address that is too long: seen { email: ['should be at most %{count} character(s)'] }",
  },

  'a changeset that asks': {
    kind: 'repo',
    migrations: [ACCOUNTS],
    right: `
import { build, cast, pipe, unsafeValidateUnique, validateLength } from 'glasshouse/changeset'
import { users } from 'glasshouse/given'
export async function registrationChangeset(params, repo) {
  const asked = await unsafeValidateUnique(cast(build(users), params, ['email']), ['email'], repo)
  return pipe(cast(asked, params, ['password']), validateLength('password', { min: 12 }))
}`,
    wrong: `
import { build, cast, pipe, unsafeValidateUnique, validateLength } from 'glasshouse/changeset'
import { users } from 'glasshouse/given'
export async function registrationChangeset(params, repo) {
  await unsafeValidateUnique(cast(build(users), params, ['email']), ['email'], repo)
  return pipe(cast(build(users), params, ['email', 'password']), validateLength('password', { min: 12 }))
}`,
    checks: `
import { check } from 'glasshouse/exercise'
import { insertPeople } from 'glasshouse/given'
export default [
  check('keeps both', async ({ code, repo, see }) => {
    await insertPeople(repo)
    await see('registering Ana again, with a short password', () => code.code.registrationChangeset({ email: 'ana@example.test', password: 'short' }, repo), {
      ok: false, queries: ['select users'],
      errors: ['password should be at least 12 character(s)', 'email has already been taken'],
    })
    await see('registering Cy', () => code.code.registrationChangeset({ email: 'cy@example.test', password: 'long enough for anybody' }, repo), { ok: true, changes: { email: 'cy@example.test', password: 'long enough for anybody' } })
  }),
]`,
    says: 'close: “email has already been taken” is missing.',
  },

  'a table whose constraints have names': {
    kind: 'migration',
    migrations: SCORES,
    right: `
export const up = (db) => db.schema.createTable('comments')
  .addColumn('id', 'integer', (column) => column.primaryKey())
  .addColumn('score_id', 'integer', (column) => column.notNull())
  .addForeignKeyConstraint('comments_score_id_fkey', ['score_id'], 'scores', ['id'], (key) => key.onDelete('cascade'))
  .execute()`,
    wrong: `
export const up = (db) => db.schema.createTable('comments')
  .addColumn('id', 'integer', (column) => column.primaryKey())
  .addColumn('score_id', 'integer')
  .addForeignKeyConstraint('comments_score_fkey', ['score_id'], 'scores', ['id'])
  .execute()`,
    beside: `
import { defineSchema } from 'glasshouse/changeset'
export const comments = defineSchema({ source: 'comments', name: 'Comment', fields: { id: { type: 'id', primaryKey: true }, score_id: 'id' } })`,
    checks: `
import { build, change } from 'glasshouse/changeset'
import { check } from 'glasshouse/exercise'
import { insertPeople, insertScores, scores, users } from 'glasshouse/given'
import { comments } from './solution/given.ts'
const ready = async (code, repo) => {
  await code.code.up(repo.db)
  await insertPeople(repo)
  await insertScores(repo, [{}, {}])
}
const comment = (repo, score_id) => repo.insert(change(build(comments), { score_id }))
export default [
  check('knows no comment on nothing', async ({ code, repo, see }) => {
    await ready(code, repo)
    await see('a comment on score 99', () => comment(repo, 99), { throws: 'ConstraintError', refusedBy: 'comments_score_id_fkey' })
    await see('a comment on no score', () => comment(repo, null), { throws: '', refusedBy: 'comments_score_id_not_null' })
  }),
  check('takes comments along', async ({ code, repo, see }) => {
    await ready(code, repo)
    await comment(repo, 1)
    await see('deleting score 1', () => repo.deleteAll(scores, { id: 1 }), { is: 1 })
    await see('counting comments', async () => (await repo.all(comments)).length, { is: 0 })
    await comment(repo, 2)
    await see('deleting Ana', () => repo.deleteAll(users, { id: 1 }), { is: 1 })
    await see('counting comments again', async () => (await repo.all(comments)).length, { is: 0 })
  }),
]`,
    says: 'refused by comments_score_fkey, hoped for an exception, ConstraintError, refused by comments_score_id_fkey',
  },

  'words for a check of the table': {
    kind: 'repo',
    migrations: SCORES,
    right: `
import { cast, checkConstraint, pipe } from 'glasshouse/changeset'
export const scoreWithWords = (base, params) => pipe(cast(base, params, ['user_id', 'points', 'guesses']),
  checkConstraint('points', { name: 'scores_points_check', message: 'must be between 0 and 10' }),
  checkConstraint('guesses', { name: 'scores_guesses_check' }))`,
    wrong: `
import { cast, checkConstraint, pipe } from 'glasshouse/changeset'
export const scoreWithWords = (base, params) => pipe(cast(base, params, ['user_id', 'points', 'guesses']),
  checkConstraint('points', { name: 'points_check' }))`,
    checks: `
import { build } from 'glasshouse/changeset'
import { check } from 'glasshouse/exercise'
import { insertPeople, scores } from 'glasshouse/given'
export default [
  check('has words', async ({ code, repo, see }) => {
    await insertPeople(repo)
    const write = (params) => () => repo.insert(code.code.scoreWithWords(build(scores), { user_id: 1, points: 5, guesses: 5, ...params }))
    await see('12 points', write({ points: 12 }), { ok: false, errors: ['points must be between 0 and 10'], refusedBy: 'scores_points_check' })
    await see('0 guesses', write({ guesses: 0 }), { ok: false, errors: ['guesses is invalid'] })
    await see('a score of nobody', write({ user_id: 99 }), { throws: 'ConstraintError', refusedBy: 'scores_user_id_fkey' })
  }),
]`,
    says: '12 points: seen an exception, ConstraintError: constraint error when attempting to insert struct: * "scores_points_check"',
  },

  'plugs that run in order': {
    kind: 'plug',
    right: `
export function runPlugs(plugs, context) {
  for (const plug of plugs) {
    const response = plug(context)
    if (response) return response
  }
}`,
    wrong: `
export const runPlugs = (plugs, context) => plugs.map((plug) => plug(context)).at(-1)`,
    checks: `
import { check, counted } from 'glasshouse/exercise'
import { nowhere, scopeForVisitor } from 'glasshouse/given'
import { contextOf } from 'glasshouse/plug'
const context = contextOf({ scope: scopeForVisitor(nowhere) })
export default [
  check('passes on', async ({ code, see }) => {
    await see('no plug at all', () => code.code.runPlugs([], context), { is: undefined })
  }),
  check('stops at an answer', async ({ code, see }) => {
    const { ask, asked } = counted({ first: () => undefined, second: () => new Response(null, { status: 403 }), third: () => undefined })
    await see('three plugs, of which the second answers', () => code.code.runPlugs([ask.first, ask.second, ask.third], context), { status: 403 })
    await see('asking who ran', () => asked, { is: ['first', 'second'] })
  }),
  check('stops at an exception', async ({ code, see }) => {
    const { ask, asked } = counted({ first: () => { throw new RangeError('no') }, second: () => undefined })
    await see('a plug that throws', () => code.code.runPlugs([ask.first, ask.second], context), { throws: 'RangeError: no' })
    await see('asking who ran', () => asked, { is: ['first'] })
  }),
]`,
    says: 'three plugs, of which the second answers: seen undefined, hoped for the status 403',
  },

  'a guard that reads no cookie': {
    kind: 'plug',
    right: `
import { definePlug } from 'glasshouse/plug'
import { isUserScope } from 'glasshouse/given'
export const requireAdmin = definePlug('requireAdmin', ({ locals: { scope }, redirect }) => {
  if (!isUserScope(scope)) return redirect('/users/log-in')
  return scope.roles.includes('admin') ? undefined : new Response(null, { status: 403 })
})`,
    wrong: `
import { definePlug } from 'glasshouse/plug'
export const requireAdmin = definePlug('requireAdmin', ({ cookies, redirect }) => cookies.get('session') ? undefined : redirect('/users/log-in'))`,
    checks: `
import { check, counted } from 'glasshouse/exercise'
import { ana, nowhere, scopeForUser, scopeForVisitor } from 'glasshouse/given'
import { contextOf, runPlugs } from 'glasshouse/plug'
const run = (code, scope, cookies) => runPlugs([code.code.requireAdmin], contextOf({ scope, cookies }))
export default [
  check('knows three kinds of people', async ({ code, see }) => {
    await see('nobody', () => run(code, scopeForVisitor(nowhere)), { status: 303, to: '/users/log-in' })
  }),
  check('looks at the scope alone', async ({ code, see }) => {
    const { ask, asked } = counted({ cookie: () => 'token' })
    await see('an admin', () => run(code, scopeForUser(nowhere, ana, ['admin']), ask.cookie), { is: undefined })
    await see('asking for cookies', () => asked, { is: [] })
    await see('a member', () => run(code, scopeForUser(nowhere, ana), ask.cookie), { status: 403 })
  }),
]`,
    says: "asking for cookies: seen ['cookie'], hoped for []",
  },

  'a sum that refuses what makes no sense': {
    kind: 'pure',
    right: `
import { MINUTE } from 'glasshouse/given'
export function inSudoMode({ authenticatedAt }, minutes, now) {
  if (minutes < 0) throw new RangeError('No negative minutes.')
  return authenticatedAt > now - minutes * MINUTE
}`,
    wrong: `
import { MINUTE } from 'glasshouse/given'
export const inSudoMode = ({ authenticatedAt }, minutes, now) => authenticatedAt > now - minutes * MINUTE`,
    checks: `
import { check } from 'glasshouse/exercise'
import { MINUTE } from 'glasshouse/given'
export default [
  check('is strict', async ({ code, see, clock }) => {
    const now = clock.now()
    await see('10 minutes later', () => code.code.inSudoMode({ authenticatedAt: now - 10 * MINUTE }, 10, now), { is: false })
    await see('minus 10 minutes', () => code.code.inSudoMode({ authenticatedAt: now }, -10, now), { throws: '' })
  }),
]`,
    says: 'minus 10 minutes: seen no exception: false, hoped for an exception',
  },
}

describe.for(Object.entries(TRIED))(
  '%s',
  ([, { kind, migrations = [], beside, checks, ...tried }]) => {
    const run = async (code: string) => {
      const files = { 'code.ts': code, ...(beside !== undefined && { 'given.ts': beside }) }
      return told(await runExercise({ kind, migrations, files, checks }))
    }

    test('is right', async () => {
      expect(await run(tried.right)).toBeNull()
    })

    test('is not right, and says why', async () => {
      expect(await run(tried.wrong)).toContain(tried.says)
    })
  },
)
