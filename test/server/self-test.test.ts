import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '#lib/clock.ts'
import { createTemplate } from '#repo/sqlite/sqlite.ts'
import { ConfigError } from '#server/config.ts'
import { refuseUntriedSqlite, testItself, TRIED_SQLITE } from '#server/self-test.ts'

type Around = Parameters<typeof testItself>[1]

let folder: string
let template: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'glasshouse-'))
  template = join(folder, 'template.db')
  await createTemplate(template)
})
afterEach(() => rmSync(folder, { recursive: true }))

const AROUND = {
  clock: systemClock,
  chance: { draw: () => 0 },
  mailer: { deliver: (letter: unknown) => Promise.resolve(letter) },
  pubsub: { subscribe: () => undefined, broadcast: () => undefined },
} as unknown as Around

async function writeAt(position: number, bytes: Uint8Array): Promise<void> {
  const file = await open(template, 'r+')
  await file.write(bytes, 0, bytes.length, position)
  await file.close()
}

describe('testItself', () => {
  test('finds nothing wrong with a server that works', async () => {
    await expect(testItself(template, AROUND)).resolves.toBeUndefined()
  })

  test('finds a template that is damaged', async () => {
    await writeAt(4096 + 8, Buffer.alloc(2_000, 0xff))

    await expect(testItself(template, AROUND)).rejects.toThrow(
      /^Its test of itself failed: .* npm ci, run on this machine, brings the packages it was tried with\.$/,
    )
  })

  test('finds a template that is none', async () => {
    await writeAt(0, Buffer.from('no database at all'))

    await expect(testItself(template, AROUND)).rejects.toThrow(ConfigError)
  })
})

describe('X3: a release of SQLite', () => {
  test.for(TRIED_SQLITE)('that was tried is taken: %s', (version) => {
    expect(() => refuseUntriedSqlite(version)).not.toThrow()
  })

  test('that was not is refused, by name', () => {
    expect(() => refuseUntriedSqlite('3.40.1')).toThrow(
      'Its test of itself failed: SQLite is 3.40.1, and this server was tried with 3.52.0.',
    )
  })
})
