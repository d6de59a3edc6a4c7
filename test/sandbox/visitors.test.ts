import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { migrateToLatest } from '#repo/migrator.ts'
import { openSqlite } from '#repo/sqlite/sqlite.ts'
import type { SiteTables } from '#repo/site-tables.ts'
import { createVisitor, findVisitor } from '#sandbox/visitors.ts'
import { test } from '../support/fixtures.ts'

describe('createVisitor', () => {
  test('makes a visitor with a token of 32 random bytes', async ({ siteRepo }) => {
    const { visitor, token } = await createVisitor(siteRepo)

    expect(visitor).toEqual({ id: 1 })
    expect(token).toMatch(/^[\w-]{43}$/)
  })

  test('makes another token each time', async ({ siteRepo }) => {
    const made = await Promise.all(Array.from({ length: 50 }, () => createVisitor(siteRepo)))

    expect(new Set(made.map(({ token }) => token)).size).toBe(50)
    expect(new Set(made.map(({ visitor }) => visitor.id)).size).toBe(50)
  })

  test('writes the token into no file of the site', async ({ folder }) => {
    const site = await openSqlite<SiteTables>({ file: join(folder, 'site.db') })
    await migrateToLatest(site, 'site')
    const { token } = await createVisitor(site)
    const bytes = Buffer.from(token, 'base64url')

    const names = await readdir(folder)
    const content = Buffer.concat(
      await Promise.all(names.map((name) => readFile(join(folder, name)))),
    )
    await site.close()

    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', bytes))
    expect(content.includes(hash)).toBe(true)
    for (const form of [token, bytes, bytes.toString('hex'), bytes.toString('base64')])
      expect(content.includes(form)).toBe(false)
  })
})

describe('findVisitor', () => {
  test('finds whose token it is', async ({ siteRepo }) => {
    const [first, second] = [await createVisitor(siteRepo), await createVisitor(siteRepo)]

    expect(await findVisitor(siteRepo, first.token)).toEqual(first.visitor)
    expect(await findVisitor(siteRepo, second.token)).toEqual(second.visitor)
  })

  test.for([
    '',
    '1',
    'a'.repeat(43),
    '../../site.db',
    "' or 1=1 --",
    '\0',
    '\ud800',
    'a'.repeat(10_000),
  ])('finds nobody by %j', async (token, { siteRepo }) => {
    await createVisitor(siteRepo)

    expect(await findVisitor(siteRepo, token)).toBeNull()
  })

  test('does not take the stored hash for a token', async ({ siteRepo }) => {
    await createVisitor(siteRepo)
    const { token_hash } = await siteRepo.db
      .selectFrom('visitors')
      .select('token_hash')
      .executeTakeFirstOrThrow()

    expect(await findVisitor(siteRepo, Buffer.from(token_hash).toString('base64url'))).toBeNull()
  })

  test('writes nothing', async ({ siteRepo }) => {
    const { token } = await createVisitor(siteRepo)
    const rows = () => siteRepo.db.selectFrom('visitors').selectAll().execute()
    const before = await rows()

    await findVisitor(siteRepo, token)
    await findVisitor(siteRepo, 'a'.repeat(43))

    expect(await rows()).toEqual(before)
  })
})
