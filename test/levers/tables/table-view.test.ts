import { describe, expect } from 'vitest'
import { secret } from '#lib/secret.ts'
import type { RowChange } from '#trace/database-change.ts'
import { inspectTable } from '#repo/inspect-tables.ts'
import type { Repo } from '#repo/repo.ts'
import { tableFacts, tableView } from '#levers/tables/table-view.ts'
import { DAY, MINUTE } from '../../support/fixtures.ts'
import { test } from '../../support/repo.ts'

/** The table as the page shows it, `rows` being what the last request did to it. */
async function viewOf(repo: Repo, name: string, now: number, rows: readonly RowChange[] = []) {
  const table = await inspectTable(repo, name, { mostRows: 100 })
  const view = tableView(table!, { now, changes: { rows, schema: [], complete: true } })
  return { view, facts: tableFacts(table!, view) }
}

async function addUser(repo: Repo): Promise<void> {
  await repo.db
    .insertInto('users')
    .values({
      ...{ id: 7, email: 'ana@b', inserted_at: 0, updated_at: 0 },
      ...{ hashed_password: secret('$argon2id$…'), confirmed_at: null },
    })
    .execute()
}

const addToken = async (repo: Repo, context: string) => {
  await addUser(repo)
  const token = secret(new Uint8Array(32).fill(0xab))
  await repo.db
    .insertInto('users_tokens')
    .values({ user_id: 7, token, context, sent_to: null, authenticated_at: 0, inserted_at: 0 })
    .execute()
}

const cellsOf = (view: Awaited<ReturnType<typeof viewOf>>['view']) =>
  Object.fromEntries(
    (view.rows[0]?.cells ?? []).map(({ column, text, words }) => [
      column,
      [text, ...words].join(' | '),
    ]),
  )

describe('a row', () => {
  test('shows values, what stands for a secret, and times in words', async ({ repo }) => {
    await addUser(repo)

    const { view } = await viewOf(repo, 'users', 3 * MINUTE)

    expect(cellsOf(view)).toEqual({
      id: '7',
      email: 'ana@b',
      hashed_password: 'not shown | there is one; its hash stays in the database',
      confirmed_at: 'NULL',
      inserted_at: '0 | 3 minutes ago',
      updated_at: '0 | 3 minutes ago',
    })
  })

  test.for([
    ['session', 'cookie', MINUTE, '1 minute ago | expires in 13 days'],
    ['session', 'cookie', 15 * DAY, '15 days ago | expired 1 day ago'],
    ['login', 'link of your mail', 0, 'less than a minute ago | expires in 15 minutes'],
    ['login', 'link of your mail', 15 * MINUTE, '15 minutes ago | expired less than a minute ago'],
    ['api-token', 'of your program', DAY, '1 day ago | expires in 364 days'],
    ['unheard of', 'a token', DAY, '1 day ago'],
  ] as const)(
    'of a token for %s says whose hash it is and when it ends',
    async (given, { repo }) => {
      const [context, held, now, times] = given
      await addToken(repo, context)

      const { view } = await viewOf(repo, 'users_tokens', now)

      const cells = cellsOf(view)
      expect(cells['token']).toMatch(/^ababab… \| SHA-256 of /)
      expect(cells['token']).toContain(held)
      expect(cells['inserted_at']).toBe(`0 | ${times}`)
    },
  )

  test('is marked when the last request wrote it, and so is each column', async ({ repo }) => {
    await addUser(repo)
    const row = { table: 'users', key: '7' } as const

    const fresh = await viewOf(repo, 'users', 0, [{ ...row, kind: 'inserted', columns: [] }])
    const changed = await viewOf(repo, 'users', 0, [
      { ...row, kind: 'updated', columns: ['email'] },
      { ...row, table: 'users_tokens', kind: 'inserted', columns: [] },
    ])
    const gone = await viewOf(repo, 'users', 0, [
      { ...row, key: '6', kind: 'deleted', columns: [] },
    ])

    expect(fresh.view).toMatchObject({ changed: 'One row is new.', rows: [{ mark: 'new' }] })
    expect(changed.view).toMatchObject({
      changed: 'One row changed in email.',
      rows: [{ mark: 'changed' }],
    })
    expect(changed.facts).toMatchObject({ rows: [{ mark: 'changed', changed: ['email'] }] })
    expect(gone.view).toMatchObject({ changed: 'One row is gone: 6.', rows: [{ mark: null }] })
  })

  test('is told to programs without its secrets', async ({ repo }) => {
    await addToken(repo, 'session')

    const { facts } = await viewOf(repo, 'users_tokens', DAY)

    expect(facts).toMatchObject({
      name: 'users_tokens',
      row_count: 1,
      rows: [
        {
          values: { id: 1, user_id: 7, token: 'ababab…', sent_to: null, inserted_at: 0 },
          words: { token: 'SHA-256 of the token in your cookie' },
        },
      ],
    })
    expect(JSON.stringify(facts)).not.toContain('abababab')
  })
})

describe('the rules of a table', () => {
  test('are said in words', async ({ repo }) => {
    const { view: users } = await viewOf(repo, 'users', 0)
    const { view: tokens } = await viewOf(repo, 'users_tokens', 0)

    expect([...users.rules, ...tokens.rules].map(({ kind, words }) => [kind, words])).toEqual([
      ['unique index', 'on email, whatever its case'],
      ['check', ''],
      ['index', 'on user_id'],
      ['unique index', 'on context and token'],
      [
        'foreign key',
        'user_id is the id of a row in users; when that row goes, this one goes with it',
      ],
    ])
    expect(users.columns[0]).toEqual({ name: 'id', type: 'integer, primary key' })
    expect(users.columns[1]).toEqual({ name: 'email', type: 'text, not null' })
  })
})
