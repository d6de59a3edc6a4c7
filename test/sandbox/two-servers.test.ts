/** Two servers share one site’s database: no sandbox is ever served by both. */
import { describe, expect } from 'vitest'
import type { Lease, Visitor } from '#sandbox/sandbox.ts'
import { addresses, insertUser, using } from '../support/sandboxes.ts'
import { MARGIN, SECONDS, test, type TestServer, type TestServers } from '../support/servers.ts'

async function two(servers: TestServers) {
  const [a, b] = [await servers.start('a'), await servers.start('b')]
  // Neither is taken for one that has just come.
  servers.pass(SECONDS - 1)
  await renew(a, b)
  servers.pass(MARGIN + 2)
  await renew(a, b)
  return { a, b }
}

const renew = (...all: readonly TestServer[]) => Promise.all(all.map(({ lease }) => lease.renew()))

/** `server` is silent until the others may take it for gone. */
async function silent(servers: TestServers, ...others: readonly TestServer[]) {
  servers.pass(SECONDS - 1)
  await renew(...others)
  servers.pass(MARGIN + 2)
}

async function visitorOf({ sandboxes }: TestServer): Promise<Visitor> {
  const { visitor } = await sandboxes.createVisitor('203.0.113.7')
  await using(sandboxes.findOrCreate(visitor), (own) => insertUser(own, 'ana@example.com'))
  return visitor
}

const numberOf = async (lease: Promise<Lease | null>): Promise<number | null> => {
  const found = await lease
  await found?.release()
  return found?.sandbox.number ?? null
}

const ELSEWHERE = {
  ...{ status: 421, server: 'a' },
  message:
    'Your sandbox is on another server of this site, and this request was led to the wrong one. Try again: the next one is led there.',
}

describe('a request that comes to the wrong server', () => {
  test('is refused, and told by which name the right one goes', async ({ servers }) => {
    const { a, b } = await two(servers)
    const visitor = await visitorOf(a)

    await expect(b.sandboxes.find(visitor)).rejects.toMatchObject(ELSEWHERE)
    await expect(b.sandboxes.findOrCreate(visitor)).rejects.toMatchObject(ELSEWHERE)
    await expect(b.sandboxes.end(visitor, 'deleted')).rejects.toMatchObject(ELSEWHERE)

    expect([b.misdirected(), a.misdirected()]).toEqual([3, 0])
    expect(await numberOf(a.sandboxes.find(visitor))).toBe(1)
    expect([a.sandboxes.server, b.sandboxes.server]).toEqual(['a', 'b'])
  })

  test('is answered as one without a sandbox where it needs none', async ({ servers }) => {
    const { a, b } = await two(servers)
    const visitor = await visitorOf(a)

    expect(await b.sandboxes.findIfItOpens(visitor)).toBeNull()
    expect(await b.sandboxes.ifAwake(visitor)).toBeNull()
    expect(await b.sandboxes.bendingOf(visitor)).toMatchObject({ hunt: null })
    expect(await b.sandboxes.lostBy(visitor)).toBeNull()
    expect([
      await b.sandboxes.isElsewhere(visitor),
      await a.sandboxes.isElsewhere(visitor),
    ]).toEqual([true, false])
  })

  test('is refused for a program, too', async ({ servers }) => {
    const { a, b } = await two(servers)
    const visitor = await visitorOf(a)
    const key = await using(a.sandboxes.findOrCreate(visitor), ({ apiKey }) => apiKey)

    await expect(b.sandboxes.findByApiKey(key)).rejects.toMatchObject(ELSEWHERE)
  })

  test('is refused however lately that server has heard of nobody’s sandbox', async ({
    servers,
  }) => {
    const { a, b } = await two(servers)
    const { visitor } = await b.sandboxes.createVisitor('203.0.113.7')
    expect(await b.sandboxes.find(visitor)).toBeNull()

    await using(a.sandboxes.findOrCreate(visitor), () => undefined)

    await expect(b.sandboxes.find(visitor)).rejects.toMatchObject(ELSEWHERE)
  })

  test('finds out when two servers make a first sandbox at once', async ({ servers }) => {
    const { a, b } = await two(servers)
    const { visitor } = await a.sandboxes.createVisitor('203.0.113.7')

    const made = await Promise.allSettled([
      a.sandboxes.findOrCreate(visitor),
      b.sandboxes.findOrCreate(visitor),
    ])

    const refused = made.filter(({ status }) => status === 'rejected')
    expect(refused).toMatchObject([{ reason: { status: 421 } }])
    for (const one of made) if (one.status === 'fulfilled') await one.value.release()
    expect([...(await a.house.files()), ...(await b.house.files())]).toHaveLength(1)
  })

  test('is told how long a server may be silent yet', async ({ servers }) => {
    const { a, b } = await two(servers)
    const visitor = await visitorOf(a)
    servers.pass(SECONDS / 2)
    await renew(b)

    await expect(b.sandboxes.find(visitor)).rejects.toMatchObject({
      status: 421,
      message:
        'Your sandbox is on a server that does not answer at the moment. Try again: if it stays away for 40 seconds more, you go on in a fresh one.',
    })
  })
})

describe('a server that is gone', () => {
  test('has lost its sandboxes: their readers get fresh ones', async ({ servers }) => {
    const { a, b } = await two(servers)
    const visitor = await visitorOf(a)
    await silent(servers, b)

    expect(await b.sandboxes.find(visitor)).toBeNull()

    expect(await b.sandboxes.lostBy(visitor)).toEqual({ number: 1, reason: 'gone' })
    const found = await using(b.sandboxes.findOrCreate(visitor), async (own) => ({
      number: own.number,
      addresses: await addresses(own),
    }))
    expect(found).toEqual({ number: 2, addresses: [] })
    expect(await b.sandboxes.lostBy(visitor)).toBeNull()
  })

  test('serves nothing of what it had when it comes back, and takes its files away', async ({
    servers,
  }) => {
    const { a, b } = await two(servers)
    const [ana, bo] = [await visitorOf(a), await visitorOf(a)]
    const before = a.lease.id
    await a.sandboxes.tidy()
    await silent(servers, b)
    await using(b.sandboxes.findOrCreate(ana), () => undefined)

    // It has slept, and knows of nothing: each of these asks first.
    await expect(a.sandboxes.find(ana)).rejects.toMatchObject({ status: 421, server: 'b' })
    expect(await a.sandboxes.find(bo)).toBeNull()

    expect(a.lease.id).not.toBe(before)
    expect(await a.sandboxes.lostBy(bo)).toEqual({ number: 1, reason: 'gone' })
    expect(a.sandboxes.held.open).toBe(0)
    await a.sandboxes.sweep()
    expect(await a.house.files()).toEqual([])
    expect(await numberOf(a.sandboxes.findOrCreate(bo))).toBe(2)
    expect(await numberOf(b.sandboxes.find(ana))).toBe(2)
  })

  test('keeps everything where it was back before anybody took it for gone', async ({
    servers,
  }) => {
    const { a, b } = await two(servers)
    const visitor = await visitorOf(a)
    await silent(servers, b)
    await a.lease.renew()

    await expect(b.sandboxes.find(visitor)).rejects.toMatchObject(ELSEWHERE)
    expect(await using(a.sandboxes.findOrCreate(visitor), addresses)).toEqual(['ana@example.com'])
  })

  test('finds all as it was after a restart of some seconds', async ({ servers }) => {
    const { a, b } = await two(servers)
    const visitor = await visitorOf(a)
    await a.lease.leave()
    await a.house.close()
    servers.pass(5)
    await expect(b.sandboxes.find(visitor)).rejects.toMatchObject({ status: 421 })

    const again = await servers.start('a')

    expect(await using(again.sandboxes.findOrCreate(visitor), addresses)).toEqual([
      'ana@example.com',
    ])
  })

  test('has no files left after a restart that came too late', async ({ servers }) => {
    const { a, b } = await two(servers)
    const visitor = await visitorOf(a)
    await a.lease.leave()
    await a.house.close()
    await silent(servers, b)
    await using(b.sandboxes.findOrCreate(visitor), () => undefined)

    const again = await servers.start('a')
    await again.sandboxes.tidy()

    expect(await again.house.files()).toEqual([])
    await expect(again.sandboxes.find(visitor)).rejects.toMatchObject({ server: 'b' })
  })
})

describe('what a server had that is gone', () => {
  const endings = (servers: TestServers) =>
    servers.onSite((db) =>
      db.selectFrom('sandboxes').select(['ended_reason as by']).orderBy('id').execute(),
    )

  test('is ended by another, whether its readers come back or not', async ({ servers }) => {
    const { a, b } = await two(servers)
    await visitorOf(a)
    const ana = await visitorOf(a)
    await silent(servers, b)
    await b.sandboxes.sweep()
    expect(await endings(servers)).toEqual([{ by: null }, { by: null }])

    // It is gone from now on.
    await b.sandboxes.find(ana)
    await b.sandboxes.sweep()

    expect(await endings(servers)).toEqual([{ by: 'gone' }, { by: 'gone' }])
  })

  test('is ended once it was silent for as long as a sandbox is kept', async ({ servers }) => {
    const { a, b } = await two(servers)
    await visitorOf(a)
    servers.pass(b.sandboxes.idleHours * 3_600 + SECONDS + 1)

    await b.sandboxes.sweep()

    expect(await endings(servers)).toEqual([{ by: 'gone' }])
  })
})

describe('while the site’s database is away', () => {
  test('a server goes on with what it has, and asks once its lease has run out', async ({
    servers,
  }) => {
    const { a } = await two(servers)
    const visitor = await visitorOf(a)
    servers.away.add('a')
    servers.pass(10)
    await a.lease.renew()
    expect(await numberOf(a.sandboxes.find(visitor))).toBe(1)

    servers.pass(SECONDS)
    await expect(a.sandboxes.find(visitor)).rejects.toMatchObject({
      status: 503,
      message:
        'This server cannot find out whether your sandbox is still its own. Try again in a moment.',
    })

    servers.away.delete('a')
    expect(await numberOf(a.sandboxes.find(visitor))).toBe(1)
  })
})

describe('what is done now and then', () => {
  test('is done to a server’s own sandboxes', async ({ servers }) => {
    const { a, b } = await two(servers)
    const [ana, bo] = [await visitorOf(a), await visitorOf(b)]
    for (const { sandboxes } of [a, b]) await sandboxes.rest()
    await b.house.onSite((db) => db.updateTable('sandboxes').set({ last_used_at: 0 }).execute())
    b.sandboxes.forgetRows()

    await b.sandboxes.sweep()
    await b.sandboxes.tidy()

    expect([await a.sandboxes.count(), await b.sandboxes.count()]).toEqual([1, 0])
    expect([(await a.house.files()).length, (await b.house.files()).length]).toEqual([1, 0])
    expect(await numberOf(a.sandboxes.find(ana))).toBe(1)
    expect(await b.sandboxes.lostBy(bo)).toEqual({ number: 1, reason: 'unused' })
  })

  test('ends a server’s own sandboxes between two classes', async ({ servers }) => {
    const { a, b } = await two(servers)
    const ana = await visitorOf(a)
    await visitorOf(b)

    expect(await b.sandboxes.endAll()).toBe(1)

    expect(await numberOf(a.sandboxes.find(ana))).toBe(1)
  })
})

describe('sandboxes of before there were several servers', () => {
  test('are those of the server that has their files', async ({ servers }) => {
    const house = await servers.house('a')
    const alone = await house.open()
    const { visitor } = await alone.createVisitor('203.0.113.7')
    await using(alone.findOrCreate(visitor), (own) => insertUser(own, 'ana@example.com'))
    await house.close()

    const a = await servers.start('a')

    expect(await using(a.sandboxes.findOrCreate(visitor), addresses)).toEqual(['ana@example.com'])
  })

  test('name none where there is one server', async ({ house }) => {
    const sandboxes = await house.open()
    const { visitor } = await sandboxes.createVisitor('203.0.113.7')
    await using(sandboxes.findOrCreate(visitor), () => undefined)

    expect(
      await house.onSite((db) => db.selectFrom('sandboxes').select('server').execute()),
    ).toEqual([{ server: null }])
    expect(sandboxes.server).toBeNull()
  })
})
