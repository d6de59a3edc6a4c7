/** Crawlers, prefetchers and mail scanners only look. What they open must not change. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser, VISITOR } from '../support/http-browser.ts'
import { Inside } from './inside.ts'
import { ANA, changeEmail, magicLink, userOf } from './people.ts'
import { routes } from './routes.ts'
import { longOf } from '../support/long.ts'

const long = longOf(test)

let server: BuiltServer
beforeAll(async () => {
  server = await startBuiltServer()
})
afterAll(() => server.stop())

/** Opens every page that can be reached by links, and answers their addresses. */
async function crawl(browser: HttpBrowser, from: readonly string[]): Promise<readonly string[]> {
  const seen = new Set(from)
  for (const path of seen) {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      const { status, text } = await browser.request(path, { method })
      expect([path, method, status < 500]).toEqual([path, method, true])
      for (const [, href = ''] of text.matchAll(
        /(?:href|action|src|formaction)="(?<href>[^"]*)"/g,
      )) {
        const url = URL.parse(href.replaceAll('&amp;', '&'), server.origin + path)
        if (url?.origin === server.origin) seen.add(url.pathname + url.search)
      }
    }
  }
  return [...seen]
}

/** Visitors, sandboxes and the files of them all. */
function everything(): string {
  const site = new DatabaseSync(join(server.dataDirectory, 'site.db'), { readOnly: true })
  const rows = [
    site.prepare('select id, token_hash from visitors').all(),
    site.prepare('select id, number, clock_offset, ended_at from sandboxes').all(),
  ]
  site.close()
  const folder = join(server.dataDirectory, 'sandboxes')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('sandbox.db') || name.endsWith('.json'))
    .sort()
    .map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ])
  return JSON.stringify([rows, files])
}

describe('following every link', () => {
  test('C6 by a stranger changes nothing and makes no sandbox', async () => {
    const before = everything()
    const stranger = new HttpBrowser(server.origin)

    const seen = await crawl(stranger, ['/', ...routes.filter((route) => !/events/.test(route))])

    expect(seen.length).toBeGreaterThan(20)
    expect(stranger.cookies.has(VISITOR)).toBe(false)
    expect(everything()).toBe(before)
  })

  long('C6 by somebody who is logged in changes nothing either', async () => {
    const browser = new HttpBrowser(server.origin)
    await browser.registerAndLogIn(ANA)
    const link = await magicLink(browser)
    await changeEmail(browser, 'new@example.test')
    await browser.postForJson('/users/settings/api-tokens')
    const inside = new Inside(browser, server.dataDirectory)
    const before = [everything(), inside.state()]

    const seen = await crawl(browser, ['/', ...routes.filter((route) => !/events/.test(route))])

    // Mails, and with them the links that they hold, are among what was opened.
    expect(seen).toContain(`/users/log-in/${link}`)
    expect(seen.some((path) => /^\/users\/settings\/confirm-email\/(?!a{43})/.test(path))).toBe(
      true,
    )
    expect([everything(), inside.state()]).toEqual(before)
    expect(await userOf(browser)).toMatchObject({ email: ANA })
    expect((await browser.post('/users/log-in', { 'user[token]': link })).status).toBe(303)
  })
})
