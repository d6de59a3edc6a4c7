/** A server that is started where something of it is missing, or was made for another version. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startBuiltServer } from '../support/built-server.ts'
import { endOfStart, someFolder } from '../support/end-of-start.ts'

/** Each starts servers of its own, and a busy machine takes its time for that. */
const SLOW = { timeout: 240_000 }

/** What the system says of a file that was made for another libc. */
const withoutNative = (file: RegExp) =>
  `--import=data:text/javascript,${encodeURIComponent(`
    const real = process.dlopen
    process.dlopen = (module, file, ...rest) => {
      if (!${String(file)}.test(file)) return real.call(process, module, file, ...rest)
      const error = new Error(file + ': /lib/libm.so.6: version \\\`GLIBC_2.38\\' not found')
      throw Object.assign(error, { code: 'ERR_DLOPEN_FAILED' })
    }`)}`

describe('a native part of another machine', SLOW, () => {
  test.for([
    ['SQLite', /sqlite3/],
    ['Argon2', /argon2/],
  ] as const)('fault 46 %s ends the start with one sentence', async ([name, file]) => {
    const { code, said } = await endOfStart(someFolder(), [withoutNative(file)])

    // The package of Argon2 says something of its own before.
    expect(said).toMatch(/^Glasshouse cannot start\. [^\n]*\n$/m)
    expect(said).toContain(`The native part of ${name} does not load on this machine (`)
    expect(said).toContain('npm ci, run on this machine, brings the right one.')
    expect(code).toBe(1)
  })
})

describe('a folder of a newer version', SLOW, () => {
  test('fault 51 stops an older one with a sentence, and nothing in it is lost', async () => {
    const server = await startBuiltServer()
    onTestFinished(() => server.stop())
    const file = join(server.dataDirectory, 'site.db')
    const site = () => new DatabaseSync(file)
    process.kill(server.pid(), 'SIGTERM')
    while (server.exitCode() === null) await new Promise((resolve) => setTimeout(resolve, 10))
    const newer = site()
    const [table] = newer
      .prepare(
        "select name from sqlite_schema where name like '%migration%' and name not like '%lock%'",
      )
      .all()
    newer.exec(
      `insert into ${String(table!.name)} (name, timestamp) values ('2099_01_01_000000_later', 'x')`,
    )
    newer.close()

    const { code, said } = await endOfStart(server.dataDirectory)

    expect(said).toMatch(
      /^Glasshouse cannot start\. DATA_DIR is ".*", and a newer version of this server has written to it: 2099_01_01_000000_later is unknown here\. .*\n$/,
    )
    expect(code).toBe(1)
    const again = site()
    again.exec(`delete from ${String(table!.name)} where name like '2099%'`)
    again.close()
    await server.restart()
    expect((await fetch(`${server.origin}/readyz`)).status).toBe(200)
  })
})
