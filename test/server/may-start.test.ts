import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { lockFile } from '#repo/sqlite/file-lock.ts'

function folderHere(): string {
  const folder = mkdtempSync(join(tmpdir(), 'glasshouse-may-start-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const ask = (env: Readonly<Record<string, string>>) =>
  spawnSync(process.execPath, ['src/server/may-start.ts'], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  })

/** A port that was free a moment ago, or is taken for this test. */
async function port({ isTaken }: { readonly isTaken: boolean }): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port: number } = server.address() as AddressInfo
  if (isTaken) onTestFinished(() => void server.close())
  else await new Promise((resolve) => server.close(resolve))
  return String(number)
}

test('a server that may start is told nothing, and its folder is free afterwards', async () => {
  const folder = folderHere()
  const { status, stderr } = ask({ DATA_DIR: folder, PORT: await port({ isTaken: false }) })

  expect([status, stderr]).toEqual([0, ''])
  expect(existsSync(join(folder, 'in-use.db'))).toBe(true)
  const lock = await lockFile(join(folder, 'in-use.db'))
  expect(lock).not.toBeNull()
  await lock?.release()
})

test.for([
  ['a wrong setting', () => Promise.resolve({ PORT: 'x' }), 'PORT is "x".'],
  ['a port in use', async () => ({ PORT: await port({ isTaken: true }) }), 'is in use'],
] as const)('%s is said before anything is built', async ([, settings, sentence]) => {
  const { status, stderr } = ask({ DATA_DIR: folderHere(), ...(await settings()) })

  expect([status, stderr]).toEqual([1, expect.stringContaining(sentence)])
  expect(stderr).toMatch(/^Glasshouse cannot start\. /)
})

test('a folder that another server has is said before anything is built', async () => {
  const folder = folderHere()
  // What ownDataDirectory makes before it takes the lock.
  ask({ DATA_DIR: folder, PORT: await port({ isTaken: false }) })
  const lock = await lockFile(join(folder, 'in-use.db'))
  const { status, stderr } = ask({ DATA_DIR: folder, PORT: await port({ isTaken: false }) })
  await lock?.release()

  expect([status, stderr]).toEqual([1, expect.stringContaining('another server is using it')])
})
