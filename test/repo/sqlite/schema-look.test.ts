import { CompiledQuery, sql } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openSqlite } from '#repo/sqlite/sqlite.ts'
import { SchemaLook, workedOut } from '#repo/sqlite/schema-look.ts'

/** A database, and what it is asked to know its schema. */
async function some() {
  const repo = await openSqlite({ memory: true })
  onTestFinished(() => repo.close())
  const look = new SchemaLook()
  const told: string[] = []
  const run = async (text: string) => {
    look.before(text)
    await sql.raw(text).execute(repo.db)
  }
  const facts = () =>
    look.facts(async (text, parameters) => {
      const { rows } = await repo.db.executeQuery<Record<string, unknown>>(
        CompiledQuery.raw(text, [...parameters]),
      )
      told.push(String(rows[0]?.['objects']))
      return rows
    })
  return { run, facts, told }
}

describe('a look at the schema', () => {
  test('knows the tables, and is told nothing more while they stay the same', async () => {
    const { run, facts, told } = await some()
    await run('create table panes (id integer primary key)')

    expect([...(await facts()).tables]).toEqual(['panes'])
    await run('insert into panes default values')
    expect([...(await facts()).tables]).toEqual(['panes'])
    expect(told.map((objects) => objects !== 'null')).toEqual([true, false])

    await run('create table frames (id integer primary key)')
    expect([...(await facts()).tables]).toEqual(['panes', 'frames'])
    await run('drop table panes')
    expect([...(await facts()).tables]).toEqual(['frames'])
  })

  test('is not taken in by a number that comes again after something was taken back', async () => {
    const { run, facts } = await some()
    await run('savepoint one')
    await run('create table panes (id integer primary key)')
    expect([...(await facts()).tables]).toEqual(['panes'])
    await run('rollback to one')

    await run('create table frames (id integer primary key)')

    expect([...(await facts()).tables]).toEqual(['frames'])
  })

  test('keeps what was worked out, once for all databases that were made alike', async () => {
    const [one, other, different] = [await some(), await some(), await some()]
    for (const { run } of [one, other]) await run('create table shared_once (id integer)')
    await different.run('create table shared_once (id text)')
    let worked = 0
    const work = () => Promise.resolve((worked += 1))

    const found = []
    for (const { facts } of [one, other, different])
      found.push(await workedOut(await facts(), 'a number', work))

    expect(found).toEqual([1, 1, 2])
  })

  test('keeps nothing of work that failed', async () => {
    const { run, facts } = await some()
    await run('create table failed_once (id integer)')

    await expect(
      workedOut(await facts(), 'it', () => Promise.reject(new Error('no'))),
    ).rejects.toThrow('no')
    expect(await workedOut(await facts(), 'it', () => Promise.resolve('yes'))).toBe('yes')
  })

  test('tells no other database what was worked out while the tables of one changed', async () => {
    const [one, other] = [await some(), await some()]
    for (const { run } of [one, other]) await run('create table changes_between (id integer)')
    const facts = await one.facts()
    const work = async () => {
      await one.run('drop table changes_between')
      return 'of none'
    }
    const isStill = async () => (await one.facts()) === facts

    expect(await workedOut(facts, 'it', work, isStill)).toBe('of none')
    expect(await workedOut(await other.facts(), 'it', () => Promise.resolve('its own'))).toBe(
      'its own',
    )
  })
})
