/** What a server may have open at once comes to an end, and the server does not. */
import { existsSync, readdirSync, readlinkSync } from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'

const WITHOUT_LIMITS = { GLASSHOUSE_LIMITS: 'off' }

async function start(...given: Parameters<typeof startBuiltServer>): Promise<BuiltServer> {
  const server = await startBuiltServer(...given)
  onTestFinished(() => server.stop())
  return server
}

const newcomers = (server: BuiltServer, count: number) =>
  Array.from({ length: count }, () => new HttpBrowser(server.origin))

const act = (browser: HttpBrowser) =>
  browser.post('/users/register', { 'user[email]': 'ana@example.test' })

/** The files of sandboxes that a process has open. */
function filesOfSandboxes({ pid }: BuiltServer): readonly string[] {
  const folder = `/proc/${pid()}/fd`
  return readdirSync(folder).flatMap((name) => {
    try {
      const file = readlinkSync(`${folder}/${name}`)
      return file.includes('/sandboxes/') ? [file] : []
    } catch {
      // It was closed meanwhile.
      return []
    }
  })
}

const tellsOfProcesses = existsSync('/proc/self/fd')

describe('what is open', () => {
  test.runIf(tellsOfProcesses)(
    'fault 21 is bounded, however many sandboxes there are, and each is found again',
    async () => {
      const server = await start({ ...WITHOUT_LIMITS, LIMIT_OPEN_SANDBOXES: '20' })
      const browsers = newcomers(server, 60)

      for (const browser of browsers) expect((await act(browser)).status).toBe(303)

      // A database, its log, and what its readers share.
      expect(filesOfSandboxes(server).length).toBeLessThanOrEqual(20 * 3)
      for (const browser of browsers)
        expect((await browser.getJson('/sandbox/mailbox')).json.mails).toHaveLength(1)
    },
    300_000,
  )

  test('fault 22 can run out: some are told to wait, nobody sees a fault, and all come in', async () => {
    const server = await start(WITHOUT_LIMITS, { mostDescriptors: 256 })
    const browsers = newcomers(server, 120)

    const answers = await Promise.all(browsers.map(act))

    const statuses = new Set(answers.map(({ status }) => status))
    expect([...statuses].filter((status) => status !== 303 && status !== 503)).toEqual([])
    for (const { status, headers } of answers)
      expect(headers.has('retry-after')).toBe(status === 503)
    expect(server.exitCode()).toBeNull()
    // One after the other there is room for each of them, those who were turned away too.
    for (const browser of browsers) expect((await act(browser)).status).toBeLessThan(500)
    for (const browser of browsers)
      expect((await browser.getJson('/sandbox/mailbox')).json.mails).toHaveLength(1)
  }, 300_000)
})
