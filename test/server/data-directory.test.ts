import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readConfig } from '#server/config.ts'
import { inDataDirectory, ownDataDirectory } from '#server/data-directory.ts'
import { DatabaseError } from '#repo/database-error.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'glasshouse data ä#-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const own = (path: string) => ownDataDirectory(readConfig({ DATA_DIR: path, PORT: '45990' }))
const sentenceOf = async (work: Promise<unknown>) => {
  const failure: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  )
  return failure instanceof Error ? `${failure.name}: ${failure.message}` : 'it works'
}
const TO_DO =
  'Set DATA_DIR to a folder that this user can write to, as in DATA_DIR=/tmp/glasshouse npm start.'

describe('DATA_DIR', () => {
  test('has one owner, who is told apart from a wrong value', async () => {
    const lock = await own(join(folder, 'data'))

    expect(await sentenceOf(own(join(folder, 'data')))).toMatch(
      /^ConfigError: DATA_DIR is ".*data", and another server is using it\. Stop that one, or give this one a folder and a port of its own, as in DATA_DIR=var2 PORT=4599\d npm start\.$/,
    )
    await lock.release()
    await (await own(join(folder, 'data'))).release()
  })

  test('names no folder that is the one in use', async () => {
    const lock = await own(join(folder, 'var2'))

    expect(await sentenceOf(own(join(folder, 'var2')))).toContain('DATA_DIR=var3 ')
    await lock.release()
  })

  test('is free again when its owner was killed', async () => {
    const script = `
      import { lockFile } from '#repo/sqlite/file-lock.ts'
      await lockFile(${JSON.stringify(join(folder, 'in-use.db'))})
      process.stdout.write('locked')
      setInterval(() => undefined, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script])
    await once(child.stdout, 'data')
    expect(await sentenceOf(own(folder))).toContain('another server is using it')

    child.kill('SIGKILL')
    await once(child, 'exit')

    await (await own(folder)).release()
  })

  test.for(['file', 'file/below', 'file/far/below'])('is no file: %s', async (path) => {
    writeFileSync(join(folder, 'file'), '')

    expect(await sentenceOf(own(join(folder, path)))).toMatch(
      new RegExp(
        `^ConfigError: DATA_DIR is ".*": it is a file, or lies in one \\(E\\w+\\)\\. ${TO_DO}$`,
      ),
    )
  })

  test.runIf(process.platform === 'linux')(
    'is not below /proc, where nothing can be made',
    async () => {
      expect(await sentenceOf(own('/proc/glasshouse/data'))).toMatch(
        /^ConfigError: DATA_DIR is "\/proc\/glasshouse\/data": it cannot be made there \(ENOENT\)\. /,
      )
    },
  )

  test('is made with the folders above it', async () => {
    await (await own(join(folder, 'a', 'b', 'c'))).release()
  })

  test.for([
    ['SQLITE_READONLY', 'this user may not write there'],
    ['SQLITE_CORRUPT', 'a database in it is damaged'],
    ['SQLITE_ODD', 'something odd'],
  ] as const)('is named when its database says %s', async ([code, reason]) => {
    const config = readConfig({ DATA_DIR: '/data' })
    const failing = () => Promise.reject(new DatabaseError(`${code}: something odd`, { code }))

    expect(await sentenceOf(inDataDirectory(config, failing))).toBe(
      `ConfigError: DATA_DIR is "/data": ${reason} (${code}). ${TO_DO}`,
    )
  })

  test('has nothing to do with a mistake in the program', async () => {
    const failing = () => Promise.reject(new TypeError('x is undefined'))

    expect(await sentenceOf(inDataDirectory(readConfig({}), failing))).toBe(
      'TypeError: x is undefined',
    )
  })
})
