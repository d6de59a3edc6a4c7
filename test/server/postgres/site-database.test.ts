import { sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { Progress } from '#course/progress.ts'
import { secret } from '#lib/secret.ts'
import { listMigrations } from '#repo/migrator.ts'
import { openSiteDatabase } from '#server/site-database.ts'
import { createVisitor, findVisitor } from '#sandbox/visitors.ts'
import { newDatabase, postgresUrl, type TestDatabase } from '../../support/postgres-databases.ts'

const LESSON = { id: 'a-lesson', version: 'a'.repeat(12) }
const opened: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of opened.splice(0)) await close()
})

async function database(): Promise<TestDatabase> {
  const made = await newDatabase('empty')
  opened.push(made.remove)
  return made
}

/** As a server opens it at its start. */
async function open(url: string) {
  const site = await openSiteDatabase({ ...CONFIG, siteDatabaseUrl: secret(url) })
  opened.unshift(() => site.close())
  return site
}

// Of a file nothing is read, and nothing else of a configuration.
const CONFIG = { dataDirectory: '/nowhere', siteDatabaseConnections: 4 } as Parameters<
  typeof openSiteDatabase
>[0]

describe.skipIf(postgresUrl() === null)('the site’s database in PostgreSQL', () => {
  test('is migrated once, however many servers start at once', async () => {
    const { url } = await database()

    const sites = await Promise.all(Array.from({ length: 4 }, () => open(url)))

    const [first] = sites
    const migrations = await listMigrations(first!, 'site')
    expect(migrations.every(({ ranAt }) => ranAt !== null)).toBe(true)
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from schema_migrations`.execute(first!.db)
    expect(rows).toEqual([{ n: migrations.length }])
  })

  test('knows on each server who has come to another, and what they have done', async () => {
    const { url } = await database()
    const [one, two] = [await open(url), await open(url)]

    const { visitor, token } = await createVisitor(one)
    await new Progress(one).meetCheck(visitor, LESSON, 'registered')

    expect(await findVisitor(two, token)).toEqual(visitor)
    expect((await new Progress(two).listOfLesson(visitor, LESSON)).checks).toMatchObject([
      { check_id: 'registered' },
    ])
  })

  test('of a newer version stops the start with a sentence', async () => {
    const { url } = await database()
    const site = await open(url)
    await sql`insert into schema_migrations values ('2999_01_01_000000_later', '')`.execute(site.db)

    await expect(open(url)).rejects.toThrow(
      'SITE_DATABASE_URL leads to a database that a newer version of this server has written to: 2999_01_01_000000_later is unknown here. Start that version.',
    )
  })

  test.for([
    ['a password that is wrong', { password: 'hunter2' }, '28P01'],
    ['a database that is not there', { pathname: '/nowhere' }, '3D000'],
    ['a server that is not there', { port: '1' }, 'ECONNREFUSED'],
  ] as const)('stops the start with a sentence for %s', async ([, other, code]) => {
    const url = new URL((await database()).url)
    const { password } = url
    Object.assign(url, other)

    const error: unknown = await open(url.href).catch((reason: unknown) => reason)

    expect(String(error)).toMatch(/^ConfigError: SITE_DATABASE_URL: .+\.$/)
    expect(String(error)).toContain(`(${code})`)
    expect(String(error)).not.toContain('hunter2')
    expect(String(error)).not.toContain(password)
  })
})
