import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { DatabaseFullError, SqlArgumentError } from '#repo/database-error.ts'
import { Repo } from '#repo/repo.ts'
import { sqliteEngine } from '#repo/sqlite/sqlite-engine.ts'
import { loadSqlite } from '#repo/sqlite/sqlite-in-browser.ts'
import { WasmHandle } from '#repo/sqlite/wasm-handle.ts'
import { engineContract } from '../engine-contract.ts'

const BYTES = 'node_modules/sql.js/dist/sql-wasm-browser.wasm'
const loading = readFile(BYTES).then(loadSqlite)

const openHandle = async () => new WasmHandle(await loading)

engineContract('SQLite in WebAssembly', {
  open: async (options) => Repo.over(sqliteEngine(await openHandle()), options),
  openTwice: null,
  files: null,
  types: { id: 'integer', integer: 'integer', text: 'text', bytes: 'blob' },
})

describe('SQLite in WebAssembly', () => {
  test('refuses what would be stored as something else', async () => {
    const handle = await openHandle()

    await expect(handle.all('select ? as value', [undefined])).rejects.toThrow(SqlArgumentError)
    await expect(handle.all('select ? as value', [])).rejects.toThrow(
      'sqlite: the SQL has 1 places (?) and 0 values were given.',
    )
    await expect(handle.all('select 1; select 2', [])).rejects.toThrow(SqlArgumentError)
  })

  test('is full before it fills the memory of a page', async () => {
    const handle = await openHandle()
    await handle.runScript('create table pages (text text)')
    const fill = async () => {
      for (let page = 0; page < 1_000; page += 1)
        await handle.run('insert into pages values (?)', ['x'.repeat(4_000)])
    }

    await expect(fill()).rejects.toThrow(DatabaseFullError)
  })

  test('asks for foreign keys, as the server does', async () => {
    const repo = Repo.over<object>(sqliteEngine(await openHandle()))

    const { rows } = await sql`pragma foreign_keys`.execute(repo.db)

    expect(rows).toEqual([{ foreign_keys: 1 }])
  })
})
