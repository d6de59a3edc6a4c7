import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo, Server } from 'node:net'
import { createServer as createHttpServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findDevServer, hasRead } from '../../src/tasks/dev-server.mjs'

/** A folder in which a dev server says that it listens there. */
function folderThatNames(lock: string | null): string {
  const root = mkdtempSync(join(tmpdir(), 'glasshouse-dev-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  mkdirSync(join(root, '.astro'))
  if (lock !== null) writeFileSync(join(root, '.astro/dev.json'), lock)
  return `${root}/`
}

const lockOf = (port: number) =>
  JSON.stringify({
    pid: 1,
    port,
    url: `http://localhost:${port}`,
    urls: { local: [`http://localhost:${port}/`] },
  })

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

/** A dev server that has read another version of a lesson each time it is asked. */
const devServer = (versions: readonly string[]) => {
  let asked = -1
  return createHttpServer((_request, response) => {
    asked += 1
    const version = versions[Math.min(asked, versions.length - 1)]
    response.end(JSON.stringify({ mistakes: [], versions: { 'scopes/one': version } }))
  })
}

test('a dev server is found by what it wrote down', async () => {
  const port = await listening(devServer(['a']))

  expect(await findDevServer(folderThatNames(lockOf(port)))).toBe(`http://localhost:${port}`)
})

test.for([
  ['nobody wrote anything', null],
  ['what was written is no JSON', '{'],
  ['nobody listens there any more', lockOf(1)],
] as const)('none is found where %s', async ([, lock]) => {
  expect(await findDevServer(folderThatNames(lock))).toBeNull()
})

test('none is found where somebody else listens', async () => {
  const port = await listening(createHttpServer((_request, response) => response.end('Hello')))

  expect(await findDevServer(folderThatNames(lockOf(port)))).toBeNull()
})

test('a task waits until what was saved is read', async () => {
  const port = await listening(devServer(['old', 'old', 'new']))

  expect(await hasRead(`http://localhost:${port}`, { path: 'scopes/one', version: 'new' })).toBe(
    true,
  )
})
