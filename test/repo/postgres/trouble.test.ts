import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { inspect } from 'node:util'
import { sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import {
  DatabaseAwayError,
  DatabaseBusyError,
  DatabaseError,
  WriteRefusedError,
} from '#repo/database-error.ts'
import { openPostgres, type PostgresOptions } from '#repo/postgres/postgres.ts'
import type { Repo } from '#repo/repo.ts'
import { newDatabase, postgresUrl } from '../../support/postgres-databases.ts'

interface Tables {
  readonly counts: { id: number; n: number; name: string | null }
}

const closing: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

async function url(): Promise<string> {
  const database = await newDatabase('empty')
  closing.push(database.remove)
  return database.url
}

async function open(options: Partial<PostgresOptions> = {}): Promise<Repo<Tables>> {
  const repo = await openPostgres<Tables>({ url: options.url ?? (await url()), ...options })
  closing.push(() => repo.close())
  await sql`create table if not exists counts (id bigint primary key, n bigint, name citext unique)`.execute(
    repo.db,
  )
  await sql`insert into counts values (1, 0, 'ana') on conflict do nothing`.execute(repo.db)
  return repo
}

const one = async ({ db }: Repo<Tables>) =>
  (await sql<{ one: number }>`select 1 as one`.execute(db)).rows[0]?.one
const caught = (pending: Promise<unknown>) => pending.catch((reason: unknown) => reason)

/** Between a repo and its server: it can stop to pass anything on. */
async function wire(target: string) {
  const [to, port] = [new URL(target), Number(new URL(target).port)]
  const sockets = new Set<Socket>()
  let isSilent = false
  const proxy = createServer((socket) => {
    const behind = connect(port, '127.0.0.1')
    for (const each of [socket, behind]) {
      sockets.add(each)
      each.on('error', () => undefined)
    }
    const pass = (from: Socket, other: Socket) =>
      from
        .on('data', (data) => void (isSilent || other.write(data)))
        .on('close', () => other.destroy())
    pass(socket, behind)
    pass(behind, socket)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  to.port = String((proxy.address() as AddressInfo).port)
  closing.push(() => {
    for (const socket of sockets) socket.destroy()
    proxy.close()
  })
  return {
    url: to.href,
    silence: (silent: boolean) => {
      isSilent = silent
    },
    cut: () => {
      for (const socket of sockets) socket.destroy()
    },
  }
}

describe.skipIf(postgresUrl() === null)('PostgreSQL in trouble', () => {
  test('ends a statement that takes too long, and the next one runs', async () => {
    const repo = await open({ statementTimeout: 150 })

    const error = await caught(sql`select pg_sleep(60)`.execute(repo.db))

    expect(error).toBeInstanceOf(DatabaseBusyError)
    expect(await one(repo)).toBe(1)
  })

  test('says so when all connections are in use, and is there when one is free', async () => {
    const repo = await open({ most: 2, patience: 1_000 })
    const free = Promise.withResolvers<void>()
    const holding = [1, 2].map(() => repo.transact(() => free.promise))

    expect(await caught(one(repo))).toBeInstanceOf(DatabaseBusyError)

    free.resolve()
    await Promise.all(holding)
    expect(await one(repo)).toBe(1)
  })

  test('that says nothing any more is away, and is there when it does', async () => {
    const between = await wire(await url())
    const repo = await open({ url: between.url, statementTimeout: 100, patience: 300 })
    between.silence(true)

    expect(await caught(one(repo))).toBeInstanceOf(DatabaseAwayError)
    // A new connection hears nothing either.
    expect(await caught(one(repo))).toBeInstanceOf(DatabaseAwayError)

    between.silence(false)
    expect(await one(repo)).toBe(1)
  })

  test('cut off in the middle of a transaction has done nothing of it', async () => {
    const target = await url()
    const between = await wire(target)
    const [repo, other] = [await open({ url: between.url }), await open({ url: target })]

    const error = await caught(
      repo.transact(async ({ db }) => {
        await db.updateTable('counts').set({ n: 7 }).execute()
        between.cut()
        await db.updateTable('counts').set({ n: 8 }).execute()
      }),
    )

    expect(error).toBeInstanceOf(DatabaseAwayError)
    expect((await other.db.selectFrom('counts').select('n').executeTakeFirst())?.n).toBe(0)
    expect(await one(repo)).toBe(1)
  })

  test('survives that a connection is ended while nobody uses it', async () => {
    const target = await url()
    const [repo, other] = [await open({ url: target }), await open({ url: target })]
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and application_name = 'glasshouse'`.execute(
      other.db,
    )

    await expect.poll(() => caught(one(repo))).toBe(1)
  })

  test('runs a transaction again that another one came between', async () => {
    const target = await url()
    const [repo, other] = [await open({ url: target }), await open({ url: target })]
    let times = 0

    await repo.transact(async ({ db }) => {
      times += 1
      const { n } = await db.selectFrom('counts').select('n').executeTakeFirstOrThrow()
      // What it has read is another number by now.
      if (times === 1) await other.db.updateTable('counts').set({ n: 10 }).execute()
      await db
        .updateTable('counts')
        .set({ n: n + 1 })
        .execute()
    })

    expect(times).toBe(2)
    expect((await repo.db.selectFrom('counts').select('n').executeTakeFirst())?.n).toBe(11)
  })

  test('tells of a refusal by names, and never the value', async () => {
    const repo = await open()
    const write = (id: number | string, name: string) =>
      caught(sql`insert into counts values (${id}, 0, ${name})`.execute(repo.db))
    await write(2, 'hunter2')

    const [taken, noNumber] = [await write(3, 'HUNTER2'), await write('hunter2', 'bo')]

    expect(taken).toBeInstanceOf(WriteRefusedError)
    expect(noNumber).toBeInstanceOf(DatabaseError)
    for (const error of [taken, noNumber])
      expect(inspect(error, { depth: 9, showHidden: true }).toLowerCase()).not.toContain('hunter2')
  })

  test('takes one statement at a time, with parameters or without', async () => {
    const repo = await open()

    const error = await caught(sql.raw('select 1; drop table counts').execute(repo.db))

    expect(error).toBeInstanceOf(DatabaseError)
    expect(await repo.engine.inspect.tableNames(repo.db)).toEqual(['counts'])
  })

  test('is in a list of nothing, or not', async () => {
    const { db } = await open()
    const ids = (operator: 'in' | 'not in') =>
      db.selectFrom('counts').select('id').where('id', operator, []).execute()

    expect([await ids('in'), await ids('not in')]).toEqual([[], [{ id: 1 }]])
  })

  test('is no file', async () => {
    const repo = await open()
    const sentence = 'A PostgreSQL database is no file. Copy it with pg_dump and pg_restore.'

    await expect(repo.copyTo('/tmp/nowhere.db')).rejects.toThrow(sentence)
    await expect(repo.restoreFrom('/tmp/nowhere.db')).rejects.toThrow(sentence)
  })
})
