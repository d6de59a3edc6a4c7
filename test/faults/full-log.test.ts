/** A log that nobody can write any more. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { currentBuild } from '../../src/tasks/builds.mjs'
import { serverEnvironment } from '../../src/tasks/server-environment.mjs'
import { TEST_COURSE } from '../support/courses.mjs'
import { HttpBrowser } from '../support/http-browser.ts'

/** Always full: every write to it fails. */
const FULL = '/dev/full'

test.runIf(existsSync(FULL))('fault 6 a log on a full disk stops no request', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'glasshouse-'))
  const port = 20_000 + (process.pid % 20_000)
  const origin = `http://localhost:${port}`
  const log = openSync(FULL, 'w')
  const server = spawn(
    process.execPath,
    [`${currentBuild(undefined, TEST_COURSE)}/server/main.mjs`],
    {
      stdio: ['ignore', log, log],
      env: {
        ...serverEnvironment(),
        ...{ DATA_DIR: folder, PORT: String(port), LOG_LEVEL: 'debug' },
      },
    },
  )
  onTestFinished(async () => {
    await ended(server)
    rmSync(folder, { recursive: true, force: true })
  })
  while ((await fetch(`${origin}/readyz`).catch(() => null))?.status !== 200) {
    expect(server.exitCode).toBeNull()
    await sleep(50)
  }
  const browser = new HttpBrowser(origin)

  await browser.registerAndLogIn('ana@example.test')
  for (const path of ['/', '/lessons', '/users/settings', '/nowhere']) await browser.get(path)

  expect((await browser.getJson('/')).json.scope.user).toMatchObject({ email: 'ana@example.test' })
  expect(server.exitCode).toBeNull()
})

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  server.kill('SIGTERM')
  await once(server, 'exit')
}
