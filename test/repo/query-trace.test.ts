import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { change } from '#changeset/changeset.ts'
import { build } from '#changeset/schema.ts'
import { secret } from '#lib/secret.ts'
import type { TraceStep } from '#trace/trace-step.ts'
import { migrateToLatest } from '#repo/migrator.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { test } from '../support/repo.ts'
import * as Members from './house/src/accounts/members.ts'
import { registration, users } from './schemas.ts'
import { noSuchTable, refusedBy, said, withPlaces } from '../support/words.ts'

/** The steps that were recorded while `fn` ran. */
async function stepsOf(fn: () => Promise<unknown>, layer?: string): Promise<TraceStep[]> {
  const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })
  await collect(recorder, fn).catch(() => undefined)
  return recorder.snapshot().steps.filter((step) => !layer || step.layer === layer)
}

const outline = (steps: readonly TraceStep[]) =>
  steps.map(({ tag, outcome, detail }) => `${tag} ${outcome} ${detail}`.trim())

describe('a query', () => {
  test('is a step with its text, its values and its rows', async ({ repo }) => {
    await repo.insertOrThrow(registration('ana@b'))

    const [step] = await stepsOf(() => Members.findMember(repo, 'ana@b'))

    expect(step).toMatchObject({
      layer: 'sql',
      name: withPlaces('select "id" from "users" where "email" = ?'),
      tag: 'sql.select.users',
      outcome: 'ok',
      detail: '1 row',
      data: {
        sql: withPlaces('select "id" from "users" where "email" = ?'),
        parameters: ['ana@b'],
        rows: 1,
        milliseconds: expect.any(Number) as unknown,
      },
    })
  })

  test('says which rows it gave, where it asked for their keys', async ({ repo }) => {
    const steps = await stepsOf(async () => {
      await repo.insert(registration('ana@b'))
      await repo.insert(registration('bo@b'))
      await repo.all(users)
      await repo.db.selectFrom('users').select('email').execute()
      await repo.deleteAll(users, { confirmed_at: null })
    }, 'sql')

    expect(steps.map(({ data }) => data['keys'])).toEqual([[1], [2], [1, 2], undefined, undefined])
  })

  test('says what it did in few words', async ({ repo }) => {
    const steps = await stepsOf(async () => {
      await repo.insert(registration('ana@b'))
      await repo.all(users)
      await repo.deleteAll(users, { confirmed_at: null })
      await repo.exists(users)
      await sql`create table notes (id integer)`.execute(repo.db)
      await sql`select * from nowhere`.execute(repo.db)
    }, 'sql')

    expect(outline(steps)).toEqual([
      'sql.insert.users ok 1 row written',
      'sql.select.users ok 1 row',
      'sql.delete.users ok 1 row deleted',
      'sql.select.users ok no rows',
      'sql.create.notes ok',
      `sql.select.nowhere error ${said('SQLITE_ERROR', noSuchTable('nowhere'))}`,
    ])
  })

  test('that is streamed is one step', async ({ repo }) => {
    await repo.insertOrThrow(registration('ana@b'))
    await repo.insertOrThrow(registration('bo@b'))

    const steps = await stepsOf(() => Members.listMembers(repo))

    expect(outline(steps)).toEqual(['sql.select.users ok 2 rows'])
  })

  test('by which the migrator looks around is none', async ({ repo }) => {
    const steps = await stepsOf(() => migrateToLatest(repo))

    expect(outline(steps).filter((step) => !step.includes('schema_migrations'))).toEqual([
      'sql.begin ok',
      'sql.commit ok',
    ])
    expect(steps.filter(({ name }) => name.includes('_lock'))).toEqual([])
  })

  test('is not recorded when nobody watches', async ({ repo }) => {
    const steps = await stepsOf(() => Promise.resolve())
    await repo.exists(users)

    expect(steps).toEqual([])
  })

  test('never shows what is secret', async ({ repo }) => {
    const token = new Uint8Array(32).fill(0xab)
    const user = await repo.insertOrThrow(registration('ana@b'))

    const steps = await stepsOf(async () => {
      const hashed_password = 'argon2-hash-of-hunter2'
      await repo.insert(change(build(users, { email: 'bo@b', hashed_password })))
      await repo.insert(Members.ticket(user.id, token))
      await repo.getBy(users, { hashed_password })
      await sql`select 1 where 'a' = ${secret('hunter2')}`.execute(repo.db)
      await repo.db.selectFrom('users_tokens').selectAll().where('token', '=', token).execute()
    }, 'sql')

    expect(steps.map(({ data }) => data['parameters'])).toEqual([
      ['bo@b', '**redacted**', repo.clock.now(), repo.clock.now()],
      [1, '**redacted**', 'login', 0],
      ['**redacted**'],
      ['**redacted**'],
      ['‹32 bytes›'],
    ])
    expect(JSON.stringify(steps)).not.toContain('hunter2')
    // As JSON has the bytes of an array; one of them alone may be a part of a time.
    expect(JSON.stringify(steps)).not.toContain('171,171')
  })
})

describe('a write', () => {
  test('says that each declared constraint held', async ({ repo }) => {
    const [insert, constraint] = await stepsOf(() => Members.join(repo, 'ana@b')).then((steps) =>
      steps.filter(({ layer }) => layer === 'sql' || layer === 'constraint'),
    )

    expect(insert?.name).toBe(
      withPlaces(
        'insert into "users" ("email", "inserted_at", "updated_at") values (?, ?, ?) returning *',
      ),
    )
    expect(constraint).toMatchObject({
      layer: 'constraint',
      name: 'users_email_index',
      tag: 'constraint.users_email_index',
      outcome: 'ok',
      detail: 'held',
    })
  })

  test('that is refused says which constraint refused, and where it was declared', async ({
    repo,
  }) => {
    await repo.insertOrThrow(registration('ana@b'))

    const steps = await stepsOf(() => Members.join(repo, 'ANA@b'))

    expect(outline(steps)).toEqual([
      'changeset.email.unique_constraint ok if users_email_index refuses: email has already been taken',
      `sql.insert.users error ${said('SQLITE_CONSTRAINT', refusedBy.unique('users.email', 'users_email_index'))}`,
      'constraint.users_email_index error users.email has already been taken',
      'changeset.repo.insert error action: insert; sent, and came back with 1 error',
    ])
    expect(steps[2]).toMatchObject({
      data: { type: 'unique', columns: ['email'], field: 'email' },
    })
  })

  test('that is refused by a foreign key says which', async ({ repo }) => {
    const write = () => repo.insert(Members.ticket(404, new Uint8Array(32)))
    const steps = await stepsOf(write, 'constraint')

    expect(outline(steps).at(-1)).toBe(
      'constraint.users_tokens_user_id_fkey error users_tokens.user_id does not exist',
    )
  })

  test('that nobody declared says so', async ({ repo }) => {
    await repo.insertOrThrow(registration('ana@b'))

    const steps = await stepsOf(
      () => repo.insert(change(build(users, { email: 'ana@b' }))),
      'constraint',
    )

    expect(outline(steps)).toEqual([
      'constraint.users_email_index error not declared by the changeset',
    ])
  })

  test('does not say that an index held which the reader has dropped', async ({ repo }) => {
    const held = () => stepsOf(() => repo.insert(registration(`${Math.random()}@b`)), 'constraint')

    const before = outline(await held())
    await sql`drop index users_email_index`.execute(repo.db)
    const after = outline(await held())
    await sql`create unique index users_email_index on users (email)`.execute(repo.db)

    expect(before).toEqual([
      'constraint.users_email_check ok held',
      'constraint.users_email_index ok held',
    ])
    expect(after).toEqual([
      'constraint.users_email_check ok held',
      'constraint.users_email_index skip not in this database',
    ])
    expect(outline(await held())).toEqual(before)
  })
})
