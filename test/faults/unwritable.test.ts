/** A folder that takes nothing: before a server starts there, and while it runs. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startBuiltServer } from '../support/built-server.ts'
import { endOfStart, someFolder } from '../support/end-of-start.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { mountSmallDisk, whyNoSmallDisk } from '../support/small-disk.mjs'

const whyNot = whyNoSmallDisk()
const SLOW = { timeout: 120_000 }

test('fault 7 that is a file stops the start with a sentence', SLOW, async () => {
  const file = join(someFolder(), 'a-file')
  writeFileSync(file, '')

  const { code, said } = await endOfStart(join(file, 'data'))

  expect(said).toMatch(/^Glasshouse cannot start\. DATA_DIR is ".*": it is a file, or lies in one/)
  expect(said).toContain('Set DATA_DIR to a folder that this user can write to')
  expect(code).toBe(1)
})

test.skipIf(whyNot !== null)('fault 7 that is read-only stops it as well', SLOW, async () => {
  const disk = mountSmallDisk(1)
  onTestFinished(disk.remove)
  execFileSync('mount', ['-o', 'remount,ro', disk.folder], { stdio: 'pipe' })

  const { code, said } = await endOfStart(join(disk.folder, 'data'))

  expect(said).toMatch(/^Glasshouse cannot start\. DATA_DIR is ".*": it is read-only \(EROFS\)/)
  expect(code).toBe(1)
})

test('fault 7 that is taken away is told by /readyz, and heals when it is back', SLOW, async () => {
  const folder = join(someFolder(), 'data')
  const server = await startBuiltServer({ DATA_DIR: folder, LIMIT_OPEN_SANDBOXES: '1' })
  onTestFinished(() => server.stop())
  const ana = new HttpBrowser(server.origin)
  await ana.registerAndLogIn('ana@example.test')
  // The disk is asked once a second, however many look.
  const ready = async (wanted: number) => {
    const look = async () => (await fetch(`${server.origin}/readyz`)).status
    await expect.poll(look, { timeout: 10_000 }).toBe(wanted)
    return (await fetch(`${server.origin}/readyz`)).text()
  }
  const register = () =>
    new HttpBrowser(server.origin).post('/users/register', { 'user[email]': 'bo@example.test' })

  const bo = new HttpBrowser(server.origin)
  await bo.registerAndLogIn('bo@example.test')

  renameSync(folder, `${folder}-away`)
  // A disk that is taken away leaves its place behind.
  mkdirSync(folder)

  expect(await ready(503)).toMatch(/^disk: [A-Z]+\n$/)
  // His sandbox is open, and hers would have to be opened.
  expect((await bo.get('/users/settings')).status).toBe(200)
  expect((await ana.get('/users/settings')).status).toBe(507)
  expect((await register()).status).toBe(507)
  // Nobody's sandbox is taken for a broken one.
  expect((await bo.post('/users/register', { 'user[email]': 'cy@example.test' })).status).toBe(507)

  rmdirSync(folder)
  renameSync(`${folder}-away`, folder)
  expect(await ready(200)).toBe('ok\n')
  expect((await register()).status).toBe(303)
  for (const [browser, email] of [
    [ana, 'ana@example.test'],
    [bo, 'bo@example.test'],
  ] as const)
    expect((await browser.getJson('/')).json.scope.user).toMatchObject({ email })
})
