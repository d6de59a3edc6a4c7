import { describe, expect } from 'vitest'
import type { StreamEvent } from '#trace/stream-event.ts'
import type { Sandboxes, Visitor } from '#sandbox/sandbox.ts'
import { advanceClock } from '#sandbox/advance-clock.ts'
import { deleteSandbox } from '#sandbox/delete-sandbox.ts'
import {
  addresses,
  insertUser,
  isThere,
  newVisitor,
  test,
  using,
  type TestHouse,
} from '../support/sandboxes.ts'

/** A house with one visitor who has acted. */
async function inhabited(house: TestHouse, limits: Parameters<TestHouse['open']>[0] = {}) {
  const sandboxes = await house.open(limits)
  const visitor = await newVisitor(sandboxes)
  const first = await using(sandboxes.findOrCreate(visitor), async (sandbox) => {
    await insertUser(sandbox, 'ana@example.com')
    await sandbox.mailbox.deliver({ to: 'ana@example.com', subject: 'Hi', text: 'hello' })
    return sandbox
  })
  return { sandboxes, visitor, first }
}

describe('delete', () => {
  test('throws everything away, and the next action makes a new sandbox', async ({ house }) => {
    const { sandboxes, visitor, first } = await inhabited(house)
    await using(sandboxes.findOrCreate(visitor), (sandbox) =>
      advanceClock(sandbox, sandboxes.writerOf(visitor, sandbox), 60_000),
    )

    await deleteSandbox(sandboxes, visitor)

    expect(await sandboxes.find(visitor)).toBeNull()
    expect(await isThere(house.folderOf(first))).toBe(false)
    await using(sandboxes.findOrCreate(visitor), async (sandbox) => {
      expect(sandbox.number).toBe(2)
      expect([sandbox.id === first.id, sandbox.apiKey === first.apiKey]).toEqual([false, false])
      expect([
        await addresses(sandbox),
        await sandbox.mailbox.list(),
        sandbox.clock.offset,
      ]).toEqual([[], [], 0])
    })
  })

  test('remembers that there was one, and why it ended', async ({ house }) => {
    const { sandboxes, visitor } = await inhabited(house)

    await deleteSandbox(sandboxes, visitor)

    const [row] = await house.onSite((db) => db.selectFrom('sandboxes').selectAll().execute())
    expect(row).toMatchObject({ number: 1, ended_reason: 'deleted' })
    expect(row?.ended_at).toBeGreaterThanOrEqual(row?.inserted_at ?? Infinity)
  })

  test('leaves the sandboxes of others alone', async ({ house }) => {
    const { sandboxes, visitor } = await inhabited(house)
    const other = await newVisitor(sandboxes)
    await using(sandboxes.findOrCreate(other), (sandbox) => insertUser(sandbox, 'bo@example.com'))

    await deleteSandbox(sandboxes, visitor)

    expect(await using(sandboxes.findOrCreate(other), addresses)).toEqual(['bo@example.com'])
  })

  test('lets who is using it finish, and takes the files away then', async ({ house }) => {
    const { sandboxes, visitor, first } = await inhabited(house)
    const held = await sandboxes.findOrCreate(visitor)
    const alsoHeld = await sandboxes.findOrCreate(visitor)

    await deleteSandbox(sandboxes, visitor)

    await insertUser(held.sandbox, 'late@example.com')
    expect(await addresses(held.sandbox)).toEqual(['ana@example.com', 'late@example.com'])
    expect(await using(sandboxes.findOrCreate(visitor), addresses)).toEqual([])
    await held.release()
    expect(await isThere(house.folderOf(first))).toBe(true)
    await alsoHeld.release()

    expect(await isThere(house.folderOf(first))).toBe(false)
    await expect(addresses(held.sandbox)).rejects.toThrow('The database has been closed.')
  })

  test('tells the visitor’s streams, and nobody else’s', async ({ house }) => {
    const { sandboxes, visitor } = await inhabited(house)
    const told: [Visitor['id'], StreamEvent][] = []
    for (const id of [visitor.id, visitor.id + 1])
      house.hub.subscribe(id, (event) => told.push([id, event]))

    await deleteSandbox(sandboxes, visitor)

    const data = { number: 1, reason: 'deleted' }
    expect(told).toEqual([[visitor.id, { channel: 'sandbox', type: 'ended', persona: null, data }]])
  })

  test('does nothing much without a sandbox', async ({ house }) => {
    const sandboxes = await house.open()
    const visitor = await newVisitor(sandboxes)

    const answers = await Promise.all([
      deleteSandbox(sandboxes, visitor),
      deleteSandbox(sandboxes, visitor),
    ])
    expect(answers).toEqual([false, false])
    expect(await sandboxes.find(visitor)).toBeNull()
  })

  test('refuses more than a visitor may have in an hour, and takes other visitors', async ({
    house,
  }) => {
    const { sandboxes, visitor } = await inhabited(house, { resetsPerVisitorAndHour: 2 })
    const other = await newVisitor(sandboxes)
    await deleteSandbox(sandboxes, visitor)
    await deleteSandbox(sandboxes, visitor)

    await expect(deleteSandbox(sandboxes, visitor)).rejects.toMatchObject({
      status: 429,
      message: 'You have reset your sandbox many times. Try again in 30 minutes.',
      headers: { 'retry-after': '1800' },
    })
    await deleteSandbox(sandboxes, other)
  })

  test('comes between many requests that write, and mixes nothing up', async ({ house }) => {
    const { sandboxes, visitor } = await inhabited(house, { resetsPerVisitorAndHour: 1_000 })
    const seen: { number: number; email: string }[] = []
    const act = (email: string) =>
      using(sandboxes.findOrCreate(visitor), async (sandbox) => {
        await insertUser(sandbox, email)
        // Whatever generation this is, it stays whole until the request is done.
        expect(await addresses(sandbox)).toContain(email)
        seen.push({ number: sandbox.number, email })
      })

    const acts = Array.from({ length: 49 }, (_, n) => act(`user${n}@example.com`))
    const resets = [1, 2, 3].map(async (wait) => {
      await new Promise((resolve) => setTimeout(resolve, wait * 3))
      await deleteSandbox(sandboxes, visitor)
    })
    await Promise.all([...acts, ...resets])

    expect(seen).toHaveLength(49)
    await expectOnlyOwn(sandboxes, visitor, seen)
    const open = await house.onSite((db) =>
      db.selectFrom('sandboxes').select('number').where('ended_at', 'is', null).execute(),
    )
    expect(await house.files()).toHaveLength(open.length)
  })

  test.for([0, 1, 2, 5, 10, 20, 50])(
    'leaves nothing to a request that looks %i turns later, and has to open it',
    async (turns, { house }) => {
      const { sandboxes, visitor, first } = await inhabited(house)
      await sandboxes.relieve()

      const resetting = deleteSandbox(sandboxes, visitor)
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
      const late = await sandboxes.find(visitor)
      await resetting

      // Whoever was in time may finish.
      await late?.release()
      expect(await sandboxes.find(visitor)).toBeNull()
      expect(await isThere(house.folderOf(first))).toBe(false)
    },
  )

  test('and first actions, many at once, leave one sandbox and its files', async ({ house }) => {
    const { sandboxes, visitor } = await inhabited(house, {
      resetsPerVisitorAndHour: 1_000,
      openSandboxes: 3,
    })

    const all = Array.from({ length: 60 }, async (_, n) =>
      n % 3 === 0
        ? deleteSandbox(sandboxes, visitor)
        : n % 3 === 1
          ? using(sandboxes.findOrCreate(visitor), (sandbox) =>
              insertUser(sandbox, `user${n}@example.com`),
            )
          : sandboxes.find(visitor).then((lease) => lease?.release()),
    )
    await Promise.all(all)
    await using(sandboxes.findOrCreate(visitor), addresses)

    expect(await house.files()).toHaveLength(1)
  })
})

/** The sandbox that is left holds what was written into its own generation. */
async function expectOnlyOwn(
  sandboxes: Sandboxes,
  visitor: Visitor,
  seen: readonly { number: number; email: string }[],
): Promise<void> {
  await using(sandboxes.findOrCreate(visitor), async (sandbox) => {
    const own = seen.filter(({ number }) => number === sandbox.number).map(({ email }) => email)
    const before = sandbox.number === 1 ? ['ana@example.com'] : []
    expect((await addresses(sandbox)).toSorted()).toEqual([...before, ...own].toSorted())
  })
}
