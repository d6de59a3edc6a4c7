/** A site's database in PostgreSQL that is down, held by somebody, or in use by all who may. */
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { missingPostgres, startPostgres, type TestPostgres } from '../support/postgres.ts'
import { ANA } from '../security/people.ts'

/** It starts servers of its own, and a busy machine takes its time for that. */
const SLOW = { timeout: 240_000 }

describe.skipIf(missingPostgres() !== null)('a PostgreSQL behind this house', SLOW, () => {
  let postgres: TestPostgres
  let server: BuiltServer

  beforeAll(async () => {
    postgres = await startPostgres()
    // What a reader's first press waits for is then one connection.
    const env = { SITE_DATABASE_URL: postgres.url, SITE_DATABASE_CONNECTIONS: '1' }
    server = await startBuiltServer({ ...env, LIMIT_NEW_SANDBOXES: '1000' })
  })
  afterAll(async () => {
    await server.stop()
    await postgres.remove()
  })

  /** Somebody who was never here: their first press makes a row. */
  const firstPress = () =>
    new HttpBrowser(server.origin).post('/users/register', { 'user[email]': ANA })
  const page = async () => (await fetch(`${server.origin}/lessons`)).status

  const untilServed = async () => {
    for (;;) {
      const { status } = await firstPress()
      if (status !== 503) return status
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  /** Another program at the same database. */
  async function asOther(): Promise<pg.Client> {
    const client = new pg.Client(postgres.url)
    await client.connect()
    // It is cut off with all others when the server ends.
    client.on('error', () => undefined)
    onTestFinished(() => client.end())
    return client
  }

  /** Transactions of this house that nobody ends. */
  async function stuck(): Promise<number> {
    const { rows } = await (
      await asOther()
    ).query<{ n: string }>(`
      select count(*) as n from pg_stat_activity
      where application_name = 'glasshouse' and state like 'idle in transaction%'`)
    return Number(rows[0]!.n)
  }

  test('fault 52 that is down is 503 with a time to wait, takes no page along, and heals', async () => {
    expect(await untilServed()).toBe(303)
    await postgres.end()

    const { status, headers } = await firstPress()
    expect([status, headers.get('retry-after'), await page()]).toEqual([503, '2', 200])

    await postgres.begin()
    expect(await untilServed()).toBe(303)
    expect(await stuck()).toBe(0)
    expect(server.exitCode()).toBeNull()
  })

  test('fault 52 whose table somebody holds is 503 for those who need it, and heals', async () => {
    const other = await asOther()
    await other.query('begin')
    await other.query('lock table visitors in access exclusive mode')

    // One waits for the table, and the others for the one connection.
    const pressed = Promise.all(Array.from({ length: 5 }, firstPress))
    expect(await page()).toBe(200)
    for (const { status, headers } of await pressed)
      expect([status, headers.get('retry-after')]).toEqual([503, '1'])

    await other.query('rollback')
    expect(await untilServed()).toBe(303)
    expect(await stuck()).toBe(0)
  })

  test('fault 52 that cuts every connection is 503 at most once for each', async () => {
    expect(await untilServed()).toBe(303)
    await (
      await asOther()
    ).query(`
      select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'glasshouse'`)

    expect(await untilServed()).toBe(303)
    expect(server.exitCode()).toBeNull()
    expect(server.output()).not.toMatch(/uncaught|unhandled/)
  })

  test('fault 52 is in no log with its password', () => {
    const { password } = new URL(postgres.url)

    expect(server.output()).not.toContain(password)
  })
})
