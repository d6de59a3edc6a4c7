import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import type { Repo as OpenRepo } from '#repo/repo.ts'

// Vitest moves lines, and Node itself does not: everything here is loaded by Node.
const load = createRequire(import.meta.url)
const { Repo } = load('#repo/repo.ts') as typeof import('#repo/repo.ts')
const { sqliteEngine } = load(
  '#repo/sqlite/sqlite-engine.ts',
) as typeof import('#repo/sqlite/sqlite-engine.ts')
const { Sqlite3Handle } = load(
  '#repo/sqlite/sqlite3-handle.ts',
) as typeof import('#repo/sqlite/sqlite3-handle.ts')
const { Recorder } = load('#trace/recorder.ts') as typeof import('#trace/recorder.ts')
const { collect } = load('#trace/trace.ts') as typeof import('#trace/trace.ts')
const { up } = load(
  '../../migrations/2026_01_12_090000_create_users_auth_tables.ts',
) as typeof import('../../migrations/2026_01_12_090000_create_users_auth_tables.ts')
const Members = load(
  './house/src/accounts/members.ts',
) as typeof import('./house/src/accounts/members.ts')

const SOURCE = readFileSync(new URL('house/src/accounts/members.ts', import.meta.url), 'utf8')

/** The line of the house on which this stands, as a trace names it. */
function at(text: string) {
  const line = SOURCE.split('\n').findIndex((each) => each.includes(text)) + 1
  return { file: 'src/accounts/members.ts', line }
}

/** Each step's tag, and the line that it names. */
async function originsOf(run: (repo: OpenRepo) => Promise<unknown>) {
  const repo: OpenRepo = Repo.over(sqliteEngine(await Sqlite3Handle.open({ memory: true })))
  await up(repo.db)
  const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })
  await collect(recorder, () => run(repo))
  await repo.close()
  return recorder.snapshot().steps.map(({ tag, source }) => [tag, source])
}

describe('the line that a step names', () => {
  test('is the one that asks', async () => {
    expect(await originsOf((repo) => Members.findMember(repo, 'ana@b'))).toEqual([
      ['sql.select.users', at('executeTakeFirst')],
    ])
  })

  test('is the one that asks for a stream', async () => {
    expect(await originsOf((repo) => Members.listMembers(repo))).toEqual([
      ['sql.select.users', at('query.stream()')],
    ])
  })

  test('is the one that prepared a query, whoever runs it', async () => {
    const origins = await originsOf(async (repo) => {
      await Members.findPrepared(repo, 'ana@b')
      await repo.transact((inner) => Members.findPrepared(inner, 'bo@b'))
    })

    const prepared = ['sql.select.users', at('= preparedQuery(')]
    expect(origins.filter(([tag]) => tag === 'sql.select.users')).toEqual([prepared, prepared])
  })

  test('is the one that hands a changeset to the repo, and the one that declared', async () => {
    const origins = await originsOf(async (repo) => {
      await Members.join(repo, 'ana@b')
      await Members.join(repo, 'ana@b')
    })

    const once = [
      ['changeset.email.unique_constraint', at('uniqueConstraint(')],
      ['sql.insert.users', at('repo.insert(member')],
      ['constraint.users_email_index', at('uniqueConstraint(')],
      ['changeset.repo.insert', at('repo.insert(member')],
    ]
    expect(origins).toEqual([...once, ...once])
  })

  test('is the one that opened the transaction, also at its end', async () => {
    const origins = await originsOf((repo) => Members.joinLater(repo, 'ana@b'))

    const [outer, inner] = [at('repo.transact'), at('inner.transact')]
    expect(origins).toEqual([
      ['sql.begin', outer],
      ['sql.select.users', at('inner.exists')],
      ['sql.savepoint', inner],
      ['changeset.email.unique_constraint', at('uniqueConstraint(')],
      ['sql.insert.users', inner],
      ['constraint.users_email_index', at('uniqueConstraint(')],
      ['changeset.repo.insert', inner],
      ['sql.release', inner],
      ['sql.commit', outer],
    ])
  })

  test('is the one that hands a changeset over, when a transaction opens first', async () => {
    const origins = await originsOf((repo) => Members.joinPrepared(repo, 'ana@b'))

    expect(origins.slice(2, 5)).toEqual([
      ['sql.begin', at('repo.insert(prepared')],
      ['sql.insert.users', at('repo.insert(prepared')],
      ['constraint.users_email_index', at('uniqueConstraint(')],
    ])
  })

  test('is the one that asked whether a value is taken', async () => {
    const origins = await originsOf((repo) => Members.askFirst(repo, 'ana@b'))

    expect(origins.slice(1)).toEqual([
      ['changeset.email.unsafe_unique', at('unsafeValidateUnique(member')],
      ['sql.select.users', at('unsafeValidateUnique(member')],
    ])
  })
})
