/** Whoever asks for rows sees no difference between a house that remembers them and one that asks each time. */
import { describe, expect, vi } from 'vitest'
import { NOTHING_KNOWN, RowsInMemory, type RowCache } from '#sandbox/row-cache.ts'
import { SandboxRows } from '#sandbox/sandbox-rows.ts'
import { Visitors, type SiteRepo, type Visitor } from '#sandbox/visitors.ts'
import { test } from '../support/fixtures.ts'

const CACHES: readonly (readonly [name: string, make: () => RowCache])[] = [
  ['remembered', () => new RowsInMemory()],
  ['remembered for one visitor at a time', () => new RowsInMemory({ most: 1 })],
  ['asked for each time', () => NOTHING_KNOWN],
]

const MINUTE = 60_000
const id = (n: number) => n.toString(16).padStart(32, '0')

/** A sandbox of hers. */
const anas = (n: number, { visitor }: { readonly visitor: Visitor }) => ({
  id: id(n),
  visitor_id: visitor.id,
})

async function begin(siteRepo: SiteRepo, known: RowCache) {
  const visitors = new Visitors(siteRepo, known)
  const [ana, bo] = [await visitors.create(), await visitors.create()]
  return { rows: new SandboxRows(siteRepo, known), visitors, ana, bo }
}

/** Asks twice: the second time it may be known. */
async function twice<Value>(ask: () => Promise<Value>): Promise<Value> {
  await ask()
  return ask()
}

describe.for(CACHES)('rows that are %s', ([, cache]) => {
  test('find a visitor by their token, and nobody by another', async ({ siteRepo }) => {
    const { visitors, ana, bo } = await begin(siteRepo, cache())

    expect(await twice(() => visitors.find(ana.token))).toMatchObject(ana.visitor)
    expect(await twice(() => visitors.find(bo.token))).toMatchObject(bo.visitor)
    expect(await twice(() => visitors.find('x'.repeat(43)))).toBeNull()
  })

  test('tell of a sandbox from when it is made to when it ends', async ({ siteRepo }) => {
    const { rows, ana, bo } = await begin(siteRepo, cache())
    expect(await twice(() => rows.current(ana.visitor))).toBeNull()

    const made = await rows.insert(id(1), ana.visitor)
    expect(await twice(() => rows.current(ana.visitor))).toEqual(made)
    expect(await twice(() => rows.byApiKey(made.api_key))).toEqual(made)
    expect(await rows.isOpen(made)).toBe(true)
    expect(await twice(() => rows.current(bo.visitor))).toBeNull()

    await rows.update(anas(1, ana), { place: '{}', clock_offset: 5 })
    expect(await twice(() => rows.current(ana.visitor))).toEqual({
      ...{ ...made, place: '{}', clock_offset: 5 },
    })
    expect(await rows.byApiKey(made.api_key)).toMatchObject({ place: '{}' })

    expect([
      await rows.end(anas(1, ana), 'unused'),
      await rows.end(anas(1, ana), 'unused'),
    ]).toEqual([true, false])
    expect(await twice(() => rows.current(ana.visitor))).toBeNull()
    expect(await twice(() => rows.byApiKey(made.api_key))).toBeNull()
    expect(await rows.isOpen(made)).toBe(false)
    expect(await twice(() => rows.lastLost(ana.visitor))).toEqual({ number: 1, reason: 'unused' })

    expect(await rows.insert(id(2), ana.visitor)).toMatchObject({ number: 2 })
    expect(await twice(() => rows.lastLost(ana.visitor))).toBeNull()
    await rows.end(anas(2, ana), 'reset')
    expect(await twice(() => rows.lastLost(ana.visitor))).toBeNull()
  })

  test('tell of one that is set aside and put back', async ({ siteRepo }) => {
    const { rows, ana } = await begin(siteRepo, cache())
    const first = await rows.insert(id(1), ana.visitor)
    await rows.end(anas(1, ana), 'aside')
    const second = await rows.insert(id(2), ana.visitor)
    expect(await twice(() => rows.current(ana.visitor))).toEqual(second)
    expect(await twice(() => rows.count())).toBe(2)

    await rows.end(anas(2, ana), 'reset')
    expect([await rows.putBack(anas(1, ana)), await rows.putBack(anas(1, ana))]).toEqual([
      true,
      false,
    ])

    expect(await twice(() => rows.current(ana.visitor))).toMatchObject({ id: first.id, number: 1 })
    expect(await twice(() => rows.count())).toBe(1)
  })

  test('of somebody else are neither changed nor ended', async ({ siteRepo }) => {
    const { rows, ana, bo } = await begin(siteRepo, cache())
    const made = await rows.insert(id(1), ana.visitor)

    await rows.update(anas(1, bo), { place: '{}' })

    expect(await rows.end(anas(1, bo), 'deleted')).toBe(false)
    expect(await twice(() => rows.current(ana.visitor))).toEqual(made)
  })

  test('count what is on disk', async ({ siteRepo }) => {
    const { rows, ana, bo } = await begin(siteRepo, cache())
    expect(await twice(() => rows.count())).toBe(0)

    await rows.insert(id(1), ana.visitor)
    await rows.insert(id(2), bo.visitor)
    expect(await twice(() => rows.count())).toBe(2)
    await rows.end(anas(1, ana), 'deleted')

    expect(await twice(() => rows.count())).toBe(1)
  })

  test('know a use before it is written, and afterwards', async ({ siteRepo }) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      const { rows, ana, bo } = await begin(siteRepo, cache())
      const [anas] = [await rows.insert(id(1), ana.visitor), await rows.insert(id(2), bo.visitor)]
      const made = Date.now()
      vi.setSystemTime(made + 10 * MINUTE)

      rows.touch(anas)

      const seen = async () => ({
        used: [await rows.lastUsedAt(id(1)), await rows.lastUsedAt(id(2))].map((at) => at - made),
        unused: (await rows.unusedSince(made + MINUTE, 9)).map((row) => row.id),
        oldest: (await rows.oldestOf(2, { id: 99 }))?.id,
      })
      const expected = { used: [10 * MINUTE, 0], unused: [id(2)], oldest: id(2) }
      expect(await seen()).toEqual(expected)
      expect(await lastUses(siteRepo)).toEqual([made, made])
      await rows.writeLastUse()
      expect(await seen()).toEqual(expected)
      expect(await lastUses(siteRepo)).toEqual([made + 10 * MINUTE, made])
      // In use or not: they were there by then.
      expect(await rows.madeBefore(made + MINUTE, 9)).toHaveLength(2)
      expect(await rows.madeBefore(made, 9)).toEqual([])
    } finally {
      vi.useRealTimers()
    }
  })

  test('are right for whoever asks while they are being changed', async ({ siteRepo }) => {
    const { rows, ana } = await begin(siteRepo, cache())
    await rows.insert(id(1), ana.visitor)
    await rows.end(anas(1, ana), 'deleted')

    // The cache knows nothing of her now, so this asks the database, and the row comes in between.
    await Promise.all([rows.current(ana.visitor), rows.insert(id(2), ana.visitor)])

    expect(await rows.current(ana.visitor)).toMatchObject({ id: id(2) })
  })
})

const lastUses = async ({ db }: SiteRepo) =>
  (await db.selectFrom('sandboxes').select('last_used_at').orderBy('id').execute()).map(
    ({ last_used_at }) => last_used_at,
  )

describe('rows that are remembered', () => {
  test('are asked for once by all who ask at the same time', async ({ siteRepo }) => {
    const known = new RowsInMemory()
    const { rows, ana } = await begin(siteRepo, known)
    await rows.insert(id(1), ana.visitor)
    known.forgetHolding(ana.visitor)
    const ask = vi.spyOn(siteRepo.db, 'selectFrom')

    const all = await Promise.all(Array.from({ length: 20 }, () => rows.current(ana.visitor)))

    expect(new Set(all).size).toBe(1)
    expect(ask).toHaveBeenCalledTimes(1)
    ask.mockRestore()
  })

  test('are read ahead, of whoever was here last', async ({ siteRepo }) => {
    const before = await begin(siteRepo, new RowsInMemory())
    const made = await before.rows.insert(id(1), before.ana.visitor)

    const known = new RowsInMemory()
    const { rows, visitors } = {
      rows: new SandboxRows(siteRepo, known),
      visitors: new Visitors(siteRepo, known),
    }
    await rows.readAhead()
    const ask = vi.spyOn(siteRepo.db, 'selectFrom')
    const visitor: Visitor | null = await visitors.find(before.ana.token)

    expect(visitor).toEqual(before.ana.visitor)
    expect(await rows.current(visitor!)).toEqual(made)
    expect(ask).not.toHaveBeenCalled()
    ask.mockRestore()
  })

  test('are asked for again when somebody else has written', async ({ siteRepo }) => {
    const { rows, ana } = await begin(siteRepo, new RowsInMemory())
    await rows.insert(id(1), ana.visitor)
    const ended = { ended_at: 1, ended_reason: 'unused' }
    await siteRepo.db.updateTable('sandboxes').set(ended).execute()
    expect(await rows.current(ana.visitor)).toMatchObject({ id: id(1) })

    rows.forgetAll()

    expect(await rows.current(ana.visitor)).toBeNull()
    expect(await rows.lastLost(ana.visitor)).toEqual({ number: 1, reason: 'unused' })
  })

  test('are forgotten when there are too many, the one unused for longest first', () => {
    const known = new RowsInMemory({ most: 2 })
    for (const visitor of [1, 2, 3]) known.keepHolding({ id: visitor }, { row: null, lost: null })

    expect([1, 2, 3].map((visitor) => known.holdingOf({ id: visitor }))).toEqual([
      ...[undefined, { row: null, lost: null }, { row: null, lost: null }],
    ])
  })
})
