import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { fillDisk } from '../support/full-disk.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { mountSmallDisk, whyNoSmallDisk } from '../support/small-disk.mjs'

const whyNot = whyNoSmallDisk()
if (whyNot) console.info(`A full disk is not tried: ${whyNot}.`)

const ANA = 'ana@example.test'
const DISK_FULL =
  /^The disk of this server is full, so nothing can be kept at the moment\. Reading works\. Try again in half a minute;/

describe.skipIf(whyNot !== null)('a server on a disk of 24 MB', () => {
  let disk: ReturnType<typeof mountSmallDisk>
  let server: BuiltServer | undefined

  beforeAll(async () => {
    disk = mountSmallDisk(24)
    server = await startBuiltServer({ DATA_DIR: disk.folder, GLASSHOUSE_LIMITS: 'off' })
  }, 60_000)
  afterAll(async () => {
    await server?.stop()
    disk.remove()
  }, 60_000)

  const newcomer = () => new HttpBrowser(server!.origin)
  const register = (browser: HttpBrowser, email = ANA) =>
    browser.postForJson('/users/register', { 'user[email]': email })

  test('fault 5 has room for each who comes, by those who were away for longest', async () => {
    const first = newcomer()
    await register(first)

    const answers: number[] = []
    for (let n = 0; n < 200; n += 1) answers.push((await register(newcomer())).status)

    expect(new Set(answers)).toEqual(new Set([200]))
    expect((await first.get('/sandbox')).text).toContain(
      'The house was full, and your sandbox was the one unused for longest: it was thrown away.',
    )
  }, 120_000)

  test('fault 5 can be read when it is full, and every way out leads out', async () => {
    const people = await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const browser = newcomer()
        await browser.registerAndLogIn(ANA)
        return browser
      }),
    )
    const [ana, bo, cy, di] = people as [HttpBrowser, HttpBrowser, HttpBrowser, HttpBrowser]
    const others = fillDisk(disk.folder)

    const pages = ['/', '/sandbox', '/users/log-in', '/sandbox/mailbox', '/users/settings']
    for (const path of [...pages, '/sandbox/download'])
      expect([path, (await ana.get(path)).status]).toEqual([path, 200])
    // The reserve was given up for what was opened.
    const more = fillDisk(disk.folder)
    const refused = await writesUntilRefused(ana)
    expect([refused?.status, refused?.headers.get('retry-after')]).toEqual([507, '30'])
    expect(refused?.json.error).toMatch(DISK_FULL)

    expect((await bo.post('/sandbox/delete')).status).toBe(303)
    expect((await cy.post('/sandbox/reset')).status).toBe(303)
    expect((await di.post('/sandbox/seeds', { name: 'ana-confirmed' })).status).toBe(303)
    expect((await bo.getJson('/sandbox')).json.sandbox).toBeNull()
    expect((await cy.getJson('/sandbox')).json.sandbox?.number).toBeGreaterThan(1)

    others.free()
    more.free()
    expect((await register(ana, 'after@example.test')).status).toBe(200)
    expect((await register(newcomer())).status).toBe(200)
  }, 60_000)

  /** What was refused for want of room; others may have made some meanwhile. */
  async function writesUntilRefused(browser: HttpBrowser) {
    for (let n = 0; n < 45; n += 1) {
      const answer = await register(browser.sibling(), `${'x'.repeat(100)}${n}@example.test`)
      if (answer.status !== 200) return answer
    }
    return null
  }
})
