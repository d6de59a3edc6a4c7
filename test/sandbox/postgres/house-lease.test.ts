/** What is settled by one statement in a file is settled between two connections, too. */
import { describe, expect } from 'vitest'
import { timeOf } from '#repo/database-time.ts'
import { HouseLease } from '#sandbox/house-lease.ts'
import { Visitors } from '#sandbox/visitors.ts'
import { NOTHING_KNOWN } from '#sandbox/row-cache.ts'
import { SandboxRows } from '#sandbox/sandbox-rows.ts'
import { test } from '../../support/repo.ts'

const SECONDS = 60
const MARGIN = 10
const ROUNDS = 20

describe('a server that comes back in the moment in which it is taken for gone', () => {
  test('is either what it was or gone, and both know which', async ({ siteRepo, clock }) => {
    const take = (name: string) =>
      HouseLease.take({
        ...{ site: siteRepo, name, seconds: SECONDS, clocks: [() => clock.now()] },
        now: () => Promise.resolve(clock.now()),
        note: { read: () => Promise.resolve(null), write: () => Promise.resolve() },
      })
    for (let round = 0; round < ROUNDS; round += 1) {
      const [a, b] = [await take(`a-${round}`), await take(`b-${round}`)]
      const before = a.id
      clock.advance((SECONDS - 1) * 1_000)
      await b.renew()
      clock.advance((MARGIN + 2) * 1_000)

      const renew = () => a.renew()
      const ask = () => b.whereIs(before)
      await Promise.all(round % 2 === 0 ? [renew(), ask()] : [ask(), renew()])
      await a.renew()

      const is = (await b.whereIs(before)).is
      expect(a.id === before ? 'living' : 'gone').toBe(is)
    }
  })
})

describe('rows of two servers', () => {
  test('are each server’s own, and end with the one that is gone', async ({ siteRepo }) => {
    const visitors = new Visitors(siteRepo, NOTHING_KNOWN)
    const [ana, bo] = [await visitors.create(), await visitors.create()]
    const [a, b] = ['a', 'b'].map(
      (name) => new SandboxRows(siteRepo, NOTHING_KNOWN, { own: { id: name } }),
    ) as [SandboxRows, SandboxRows]
    const id = (n: number) => n.toString(16).padStart(32, '0')
    const anas = await a.insert(id(1), ana.visitor)
    await b.insert(id(2), bo.visitor)
    const times = { began_at: 1, leased_until: 2 }
    await siteRepo.db
      .insertInto('servers')
      .values(
        ['a', 'b'].map((name) => ({ id: name, name, process: name, ...times, gone_at: null })),
      )
      .execute()

    expect([await a.count(), await b.count()]).toEqual([1, 1])
    expect(await b.end(anas, 'deleted')).toBe(false)
    await b.endGone(anas)
    expect(await b.current(ana.visitor)).toMatchObject({ id: id(1), server: 'a' })

    await siteRepo.db.updateTable('servers').set({ gone_at: 3 }).where('id', '=', 'a').execute()
    await b.endGone(anas)
    await b.forgetEnded(0)

    expect(await b.current(ana.visitor)).toBeNull()
    expect(await b.lastLost(ana.visitor)).toEqual({ number: 1, reason: 'gone' })
  })
})

describe('timeOf', () => {
  test('is the clock of the database, and goes on', async ({ siteRepo }) => {
    const now = timeOf(siteRepo)!

    const [first, second] = [await now(), await now()]

    expect(Math.abs(first - Date.now())).toBeLessThan(60_000)
    expect(second).toBeGreaterThanOrEqual(first)
  })
})
