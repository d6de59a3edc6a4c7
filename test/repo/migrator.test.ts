import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { listMigrations, migrateDown, migrateUp, schemaVersion } from '#repo/migrator.ts'
import type { Repo } from '#repo/repo.ts'
import { isSince } from '../support/is-since.ts'
import { test, WITH_POSTGRES } from '../support/repo.ts'
import { refusedBy } from '../support/words.ts'

const BEGUN = Date.now()
const FIRST = '2026_01_12_090000_create_users_auth_tables'
const SITE = [
  '2026_01_12_080000_create_visitors_and_sandboxes',
  '2026_11_23_080000_add_api_key_and_settings_to_sandboxes',
  '2026_11_23_120000_create_progress',
  '2026_11_28_070000_mark_predictions_by_traces',
  '2026_11_28_220000_keep_acts_and_later_answers',
  '2026_11_29_000000_keep_recalls',
  '2026_11_29_060000_keep_what_sandboxes_bend',
  '2026_11_29_140000_count_recalls',
  '2026_11_29_180000_keep_what_sandboxes_draw',
  '2026_11_29_210000_keep_last_steps',
  '2026_11_30_200000_say_which_server_holds_a_sandbox',
]

async function tablesOf<Tables>(repo: Repo<Tables>): Promise<string[]> {
  const tables = await repo.db.introspection.getTables()
  return tables.map(({ name }) => name).filter((name) => !name.startsWith('schema_migrations'))
}

// That they go up and down, and leave nothing behind, is in the contract of engines.
describe('migrations', () => {
  test('are listed with the time at which each ran', async ({ repo }) => {
    const [first] = await listMigrations(repo)

    expect(first?.name).toBe(FIRST)
    expect(first?.file).toBe(`migrations/${FIRST}.ts`)
    // There it ran in the database of which this one is a copy.
    expect(isSince(WITH_POSTGRES ? 0 : BEGUN, first?.ranAt ?? 0)).toBe(true)
  })

  test('of the site are a set of their own', async ({ repo, siteRepo }) => {
    expect(await tablesOf(repo)).not.toContain('visitors')
    expect(await tablesOf(siteRepo)).toEqual([
      'checks_met',
      'later_answers',
      'lessons_opened',
      'predictions',
      'recalls_marked',
      'sandboxes',
      'servers',
      'visitors',
      'ways_shown',
    ])
    expect(await listMigrations(siteRepo, 'site')).toMatchObject(
      SITE.map((name) => ({ name, file: `migrations/site/${name}.ts` })),
    )
    for (const name of SITE.toReversed())
      expect(await migrateDown(siteRepo, 'site')).toEqual({ name, direction: 'down' })
    expect(await tablesOf(siteRepo)).toEqual([])
  })

  test('keep what was said to questions before there were acts', async ({ siteRepo }) => {
    const db = siteRepo.db
    // Back to before there were acts.
    for (const _ of SITE.slice(4)) await migrateDown(siteRepo, 'site')
    await sql`insert into visitors (id, token_hash, inserted_at, last_seen_at) values (1, ${new Uint8Array(1)}, 0, 0)`.execute(
      db,
    )
    const old = (question: string, answer: string | null, found: string | null) =>
      sql`
      insert into predictions values (1, 'a-lesson', 'aaaaaaaaaaaa', 'a-demo', ${question}, ${answer},
        ${found}, ${found === null ? null : Number(answer === found)}, 1, ${found === null ? null : 2})`.execute(
        db,
      )
    await old('how-far-bo-goes', 'plug', 'changeset')
    await old('who-refuses-the-second-time', 'plug', 'plug')
    await old('who-answers-ana', 'plug', 'plug')
    await old('skipped', null, null)
    await old('open', 'nobody', null)

    for (const _ of SITE.slice(4)) await migrateUp(siteRepo, 'site')

    const kept = await db
      .selectFrom('predictions')
      .select(['question_id', 'answer', 'found', 'correct', 'settled'])
      .orderBy('question_id')
      .execute()
    expect(kept.map((row) => Object.values(row))).toEqual([
      ['how-far-bo-goes', 'guards', 'changeset', 0, null],
      ['open', 'nobody', null, null, null],
      ['skipped', null, null, null, 'skipped'],
      ['who-answers-ana', 'plug', 'plug', 1, null],
      ['who-refuses-the-second-time', 'guards', 'guards', 1, null],
    ])
    await migrateDown(siteRepo, 'site')
    const again = await sql<{ n: number }>`select count(*) as n from predictions`.execute(db)
    expect(again.rows).toEqual([{ n: 5 }])
  })

  test('give each set a version of its own', () => {
    expect(schemaVersion('sandbox')).not.toBe(schemaVersion('site'))
    for (const version of [schemaVersion('sandbox'), schemaVersion('site')]) {
      expect(version).toBeGreaterThan(0)
      expect(version).toBeLessThan(2 ** 31)
    }
  })
})

describe("the tables' own guards", () => {
  const user = (email: string) =>
    sql`insert into users (email, inserted_at, updated_at) values (${email}, 0, 0)`

  test.for(['a@b', 'Zoë@example.com', `${'a'.repeat(300)}@b`])(
    'take %s for an address',
    async (email, { repo }) => {
      await expect(user(email).execute(repo.db)).resolves.toBeDefined()
    },
  )

  test.for(['', 'ana', '@b', 'a@', '@'])('refuse %j as an address', async (email, { repo }) => {
    await expect(user(email).execute(repo.db)).rejects.toThrow(refusedBy.check('users_email_check'))
  })

  test('take one address once, whatever its case', async ({ repo }) => {
    await user('ana@b').execute(repo.db)

    await expect(user('ANA@B').execute(repo.db)).rejects.toThrow(
      refusedBy.unique('users.email', 'users_email_index'),
    )
  })

  test('take no text for a time', async ({ repo }) => {
    await user('ana@b').execute(repo.db)

    await expect(
      sql`update users set confirmed_at = ${'2026-01-12'}`.execute(repo.db),
    ).rejects.toThrow(
      WITH_POSTGRES
        ? 'invalid input syntax for type bigint'
        : 'cannot store TEXT value in INTEGER column users.confirmed_at',
    )
  })

  test('let one visitor have one open sandbox, and take theirs along', async ({ siteRepo }) => {
    const { db } = siteRepo
    const id = (digit: string) => digit.repeat(32)
    const times = { inserted_at: 0, last_used_at: 0 }
    await db
      .insertInto('visitors')
      .values({ id: 1, token_hash: new Uint8Array(32), inserted_at: 0, last_seen_at: 0 })
      .execute()
    const open = (digit: string, number: number) =>
      db
        .insertInto('sandboxes')
        .values({
          id: id(digit),
          visitor_id: 1,
          number,
          api_key: String(number).repeat(32),
          ended_at: null,
          ended_reason: null,
          ...times,
        })
        .returningAll()
        .executeTakeFirstOrThrow()

    expect((await open('a', 1)).clock_offset).toBe(0)
    await expect(open('b', 2)).rejects.toThrow(
      refusedBy.unique('sandboxes.visitor_id', 'sandboxes_open_index'),
    )
    await db.updateTable('sandboxes').set({ ended_at: 1, ended_reason: 'reset' }).execute()
    await open('b', 2)
    await expect(open('../x', 3)).rejects.toThrow(refusedBy.check('sandboxes_id_check'))
    await expect(
      db.updateTable('sandboxes').set({ ended_at: 2, ended_reason: null }).execute(),
    ).rejects.toThrow(refusedBy.check('sandboxes_ended_check'))
    await expect(
      db.updateTable('sandboxes').set({ registration_with_password: 2 }).execute(),
    ).rejects.toThrow(refusedBy.check('sandboxes_registration_with_password_check'))
    await expect(db.updateTable('sandboxes').set({ draws: 1001 }).execute()).rejects.toThrow(
      refusedBy.check('sandboxes_draws_check'),
    )
    await expect(db.updateTable('sandboxes').set({ api_key: 'x' }).execute()).rejects.toThrow(
      refusedBy.check('sandboxes_api_key_check'),
    )
    await expect(
      db
        .updateTable('sandboxes')
        .set({ api_key: '0'.repeat(32) })
        .execute(),
    ).rejects.toThrow(refusedBy.unique('sandboxes.api_key', 'sandboxes_api_key_index'))

    await db.deleteFrom('visitors').execute()
    expect(await db.selectFrom('sandboxes').selectAll().execute()).toEqual([])
  })
})
