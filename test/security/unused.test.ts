/** What becomes of a sandbox that nobody uses. */
import { describe, expect } from 'vitest'
import { HOUR } from '#lib/duration.ts'
import type { Visitor } from '#sandbox/sandbox.ts'
import { isThere, newVisitor, test, using, type TestHouse } from '../support/sandboxes.ts'

/** Somebody whose sandbox was used last so many hours ago, and a server that has just started. */
async function unusedFor(house: TestHouse, hours: number) {
  const before = await house.open()
  const visitor = await newVisitor(before)
  const { id } = await using(before.findOrCreate(visitor), (sandbox) => sandbox)
  await before.close()
  await house.onSite((db) =>
    db
      .updateTable('sandboxes')
      .set({ last_used_at: Date.now() - hours * HOUR })
      .execute(),
  )
  const sandboxes = await house.open()
  await sandboxes.sweep()
  return { sandboxes, visitor, folder: house.folderOf({ id }) }
}

const isFound = async (sandboxes: Awaited<ReturnType<TestHouse['open']>>, visitor: Visitor) => {
  const lease = await sandboxes.find(visitor)
  await lease?.release()
  return lease !== null
}

describe('a sandbox', () => {
  test('B7 that nobody used for a day is gone with its files, and its visitor is told why', async ({
    house,
  }) => {
    const { sandboxes, visitor, folder } = await unusedFor(house, 25)

    expect(await isFound(sandboxes, visitor)).toBe(false)
    expect(await isThere(folder)).toBe(false)
    expect(await sandboxes.lostBy(visitor)).toEqual({ number: 1, reason: 'unused' })
  })

  test('B7 that somebody used since is theirs', async ({ house }) => {
    const { sandboxes, visitor, folder } = await unusedFor(house, 23)

    expect(await isFound(sandboxes, visitor)).toBe(true)
    expect(await isThere(folder)).toBe(true)
    expect(await sandboxes.lostBy(visitor)).toBeNull()
  })
})
