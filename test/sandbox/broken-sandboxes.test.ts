import { mkdir, open, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { migrateToLatest } from '#repo/migrator.ts'
import { openSqlite } from '#repo/sqlite/sqlite.ts'
import type { Sandbox } from '#sandbox/sandbox.ts'
import {
  addresses,
  insertUser,
  isThere,
  newVisitor,
  test,
  using,
  type TestHouse,
} from '../support/sandboxes.ts'

/** Replaces the file by what `make` makes. */
const replacedBy = (make: (file: string) => Promise<unknown>) => async (file: string) => {
  await rm(file)
  await make(file)
}

async function otherProgram(file: string): Promise<void> {
  const repo = await openSqlite({ file })
  await repo.db.schema.createTable('notes').addColumn('text', 'text').execute()
  await repo.close()
}

/** Migrated as ours are, and never made from this server's template. */
async function otherVersion(file: string): Promise<void> {
  const repo = await openSqlite({ file })
  await migrateToLatest(repo)
  await repo.close()
}

async function overwriteHeader(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  await handle.write('not a database at all', 0)
  await handle.close()
}

/** One that says nothing of the file: SQLite finds out when it reads it, or writes to it, which goes well. */
async function overwritePage(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  await handle.write(Buffer.alloc(4_096, 0xab), 0, 4_096, 2 * 4_096)
  await handle.close()
}

const DAMAGES: readonly (readonly [what: string, damage: (file: string) => Promise<unknown>])[] = [
  ['cut off in the middle', (file) => truncate(file, 10_000)],
  ['cut off after its first bytes', (file) => truncate(file, 20)],
  ['empty', (file) => truncate(file, 0)],
  ['overwritten at its beginning', overwriteHeader],
  ['noise in one of its pages', overwritePage],
  ['text', (file) => writeFile(file, 'hello '.repeat(2_000))],
  ['zeros', (file) => writeFile(file, Buffer.alloc(20_000))],
  ['gone', (file) => rm(file)],
  ['gone with its folder', (file) => rm(join(file, '..'), { recursive: true })],
  ['of another program', replacedBy(otherProgram)],
  ['of another version', replacedBy(otherVersion)],
  ['a folder', replacedBy((file) => mkdir(file))],
  ['a link to another file', replacedBy((file) => symlink(join(file, '../../../site.db'), file))],
  ['a link to nowhere', replacedBy((file) => symlink('/nowhere', file))],
]

/** A visitor whose sandbox was damaged while the server was down. */
async function damaged(house: TestHouse, damage: (file: string) => Promise<unknown>) {
  const before = await house.open()
  const visitor = await newVisitor(before)
  const first = await using(before.findOrCreate(visitor), async (sandbox) => {
    await insertUser(sandbox, 'ana@example.com')
    await sandbox.mailbox.deliver({ to: 'ana@example.com', subject: 'Hi', text: 'hello' })
    return sandbox
  })
  await before.close()
  await damage(join(house.folderOf(first), 'sandbox.db'))
  return { sandboxes: await house.open(), visitor, first }
}

const facts = async (sandbox: Sandbox) => ({
  number: sandbox.number,
  users: await addresses(sandbox),
  mails: await sandbox.mailbox.list(),
})

describe('a sandbox whose file is', () => {
  test.for(DAMAGES)('%s gives its reader a fresh one', async ([, damage], { house }) => {
    const { sandboxes, visitor, first } = await damaged(house, damage)

    const found = await using(sandboxes.findOrCreate(visitor), facts)

    expect(found).toEqual({ number: 2, users: [], mails: [] })
    expect(await isThere(house.folderOf(first))).toBe(false)
    const ended = await house.onSite((db) =>
      db.selectFrom('sandboxes').select('ended_reason').where('number', '=', 1).execute(),
    )
    expect(ended).toEqual([{ ended_reason: 'broken' }])
  })

  test.for(DAMAGES)('%s is none for who only looks', async ([, damage], { house }) => {
    const { sandboxes, visitor } = await damaged(house, damage)

    expect(await sandboxes.find(visitor)).toBeNull()
    expect(await house.files()).toEqual([])
  })

  test('broken gives twenty who come at once the same fresh one', async ({ house }) => {
    const { sandboxes, visitor } = await damaged(house, (file) => truncate(file, 0))

    const leases = await Promise.all(
      Array.from({ length: 20 }, () => sandboxes.findOrCreate(visitor)),
    )

    expect(new Set(leases.map(({ sandbox }) => sandbox.id)).size).toBe(1)
    expect(leases[0]?.sandbox.number).toBe(2)
    await Promise.all(leases.map(({ release }) => release()))
    expect(await house.files()).toHaveLength(1)
  })

  test('whole keeps its users, when its mails are cut off', async ({ house }) => {
    const { sandboxes, visitor } = await damaged(house, (file) =>
      truncate(join(file, '../mailbox.json'), 10),
    )

    expect(await using(sandboxes.findOrCreate(visitor), facts)).toEqual({
      ...{ number: 1, users: ['ana@example.com'], mails: [] },
    })
  })

  test('whole is kept, when it cannot be opened just now', async ({ house }) => {
    const { sandboxes, visitor, first } = await damaged(house, () => Promise.resolve())
    const file = join(house.folderOf(first), 'sandbox.db')
    // A directory in the way of the log stands for whatever keeps SQLite from opening a sound file.
    await mkdir(`${file}-wal`)

    await expect(sandboxes.findOrCreate(visitor)).rejects.toThrow()
    await rm(`${file}-wal`, { recursive: true })

    expect(await using(sandboxes.findOrCreate(visitor), facts)).toMatchObject({
      ...{ number: 1, users: ['ana@example.com'] },
    })
  })
})
