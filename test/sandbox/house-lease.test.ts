/** One server keeps what it has, whatever the others do; and whoever is gone is gone for good. */
import { describe, expect } from 'vitest'
import { MARGIN, SECONDS, test, type TestServers } from '../support/servers.ts'

/** Two that have been there for a while: neither is taken for one that has just come. */
async function two(servers: TestServers) {
  const [a, b] = [await servers.take('a'), await servers.take('b')]
  servers.pass(SECONDS - 1)
  await Promise.all([a.renew(), b.renew()])
  servers.pass(MARGIN + 2)
  await Promise.all([a.renew(), b.renew()])
  return { a, b }
}

describe('a lease', () => {
  test('runs for its time, by the clocks of its server', async ({ servers }) => {
    const a = await servers.take('a')
    expect(a.left).toBe(SECONDS * 1_000)

    servers.pass(SECONDS - 1)
    expect(a.holds).toBe(true)
    servers.pass(1)
    expect(a.holds).toBe(false)

    expect(await a.renew()).toBe(true)
    expect(a.left).toBe(SECONDS * 1_000)
  })

  test('runs on while the database is away, and is asked for once it has run out', async ({
    servers,
  }) => {
    const a = await servers.take('a')
    const { id } = a
    servers.away.add('a')

    servers.pass(10)
    expect(await a.renew()).toBe(true)
    await a.ensure()
    servers.pass(SECONDS)
    expect(await a.renew()).toBe(false)
    await expect(a.ensure()).rejects.toMatchObject({ status: 503 })

    servers.away.delete('a')
    await a.ensure()
    expect([a.holds, a.id]).toEqual([true, id])
  })

  test('is renewed once for all who ask', async ({ servers }) => {
    const a = await servers.take('a')

    expect(a.renew()).toBe(a.renew())
  })
})

describe('a name', () => {
  test('is refused to a second server while the first one is there', async ({ servers }) => {
    const a = await servers.take('a')
    servers.pass(SECONDS)
    await a.renew()
    servers.pass(SECONDS - 1)

    await expect(servers.take('a', 'elsewhere')).rejects.toMatchObject({
      ...{ name: 'NameTakenError', message: 'Another server has the name "a".' },
      seconds: MARGIN + 1,
    })
    expect(await a.renew()).toBe(true)
  })

  test('is given on when its server has been silent for long enough', async ({ servers }) => {
    const a = await servers.take('a')
    servers.pass(SECONDS + MARGIN)
    await expect(servers.take('a', 'elsewhere')).rejects.toThrow('Another server')
    servers.pass(1)

    const other = await servers.take('a', 'elsewhere')

    expect(other.id).not.toBe(a.id)
    // The name is not its own any more.
    expect(await a.renew()).toBe(false)
  })

  test('is the same server’s after a restart, however soon', async ({ servers }) => {
    const a = await servers.take('a')

    const again = await servers.take('a')

    expect(again.id).toBe(a.id)
    // The process before is over. Were it not, it would serve nothing.
    servers.pass(SECONDS)
    expect([await again.renew(), await a.renew()]).toEqual([true, false])
  })

  test('is the same server’s after a restart that took longer, if nobody took it for gone', async ({
    servers,
  }) => {
    const { a, b } = await two(servers)
    await a.leave()
    expect(a.holds).toBe(false)
    servers.pass(10 * SECONDS)
    await b.renew()

    expect((await servers.take('a')).id).toBe(a.id)
  })
})

describe('another server', () => {
  test('is living while its lease runs, and silent when it has missed a renewal', async ({
    servers,
  }) => {
    const { a, b } = await two(servers)
    expect(await b.whereIs(a.id)).toEqual({ is: 'living', name: 'a', silentFor: null })

    servers.pass(2 * MARGIN)
    await b.renew()
    expect(await b.whereIs(a.id)).toMatchObject({ silentFor: null })
    servers.pass(1)
    expect(await b.whereIs(a.id)).toMatchObject({ silentFor: SECONDS - MARGIN - 1 })
  })

  test('is gone when its lease has run out, and a while more', async ({ servers }) => {
    const { a, b } = await two(servers)
    servers.pass(SECONDS - 1)
    await b.renew()
    servers.pass(MARGIN + 1)
    expect(await b.whereIs(a.id)).toMatchObject({ is: 'living' })

    servers.pass(1)

    expect(await b.whereIs(a.id)).toEqual({ is: 'gone' })
  })

  test('is gone for good: it comes back as another', async ({ servers }) => {
    const { a, b } = await two(servers)
    const lost: string[] = []
    const before = a.id
    a.onLost((id) => Promise.resolve(void lost.push(id)))
    servers.pass(SECONDS - 1)
    await b.renew()
    servers.pass(MARGIN + 2)

    expect(await b.whereIs(before)).toEqual({ is: 'gone' })
    expect(await a.renew()).toBe(true)

    expect(lost).toEqual([before])
    expect(a.id).not.toBe(before)
    expect(await b.whereIs(before)).toEqual({ is: 'gone' })
    expect(await b.whereIs(a.id)).toMatchObject({ is: 'living', name: 'a' })
  })

  test('is not gone where it was back first', async ({ servers }) => {
    const { a, b } = await two(servers)
    const before = a.id
    servers.pass(SECONDS - 1)
    await b.renew()
    servers.pass(MARGIN + 2)

    expect(await a.renew()).toBe(true)

    expect(a.id).toBe(before)
    expect(await b.whereIs(before)).toMatchObject({ is: 'living' })
  })

  test('is not taken for gone where it is back while it is asked after', async ({ servers }) => {
    const { a, b } = await two(servers)
    const before = a.id
    servers.pass(SECONDS - 1)
    await b.renew()
    servers.pass(MARGIN + 2)

    servers.meanwhile('b', () => a.renew())
    expect(await b.whereIs(before)).toMatchObject({ is: 'living' })

    servers.meanwhile('b', null)
    expect(a.id).toBe(before)
    expect(await b.whereIs(before)).toMatchObject({ is: 'living', silentFor: null })
  })

  test('is not taken for gone by one that has just come back itself', async ({ servers }) => {
    const { a, b } = await two(servers)
    // The database was away for both.
    servers.pass(2 * SECONDS)
    await b.renew()
    expect(await b.whereIs(a.id)).toMatchObject({ is: 'living', silentFor: 1 })

    servers.pass(SECONDS - 1)
    await b.renew()
    servers.pass(MARGIN + 1)
    expect(await b.whereIs(a.id)).toEqual({ is: 'gone' })
  })
})
