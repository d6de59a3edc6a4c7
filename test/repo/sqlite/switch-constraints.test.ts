import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rm } from 'node:fs/promises'
import { sql } from 'kysely'
import { describe, expect, test as base } from 'vitest'
import { WriteRefusedError } from '#repo/database-error.ts'
import type { WholeTable } from '#repo/engine.ts'
import { inspectTable } from '#repo/inspect-tables.ts'
import { migrateToLatest } from '#repo/migrator.ts'
import type { Repo } from '#repo/repo.ts'
import { openSqlite } from '#repo/sqlite/sqlite.ts'
import { constraintsOf } from '#repo/table-constraints.ts'

const test = base.extend<{ repo: Repo }>({
  repo: async ({}, use) => {
    const file = join(tmpdir(), `switch-${randomUUID()}.db`)
    const repo = await openSqlite({ file })
    await migrateToLatest(repo)
    await use(repo)
    await repo.close()
    await rm(file, { force: true })
  },
})

const shapeOf = async (repo: Repo, table: string): Promise<WholeTable> => {
  const found = await inspectTable(repo, table, { mostRows: 0 })
  if (!found) throw new Error(`No table ${table}.`)
  return found
}

const leaveOut = async (repo: Repo, whole: WholeTable, ...names: readonly string[]) => {
  const away = constraintsOf(whole.name, whole).filter(({ name }) => names.includes(name))
  expect(away).toHaveLength(names.length)
  await repo.transact((inner) => repo.engine.constraints.leaveOut(inner.db, whole, away))
}

const insertUser = (repo: Repo, email: string | null) =>
  sql`insert into users (email, inserted_at, updated_at) values (${email}, 1, 1)`.execute(repo.db)

const insertScore = (repo: Repo, user: number, points = 1) =>
  sql`insert into scores (user_id, points, guesses, inserted_at, updated_at)
    values (${user}, ${points}, 1, 1, 1)`.execute(repo.db)

const namesOf = ({ name, ...shape }: WholeTable) =>
  constraintsOf(name, shape).map((one) => one.name)

describe('constraintsOf', () => {
  test('names every constraint of a table but its key', async ({ repo }) => {
    expect(namesOf(await shapeOf(repo, 'scores')).toSorted()).toEqual([
      ...['scores_guesses_check', 'scores_guesses_not_null', 'scores_inserted_at_not_null'],
      ...['scores_organization_id_fkey', 'scores_points_check', 'scores_points_not_null'],
      ...['scores_updated_at_not_null', 'scores_user_id_fkey', 'scores_user_id_not_null'],
    ])
    expect(namesOf(await shapeOf(repo, 'users'))).toContain('users_email_index')
  })
})

/** What each would refuse, by the name of the constraint. */
const AWAY: readonly (readonly [string, string, (repo: Repo) => Promise<unknown>])[] = [
  ['users', 'users_email_check', (repo) => insertUser(repo, 'nonsense')],
  ['users', 'users_email_not_null', (repo) => insertUser(repo, null)],
  [
    'users',
    'users_email_index',
    async (repo) => {
      await insertUser(repo, 'ana@example.test')
      await insertUser(repo, 'ANA@example.test')
    },
  ],
  ['scores', 'scores_user_id_fkey', (repo) => insertScore(repo, 99)],
  [
    'scores',
    'scores_points_check',
    async (repo) => {
      await insertUser(repo, 'ana@example.test')
      await insertScore(repo, 1, 11)
    },
  ],
]

describe('leaveOut', () => {
  test.for(AWAY)('takes %s away: %s refuses no more', async ([table, name, write], { repo }) => {
    const whole = await shapeOf(repo, table)
    await expect(write(repo)).rejects.toBeInstanceOf(WriteRefusedError)

    await leaveOut(repo, whole, name)

    expect(namesOf(await shapeOf(repo, table))).toEqual(
      namesOf(whole).filter((one) => one !== name),
    )
    await sql.raw(`delete from ${table}`).execute(repo.db)
    await sql.raw('delete from users').execute(repo.db)
    await sql.raw('delete from sqlite_sequence').execute(repo.db)
    await write(repo)
  })

  test.for(AWAY)('brings %s back: %s refuses again', async ([table, name, write], { repo }) => {
    const whole = await shapeOf(repo, table)
    await leaveOut(repo, whole, name)

    await leaveOut(repo, whole)

    expect(await shapeOf(repo, table)).toEqual(whole)
    await expect(write(repo)).rejects.toBeInstanceOf(WriteRefusedError)
  })

  test('takes all of a table away at once, and leaves other tables as they are', async ({
    repo,
  }) => {
    const [whole, users] = [await shapeOf(repo, 'scores'), await shapeOf(repo, 'users')]

    await leaveOut(repo, whole, ...namesOf(whole))

    expect(namesOf(await shapeOf(repo, 'scores'))).toEqual([])
    expect(await shapeOf(repo, 'users')).toEqual(users)
    const { rows } = await sql<{ ok: string }>`select * from pragma_integrity_check`.execute(
      repo.db,
    )
    expect(Object.values(rows[0] ?? {})).toEqual(['ok'])
  })

  test('changes nothing where it fails', async ({ repo }) => {
    const whole = await shapeOf(repo, 'users')
    await leaveOut(repo, whole, 'users_email_index', 'users_email_check')
    await insertUser(repo, 'ana@example.test')
    await insertUser(repo, 'ana@example.test')

    await expect(leaveOut(repo, whole)).rejects.toBeInstanceOf(WriteRefusedError)

    expect(namesOf(await shapeOf(repo, 'users'))).not.toContain('users_email_check')
    await insertUser(repo, 'nonsense')
  })

  test('takes nothing away that is not there', async ({ repo }) => {
    const whole = await shapeOf(repo, 'users')
    const none = { kind: 'check', name: 'no_such_check', table: 'users', columns: [] } as const

    await expect(
      repo.transact(({ db }) => repo.engine.constraints.leaveOut(db, whole, [none])),
    ).rejects.toThrow('the text of users has no no_such_check that could be taken away')
  })
})

describe('rowsAgainst', () => {
  test.for(AWAY)('finds the rows of %s that break %s', async ([table, name, write], { repo }) => {
    const whole = await shapeOf(repo, table)
    const constraint = constraintsOf(table, whole).find((one) => one.name === name)
    if (!constraint) throw new Error(`No ${name}.`)
    await leaveOut(repo, whole, name)
    expect(await repo.engine.constraints.rowsAgainst(repo.db, whole, constraint)).toEqual([])
    await write(repo)

    const rows = await repo.engine.constraints.rowsAgainst(repo.db, whole, constraint)

    // Of two that are alike the first keeps its place.
    expect(rows).toEqual([name === 'users_email_index' ? 2 : 1])
    await repo.engine.constraints.deleteRows(repo.db, table, rows)
    await leaveOut(repo, whole)
  })
})

describe('restoreFrom', () => {
  test('puts rows and tables back as the copy has them', async ({ repo }) => {
    const whole = await shapeOf(repo, 'users')
    await insertUser(repo, 'ana@example.test')
    const copy = join(tmpdir(), `copy-${randomUUID()}.db`)
    await repo.copyTo(copy)
    await leaveOut(repo, whole, 'users_email_index', 'users_email_check')
    await insertUser(repo, 'ana@example.test')
    await insertUser(repo, 'nonsense')

    await repo.restoreFrom(copy)

    expect(await shapeOf(repo, 'users')).toEqual({ ...whole, rowCount: 1 })
    const { rows } = await sql<{ email: string }>`select email from users`.execute(repo.db)
    expect(rows).toEqual([{ email: 'ana@example.test' }])
    await expect(insertUser(repo, 'ana@example.test')).rejects.toBeInstanceOf(WriteRefusedError)
    await insertUser(repo, 'bo@example.test')
    await rm(copy)
  })

  test('says so where there is no copy, and changes nothing', async ({ repo }) => {
    await insertUser(repo, 'ana@example.test')

    await expect(repo.restoreFrom(join(tmpdir(), `none-${randomUUID()}.db`))).rejects.toThrow()

    expect(await shapeOf(repo, 'users')).toMatchObject({ rowCount: 1 })
  })
})
