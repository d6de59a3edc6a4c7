import { globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser, SESSION, VISITOR, type Answer } from '../support/http-browser.ts'
import { Inside, sha256 } from './inside.ts'

/**
 * What each lever is sent. A lever that is on disk and not here fails the
 * first test: say what of another visitor's it could be asked for.
 */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  '/sandbox': [],
  '/sandbox/by-hand': ['method', 'path'],
  '/sandbox/catch-up': ['act', 'sandbox', 'visitor'],
  '/sandbox/clock': ['advance', 'sandbox'],
  '/sandbox/delete': ['id', 'visitor', 'sandbox'],
  '/sandbox/download': ['id', 'sandbox'],
  '/sandbox/mailbox': ['id', 'to'],
  '/sandbox/mailbox/[id]': ['id'],
  '/sandbox/mailbox/newest': ['id', 'sandbox'],
  '/sandbox/mailbox/newest/link': ['id', 'sandbox'],
  '/sandbox/migrations': ['direction', 'name', 'file'],
  '/sandbox/people': ['persona', 'id'],
  '/sandbox/reset': ['what', 'demo', '_lesson', 'sandbox'],
  '/sandbox/restore': ['file', 'visitor', 'sandbox'],
  '/sandbox/runs': ['act'],
  '/sandbox/runs/[run]/with/[beside]': ['run', 'beside', 'row'],
  '/sandbox/seeds': ['name', 'sandbox'],
  '/sandbox/settings': ['registration_with_password', 'sandbox'],
  '/sandbox/source/[...file]': ['file'],
  '/sandbox/tables': ['name'],
  '/sandbox/tables/[name]': ['name'],
  '/sandbox/traces': ['id'],
  '/sandbox/traces/[id]': ['id'],
  '/sandbox/traces/[id]/log': ['id'],
  '/sandbox/traces/[id]/test': ['id'],
  '/sandbox/undo': ['id', 'visitor', 'sandbox'],
  '/progress': ['lesson', 'visitor'],
  '/progress/delete': ['visitor', 'id'],
  '/progress/export': ['visitor', 'id'],
  '/progress/import': ['file', 'visitor'],
  '/users/settings': ['user[email]', 'user[id]', 'user[current_password]'],
  '/users/settings/api-tokens': ['id', 'user_id'],
  '/users/settings/api-tokens/[id]': ['id'],
  '/users/settings/confirm-email/[token]': ['token'],
  '/users/settings/sessions': ['id', 'action'],
}

const BAD = [
  ...['', '0', '-1', '1', '9'.repeat(30), '1e3', "1' or '1'='1", '../../site.db', '..', '\0'],
  ...['__proto__', 'constructor', 'sqlite_master', 'sandboxes', 'visitors', 'kysely_migration'],
]
const leverFiles = globSync('src/pages/{sandbox,progress,users/settings}/**/*.{astro,ts}')
const levers = leverFiles
  .map((file) =>
    file
      .replace(/^src\/pages/, '')
      .replace(/\.\w+$/, '')
      .replace(/\/index$/, ''),
  )
  .sort()

let server: BuiltServer
let other: HttpBrowser
let theirs: readonly string[]
let before: string

beforeAll(async () => {
  server = await startBuiltServer({ LIMIT_NEW_SANDBOXES: '1000', LIMIT_RESETS: '1000' })
  other = new HttpBrowser(server.origin)
  theirs = await liveALittle(other)
  before = stateOf(other)
})
afterAll(() => server.stop())

/** Leaves something of every kind in a sandbox, and answers what names or opens it. */
async function liveALittle(browser: HttpBrowser): Promise<readonly string[]> {
  await browser.registerAndLogIn('somebody-else@example.test')
  await browser.post('/progress', { lesson: 'who-comes-in', read: 'true' })
  const { json } = await browser.postForJson('/users/settings/api-tokens')
  const [key = '', program = ''] = json.api_token?.token.split('.') ?? []
  await browser.send('put', '/users/settings', {
    action: 'update_email',
    'user[email]': 'their-new-one@example.test',
  })
  const change = await browser.readToken()
  await browser.sibling().post('/users/log-in', { 'user[email]': 'somebody-else@example.test' })
  const link = await browser.readToken()
  const { mails = [] } = (await browser.getJson('/sandbox/mailbox')).json
  const { traces = [] } = (await browser.getJson('/sandbox/traces')).json
  return [
    ...['somebody-else@example.test', 'their-new-one@example.test', key, program, change, link],
    ...[...browser.cookies.values()].filter((value) => /^[\w-]{43}$/.test(value)),
    ...mails.map(({ id }) => id),
    ...traces.map(({ id }) => id),
    basename(new Inside(browser, server.dataDirectory).folder),
  ]
}

/** All that is kept of a visitor, in their sandbox and in the site’s own database, and the site’s tables. */
function stateOf(browser: HttpBrowser): string {
  const site = new DatabaseSync(join(server.dataDirectory, 'site.db'), { readOnly: true })
  const visitor = site
    .prepare('select * from visitors where token_hash = ?')
    .get(sha256(browser.cookies.get(VISITOR) ?? ''))
  const schema = site.prepare('select name, sql from sqlite_master order by name').all()
  const rows = site
    .prepare(
      "select m.name from sqlite_master m join pragma_table_info(m.name) c on c.name = 'visitor_id' where m.type = 'table' order by 1",
    )
    .all()
    .map(({ name }) => [
      name,
      site.prepare(`select * from "${String(name)}" where visitor_id = ?`).all(visitor!.id!),
    ])
  site.close()
  const kept = [new Inside(browser, server.dataDirectory).state(), visitor, schema, rows]
  return JSON.stringify(kept, (name, value: SQLOutputValue) =>
    name.endsWith('last_used_at') || name.endsWith('last_seen_at') ? null : value,
  )
}

/** Nothing of the other visitor's but what this very request has said itself. */
function expectNothingOfTheirs({ text, headers }: Answer, said: string): void {
  const answer = text + JSON.stringify([...headers])
  for (const secret of theirs) if (!said.includes(secret)) expect(answer).not.toContain(secret)
}

test('every lever is tried', () => {
  expect(levers).toEqual(Object.keys(FIELDS).sort())
  expect(before).toContain('somebody-else@example.test')
  expect(before).toContain('who-comes-in')
})

describe.for(levers)('%s', (lever) => {
  const pathsFor = (value: string) =>
    lever.replaceAll(/\[(?:\.{3})?\w+\]/g, () => encodeURIComponent(value))

  test('B2 gives and changes nothing of another visitor’s', async () => {
    let ana = new HttpBrowser(server.origin)
    await ana.registerAndLogIn('ana@example.test')

    for (const value of [...theirs, ...BAD]) {
      const path = pathsFor(value)
      for (const method of ['get', 'post', 'put', 'delete'] as const) {
        const fields = Object.fromEntries((FIELDS[lever] ?? []).map((name) => [name, value]))
        const query = `?${new URLSearchParams({ ...fields, id: value }).toString()}`
        const answer =
          method === 'get'
            ? await ana.get(path + query)
            : await ana.post(path, { ...fields, ...(method !== 'post' && { _method: method }) })
        expect([method, path, answer.status < 500]).toEqual([method, path, true])
        expectNothingOfTheirs(answer, value)
      }
      if ((await ana.getJson('/')).json.scope.user) continue
      // This lever has thrown her sandbox away: she goes on with another.
      ana = new HttpBrowser(server.origin)
      await ana.registerAndLogIn('ana@example.test')
    }

    expect(stateOf(other)).toBe(before)
  })

  test('B2 opens nothing by another visitor’s session or key', async () => {
    const ana = new HttpBrowser(server.origin)
    await ana.registerAndLogIn('ana@example.test')
    const [, own = ''] =
      (await ana.postForJson('/users/settings/api-tokens')).json.api_token?.token.split('.') ?? []
    const key = theirs[2] ?? ''
    const path = pathsFor(theirs[0] ?? '')
    const mixed = ana.sibling()
    mixed.cookies.set(SESSION, other.cookies.get(SESSION) ?? '')

    const answers = [
      await mixed.get(path),
      await mixed.post(path),
      await ana.sibling().get(path, { authorization: `Bearer ${key}.${own}` }),
      await new HttpBrowser(server.origin).get(path, { authorization: `Bearer ${key}.${own}` }),
    ]

    for (const answer of answers) {
      expect(answer.status).toBeLessThan(500)
      expectNothingOfTheirs(answer, path + decodeURIComponent(path))
    }
    expect([401, 403]).toContain(answers[3]!.status)
    expect(stateOf(other)).toBe(before)
  })
})
