import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { Progress } from '#course/progress.ts'
import { secret } from '#lib/secret.ts'
import { listFilledTables } from '#repo/move-tables.ts'
import { migrateToLatest } from '#repo/migrator.ts'
import { openPostgres } from '#repo/postgres/postgres.ts'
import type { SiteTables } from '#repo/site-tables.ts'
import { lockFile } from '#repo/sqlite/file-lock.ts'
import { openSqlite } from '#repo/sqlite/sqlite.ts'
import { createVisitor, findVisitor } from '#sandbox/visitors.ts'
import { moveSite, tableOf } from '#server/move-site.ts'
import { newDatabase, postgresUrl } from '../../support/postgres-databases.ts'

const LESSON = { id: 'a-lesson', version: 'a'.repeat(12) }
const QUESTION = { demo_id: 'a-demo', question_id: 'who' }
const closing: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** A site's database in a file, with 450 visitors and what some have done; and an empty one in PostgreSQL. */
async function two() {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'glasshouse-'))
  closing.push(() => rm(dataDirectory, { recursive: true }))
  const site = await openSqlite<SiteTables>({ file: join(dataDirectory, 'site.db') })
  await migrateToLatest(site, 'site')
  const { token, visitor } = await createVisitor(site)
  for (let count = 0; count < 449; count += 1) await createVisitor(site)
  const progress = new Progress(site)
  await progress.meetCheck(visitor, LESSON, 'Zoë’s')
  await progress.keepPrediction(visitor, LESSON, QUESTION, 'plug')
  await progress.markPrediction(visitor, LESSON, QUESTION, 'context')
  // Gone again: its number is not to be given twice.
  await sql`delete from visitors where id = 450`.execute(site.db)
  const target = await newDatabase('empty')
  closing.push(target.remove)
  const config = {
    ...{ dataDirectory, siteDatabaseUrl: secret(target.url), siteDatabaseConnections: 2 },
  }
  const open = async () => {
    const repo = await openPostgres<SiteTables>({ url: target.url })
    closing.push(() => repo.close())
    return repo
  }
  return { site, config, open, token, visitor }
}

describe.skipIf(postgresUrl() === null)('moving the site’s database', () => {
  test('copies every row, and says how many', async () => {
    const { site, config, open, token, visitor } = await two()
    await site.close()

    const moved = await moveSite(config)

    expect(moved.map(({ table, rows }) => [table, rows])).toEqual(
      expect.arrayContaining([
        ['visitors', 449],
        ['checks_met', 1],
        ['predictions', 1],
        ['sandboxes', 0],
      ]),
    )
    expect(tableOf(moved)).toMatch(/^visitors +449 {2}[\da-f]{12}$/m)
    const repo = await open()
    expect(await findVisitor(repo, token)).toEqual(visitor)
    expect((await new Progress(repo).listOfLesson(visitor, LESSON)).predictions).toMatchObject([
      { answer: 'plug', found: 'context', correct: false },
    ])
    expect((await createVisitor(repo)).visitor.id).toBe(451)
  })

  test('is refused while a server uses the file', async () => {
    const { site, config, open } = await two()
    await site.close()
    const lock = await lockFile(join(config.dataDirectory, 'in-use.db'))

    await expect(moveSite(config)).rejects.toThrow(/ and a server is using it\./)

    expect(await (await open()).engine.inspect.tableNames((await open()).db)).toEqual([])
    await lock?.release()
  })

  test('is refused where there are rows already, and leaves them', async () => {
    const { site, config, open } = await two()
    await site.close()
    await moveSite(config)

    await expect(moveSite(config)).rejects.toThrow(
      'SITE_DATABASE_URL leads to a database that is not empty: there are rows in visitors, ',
    )

    const repo = await open()
    const { rows } = await sql`select count(*) as n from visitors`.execute(repo.db)
    expect(rows).toEqual([{ n: 449 }])
  })

  test('is refused where another program has its tables', async () => {
    const { site, config, open } = await two()
    await site.close()
    const repo = await open()
    await repo.db.schema.createTable('posts').addColumn('id', 'integer').execute()

    await expect(moveSite(config)).rejects.toThrow('a database that is not empty.')

    expect(await repo.engine.inspect.tableNames(repo.db)).toEqual(['posts'])
  })

  test('is refused of a file that another version has written, or that is not there', async () => {
    const { site, config, open } = await two()
    await sql`insert into schema_migrations values ('2999_01_01_000000_later', '')`.execute(site.db)
    await site.close()

    await expect(moveSite(config)).rejects.toThrow(/ another version of this server /)
    await expect(moveSite({ ...config, dataDirectory: tmpdir() })).rejects.toThrow(
      / and there is no site\.db in it\.$/,
    )
    expect(await (await open()).engine.inspect.tableNames((await open()).db)).toEqual([])
  })

  test('leaves nothing behind when what is read back is something else', async () => {
    const { site, config, open } = await two()
    await site.close()
    const repo = await open()
    await migrateToLatest(repo, 'site')
    await sql`
      create function other() returns trigger language plpgsql as
      $$ begin new.met_at := new.met_at + 1; return new; end $$`.execute(repo.db)
    await sql`
      create trigger other before insert on checks_met for each row execute function other()`.execute(
      repo.db,
    )

    await expect(moveSite(config)).rejects.toThrow(
      /^Nothing was moved\. checks_met was read with 1/,
    )

    expect(await listFilledTables(repo)).toEqual([])
  })
})
