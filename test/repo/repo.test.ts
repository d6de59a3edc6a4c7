import { sql } from 'kysely'
import { describe, expect, expectTypeOf } from 'vitest'
import { change, type Changeset } from '#changeset/changeset.ts'
import { noAssocConstraint, uniqueConstraint } from '#changeset/constraints.ts'
import { InvalidChangesetError, ConstraintError } from '#changeset/errors.ts'
import { prepareChanges } from '#changeset/prepare.ts'
import { build, defineSchema, loaded } from '#changeset/schema.ts'
import { traverseErrors } from '#changeset/traverse-errors.ts'
import { unsafeValidateUnique } from '#changeset/unsafe-validate-unique.ts'
import { pipe } from '#lib/pipe.ts'
import type { Result } from '#lib/result.ts'
import { WriteRefusedError } from '#repo/database-error.ts'
import type { Repo } from '#repo/repo.ts'
import { MultipleResultsError, NoResultsError } from '#repo/results-error.ts'
import { test, WITH_POSTGRES } from '../support/repo.ts'
import { registration, tokenFor, users, usersTokens, type User } from './schemas.ts'
import { refusedBy } from '../support/words.ts'

const NOW = Date.UTC(2026, 0, 12, 9)

function register(repo: Repo, email = 'ana@example.com'): Promise<User> {
  return repo.insertOrThrow(registration(email))
}

function errorsOf<Row extends object>(result: Result<Row, Changeset<Row>>) {
  return result.ok ? null : traverseErrors(result.error)
}

const countUsers = async (repo: Repo) => (await repo.all(users)).length

describe('insert', () => {
  test('writes a row and gives it back whole', async ({ repo }) => {
    const result = await repo.insert(registration('ana@example.com'))

    expect(result).toEqual({
      ok: true,
      value: {
        id: 1,
        email: 'ana@example.com',
        password: null,
        hashed_password: null,
        confirmed_at: null,
        inserted_at: NOW,
        updated_at: NOW,
      },
    })
    expectTypeOf(result).toEqualTypeOf<Result<User, Changeset<User>>>()
  })

  test('does not send an invalid changeset to the database', async ({ repo }) => {
    const result = await repo.insert(registration('nobody'))

    expect(result.ok || result.error.action).toBe('insert')
    expect(errorsOf(result)).toEqual({ email: ['must have the @ sign'] })
    expect(await countUsers(repo)).toBe(0)
  })

  test('turns a refusal by a declared index into an error on its field', async ({ repo }) => {
    await register(repo)

    const result = await repo.insert(registration('ANA@example.com'))

    expect(result.ok || result.error.errors).toEqual([
      {
        field: 'email',
        message: 'has already been taken',
        opts: { constraint: 'unique', constraint_name: 'users_email_index' },
      },
    ])
    expect(result.ok || result.error.valid).toBe(false)
  })

  test('turns a refusal by a declared check into an error on its field', async ({ repo }) => {
    const result = await repo.insert(registration('@example.com'))

    expect(errorsOf(result)).toEqual({ email: ['has no name before the @'] })
  })

  test('turns a missing row into an error on the field that points to it', async ({ repo }) => {
    const result = await repo.insert(tokenFor(404))

    expect(errorsOf(result)).toEqual({ user_id: ['does not exist'] })
  })

  test('throws when the changeset did not declare the constraint', async ({ repo }) => {
    await register(repo)
    const undeclared = change(build(users, { email: 'ana@example.com' }))

    const error: unknown = await repo.insert(undeclared).catch((reason: unknown) => reason)

    expect(error).toBeInstanceOf(ConstraintError)
    expect(String(error)).toContain('    * "users_email_index" (unique_constraint)\n')
    expect(String(error)).toContain('The changeset has not defined any constraint.')
  })

  test('throws what is no constraint of a changeset as it came', async ({ repo }) => {
    await expect(repo.insert(change(build(users)))).rejects.toThrow(
      WITH_POSTGRES
        ? new WriteRefusedError(refusedBy.notNull('users', 'email'), { code: '23502' })
        : new WriteRefusedError(`SQLITE_CONSTRAINT: ${refusedBy.notNull('users', 'email')}`, {
            code: 'SQLITE_CONSTRAINT',
          }),
    )
  })

  test('runs prepared changes first, and undoes everything when they refuse', async ({ repo }) => {
    const prepared = pipe(
      registration('ana@example.com'),
      prepareChanges((changeset) => change(changeset, { confirmed_at: 42 })),
    )
    const refused = pipe(
      registration('bo@example.com'),
      prepareChanges((changeset) => ({ ...changeset, valid: false })),
    )

    expect((await repo.insertOrThrow(prepared)).confirmed_at).toBe(42)
    expect((await repo.insert(refused)).ok).toBe(false)
    expect(await countUsers(repo)).toBe(1)
  })

  test('writes and reads every type that a field can have', async ({ repo }) => {
    interface Thing {
      readonly id: number
      readonly on: boolean | null
      readonly level: 'low' | 'high'
      readonly tags: readonly string[]
      readonly price: number
    }
    const things = defineSchema<Thing>({
      source: 'things',
      fields: {
        id: { type: 'id', primaryKey: true },
        on: { type: 'boolean', source: 'is_on' },
        level: { enum: { low: 1, high: 2 } },
        tags: { array: 'string' },
        price: 'float',
      },
    })
    await repo.db.schema
      .createTable('things')
      .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('is_on', 'integer')
      .addColumn('level', 'integer')
      .addColumn('tags', 'text')
      .addColumn('price', 'real')
      .modifyEnd(sql`strict`)
      .execute()

    const row = { on: true, level: 'high', tags: ['a', 'b'], price: 1.5 } as const
    await repo.insertOrThrow(change(build(things, row)))

    expect(await repo.all(things)).toEqual([{ id: 1, ...row }])
    const { rows } = await sql`select * from things`.execute(repo.db)
    expect(rows).toEqual([{ id: 1, is_on: 1, level: 2, tags: '["a","b"]', price: 1.5 }])
  })

  test('writes an empty row when there is nothing to write', async ({ repo }) => {
    const empty = defineSchema<{ id: number }>({
      source: 'empty',
      fields: { id: { type: 'id', primaryKey: true } },
    })
    await repo.db.schema
      .createTable('empty')
      .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      .execute()

    expect(await repo.insertOrThrow(change(build(empty)))).toEqual({ id: 1 })
  })
})

describe('update', () => {
  test('writes what changed and the time', async ({ repo, clock }) => {
    const ana = await register(repo)
    clock.advance(60_000)

    const result = await repo.update(change(loaded(users, ana), { email: 'anna@example.com' }))

    expect(result.ok && result.value).toEqual({
      ...ana,
      email: 'anna@example.com',
      updated_at: NOW + 60_000,
    })
  })

  test('asks the database nothing when nothing changed', async ({ repo, clock }) => {
    const ana = await register(repo)
    clock.advance(60_000)

    const same = await repo.updateOrThrow(change(loaded(users, ana), { email: ana.email }))

    expect(same).toEqual(ana)
    expect(await repo.get(users, ana.id)).toEqual(ana)
  })

  test('turns a refusal by a declared index into an error', async ({ repo }) => {
    await register(repo)
    const bo = await register(repo, 'bo@example.com')
    const changeset = pipe(
      change(loaded(users, bo), { email: 'ana@example.com' }),
      uniqueConstraint('email'),
    )

    expect(errorsOf(await repo.update(changeset))).toEqual({ email: ['has already been taken'] })
  })
})

describe('delete', () => {
  test('deletes the row and what hangs on it', async ({ repo }) => {
    const ana = await register(repo)
    await repo.insertOrThrow(tokenFor(ana.id))

    const result = await repo.delete(change(loaded(users, ana)))

    expect(result.ok && result.value.email).toBe('ana@example.com')
    expect(await repo.exists(usersTokens)).toBe(false)
  })

  test('turns rows that still point here into an error', async ({ repo }) => {
    const ana = await register(repo)
    await sql`create table notes (id integer primary key, user_id integer references users)`.execute(
      repo.db,
    )
    await sql`insert into notes values (1, ${ana.id})`.execute(repo.db)
    const changeset = pipe(
      change(loaded(users, ana)),
      noAssocConstraint('tokens', { name: 'notes_user_id_fkey' }),
    )

    expect(errorsOf(await repo.delete(changeset))).toEqual({
      tokens: ['are still associated with this entry'],
    })
  })
})

test('the functions that throw say what is wrong with the changeset', async ({ repo }) => {
  const error: unknown = await register(repo, 'nobody').catch((reason: unknown) => reason)

  expect(error).toBeInstanceOf(InvalidChangesetError)
  expect(String(error)).toContain('could not perform insert because changeset is invalid.')
})

describe('reading by schema', () => {
  test('get gives the row or null', async ({ repo }) => {
    const ana = await register(repo)

    expect(await repo.get(users, ana.id)).toEqual(ana)
    expect(await repo.get(users, 404)).toBeNull()
    expectTypeOf(repo.get(users, 1)).resolves.toEqualTypeOf<User | null>()
  })

  test('get refuses what is no id', async ({ repo }) => {
    await expect(repo.get(users, null as never)).rejects.toThrow(
      'repo: expected an id of User, got null. Check it before you ask.',
    )
  })

  test('getBy asks for every field, and for none by null', async ({ repo }) => {
    const ana = await register(repo)

    expect(await repo.getBy(users, { email: 'ANA@example.com', confirmed_at: null })).toEqual(ana)
    expect(await repo.getBy(users, { email: 'ana@example.com', confirmed_at: 1 })).toBeNull()
  })

  test('getBy refuses to choose among several', async ({ repo }) => {
    await register(repo)
    await register(repo, 'bo@example.com')

    await expect(repo.getBy(users, { confirmed_at: null })).rejects.toThrow(
      new MultipleResultsError('User', ['confirmed_at'], 2),
    )
  })

  test('getBy refuses a field that has no column, and a value that is not there', async ({
    repo,
  }) => {
    await expect(repo.getBy(users, { password: 'x' })).rejects.toThrow(
      'repo: User has no column for password. Its fields are id, email, password, ' +
        'hashed_password, confirmed_at, inserted_at, updated_at.',
    )
    const incomplete = { email: undefined } as never
    await expect(repo.getBy(users, incomplete)).rejects.toThrow(
      'repo: email of User is undefined. Give null to find rows without one.',
    )
  })

  test('fetchOrThrow and fetchByOrThrow throw when there is none', async ({ repo }) => {
    await expect(repo.fetchOrThrow(users, 404)).rejects.toThrow(new NoResultsError('User', ['id']))
    await expect(repo.fetchByOrThrow(users, { email: 'x' })).rejects.toThrow(
      'repo: expected one row of User by email, found none. ' +
        'Where it may be missing, use get or getBy.',
    )
  })

  test.for([
    ['none', (repo: Repo) => repo.fetchOrThrow(users, 404)],
    ['several', (repo: Repo) => repo.getBy(users, { confirmed_at: null })],
    ['no column', (repo: Repo) => repo.exists(users, { password: 'x' })],
  ] as const)('an error about %s leads to the line that asked', async ([, ask], { repo }) => {
    await register(repo)
    await register(repo, 'bo@example.com')
    const asks = async () => await ask(repo)

    const error: unknown = await asks().catch((reason: unknown) => reason)

    expect((error as Error).stack).toContain('asks')
  })

  test('all takes several values for a field', async ({ repo }) => {
    const [ana, bo] = [await register(repo), await register(repo, 'bo@example.com')]
    await register(repo, 'cy@example.com')

    expect(await repo.all(users, { id: [ana.id, bo.id] })).toEqual([ana, bo])
  })

  test('exists and deleteAll count what there is', async ({ repo }) => {
    await register(repo)
    await register(repo, 'bo@example.com')

    expect(await repo.exists(users, { email: 'bo@example.com' })).toBe(true)
    expect(await repo.deleteAll(users, { confirmed_at: null })).toBe(2)
    expect(await repo.exists(users)).toBe(false)
  })

  test('load makes a row of columns that a query read', async ({ repo }) => {
    const ana = await register(repo)

    const columns = await repo.db.selectFrom('users').selectAll().executeTakeFirstOrThrow()

    expect(repo.load(users, columns)).toEqual(ana)
  })
})

describe('unsafeValidateUnique with this repo', () => {
  test('finds another row with the value, whatever its case', async ({ repo }) => {
    await register(repo)

    const checked = await unsafeValidateUnique(registration('ANA@example.com'), 'email', repo)

    expect(traverseErrors(checked)).toEqual({ email: ['has already been taken'] })
  })

  test('leaves out the row itself', async ({ repo }) => {
    const ana = await register(repo)
    const changeset = change(loaded(users, ana), { email: 'ANA@example.com' })

    expect((await unsafeValidateUnique(changeset, 'email', repo)).valid).toBe(true)
  })

  test('says what it cannot do', async ({ repo }) => {
    const asked = unsafeValidateUnique(registration('a@b'), 'email', repo, { prefix: 'other' })

    await expect(asked).rejects.toThrow(
      'unsafeValidateUnique: this repo takes no prefix, query or repoOptions. ' +
        'Ask with repo.exists, and add the error yourself.',
    )
  })
})
