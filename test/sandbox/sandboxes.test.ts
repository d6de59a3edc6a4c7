import { describe, expect } from 'vitest'
import { DatabaseFullError } from '#repo/database-error.ts'
import type { Sandbox } from '#sandbox/sandbox.ts'
import { advanceClock } from '#sandbox/advance-clock.ts'
import { addresses, insertUser, isThere, newVisitor, test, using } from '../support/sandboxes.ts'

const draft = (text: string) => ({ to: 'ana@example.com', subject: 'Hi', text })

describe('find', () => {
  test('finds nothing before the first action, and makes nothing', async ({ house }) => {
    const sandboxes = await house.open()
    const visitor = await newVisitor(sandboxes)

    expect(await sandboxes.find(visitor)).toBeNull()
    expect(await sandboxes.find({ id: 99 })).toBeNull()

    expect(await house.files()).toEqual([])
    expect(await house.onSite((db) => db.selectFrom('sandboxes').selectAll().execute())).toEqual([])
  })

  test('finds what the first action made', async ({ house }) => {
    const sandboxes = await house.open()
    const visitor = await newVisitor(sandboxes)
    const made = await using(sandboxes.findOrCreate(visitor), ({ id }) => id)

    const found = await sandboxes.find(visitor)

    expect(found?.sandbox.id).toBe(made)
    expect(found?.isNew).toBe(false)
    await found?.release()
  })
})

describe('findOrCreate', () => {
  test('makes a sandbox that is empty, and the visitor’s first', async ({ house }) => {
    const sandboxes = await house.open()

    const { sandbox, isNew, release } = await sandboxes.findOrCreate(await newVisitor(sandboxes))

    expect(isNew).toBe(true)
    expect(sandbox).toMatchObject({ number: 1 })
    expect(await addresses(sandbox)).toEqual([])
    expect([await sandbox.mailbox.list(), sandbox.traces.list(), sandbox.clock.offset]).toEqual([
      [],
      [],
      0,
    ])
    expect(await sandboxes.sizeOf(sandbox)).toBeGreaterThan(4_096)
    await release()
  })

  test('makes one for twenty first actions at once', async ({ house }) => {
    const sandboxes = await house.open()
    const visitor = await newVisitor(sandboxes)

    const leases = await Promise.all(
      Array.from({ length: 20 }, () => sandboxes.findOrCreate(visitor)),
    )

    expect(new Set(leases.map(({ sandbox }) => sandbox)).size).toBe(1)
    expect(leases.filter(({ isNew }) => isNew)).toHaveLength(1)
    expect(await house.files()).toHaveLength(1)
    await Promise.all(leases.map(({ release }) => release()))
  })

  test('gives each visitor their own', async ({ house }) => {
    const sandboxes = await house.open()
    const [ana, bo] = [await newVisitor(sandboxes), await newVisitor(sandboxes)]

    await using(sandboxes.findOrCreate(ana), (sandbox) => insertUser(sandbox, 'ana@example.com'))

    expect(await using(sandboxes.findOrCreate(bo), addresses)).toEqual([])
    expect(await using(sandboxes.findOrCreate(ana), addresses)).toEqual(['ana@example.com'])
  })

  test('names the folder by 128 random bits, which no request can choose', async ({ house }) => {
    const sandboxes = await house.open()
    const made: Pick<Sandbox, 'id' | 'apiKey'>[] = []
    for (let n = 0; n < 20; n += 1) {
      const lease = sandboxes.findOrCreate(await newVisitor(sandboxes))
      await using(lease, ({ id, apiKey }) => made.push({ id, apiKey }))
    }

    const secrets = made.flatMap(({ id, apiKey }) => [id, apiKey])
    for (const secret of secrets) expect(secret).toMatch(/^[\da-f]{32}$/)
    expect(new Set(secrets).size).toBe(40)
    expect(await isThere(house.folderOf(made[0]!))).toBe(true)
  })

  test('makes nothing for a visitor that does not exist', async ({ house }) => {
    const sandboxes = await house.open()

    await expect(sandboxes.findOrCreate({ id: 99 })).rejects.toThrow(
      'FOREIGN KEY constraint failed',
    )
    expect(await house.files()).toEqual([])
  })

  test('holds two megabytes, and then says that it is full, and still reads', async ({ house }) => {
    const sandboxes = await house.open()
    const { sandbox, release } = await sandboxes.findOrCreate(await newVisitor(sandboxes))
    await insertUser(sandbox, 'ana@example.com')
    const fill = async () => {
      const values = { user_id: 1, context: 'x', inserted_at: 0 }
      for (let n = 0; n < 100; n += 1)
        await sandbox.repo.db
          .insertInto('users_tokens')
          .values({ ...values, token: new Uint8Array(90_000).fill(n) })
          .execute()
    }

    await expect(fill()).rejects.toBeInstanceOf(DatabaseFullError)

    expect(await sandboxes.sizeOf(sandbox)).toBeLessThanOrEqual(2 * 1024 * 1024)
    expect(await addresses(sandbox)).toEqual(['ana@example.com'])
    await release()
  })
})

describe('opening', () => {
  test('closes the handle unused for longest, and finds its content again', async ({ house }) => {
    const sandboxes = await house.open({ openSandboxes: 2 })
    const visitors = [
      await newVisitor(sandboxes),
      await newVisitor(sandboxes),
      await newVisitor(sandboxes),
    ]
    const opened: Sandbox[] = []
    for (const visitor of visitors)
      await using(sandboxes.findOrCreate(visitor), async (sandbox) => {
        opened.push(sandbox)
        await insertUser(sandbox, `user${visitor.id}@example.com`)
        await sandbox.mailbox.deliver(draft(`mail of ${visitor.id}`))
      })

    await expect(addresses(opened[0]!)).rejects.toThrow('The database has been closed.')
    expect(await addresses(opened[1]!)).toEqual(['user2@example.com'])

    await using(sandboxes.findOrCreate(visitors[0]!), async (sandbox) => {
      expect(sandbox).not.toBe(opened[0])
      expect(await addresses(sandbox)).toEqual(['user1@example.com'])
      expect(await sandbox.mailbox.list()).toMatchObject([{ text: 'mail of 1' }])
    })
  })

  test('closes none that is in use, and turns newcomers away for the moment', async ({ house }) => {
    const sandboxes = await house.open({ openSandboxes: 1 })
    const [ana, bo] = [await newVisitor(sandboxes), await newVisitor(sandboxes)]
    const held = await sandboxes.findOrCreate(ana)

    await expect(sandboxes.findOrCreate(bo)).rejects.toMatchObject({ status: 503 })
    expect(await addresses(held.sandbox)).toEqual([])
    await held.release()

    expect(await using(sandboxes.findOrCreate(bo), ({ number }) => number)).toBe(1)
  })

  test('finds users, mails and the clock again after a restart', async ({ house }) => {
    const before = await house.open()
    const visitor = await newVisitor(before)
    await using(before.findOrCreate(visitor), async (sandbox) => {
      await insertUser(sandbox, 'ana@example.com')
      await sandbox.mailbox.deliver(draft('hello'))
      await advanceClock(sandbox, before.writerOf(visitor, sandbox), 15 * 60_000)
    })
    await before.close()

    const after = await house.open()

    await using(after.findOrCreate(visitor), async (sandbox) => {
      expect(await addresses(sandbox)).toEqual(['ana@example.com'])
      expect(await sandbox.mailbox.list()).toMatchObject([{ text: 'hello' }])
      expect(sandbox.clock.offset).toBe(15 * 60_000)
    })
  })
})
