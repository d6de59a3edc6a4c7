import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startBuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'

const OBSERVER = pathToFileURL(resolve('test/security/watch-outbound.mjs')).href
let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'glasshouse-outbound-'))
  file = join(folder, 'attempts')
  writeFileSync(file, '')
})
afterEach(() => rmSync(folder, { recursive: true }))

const attempts = () => readFileSync(file, 'utf8').trim().split('\n')

test.for([
  ['connect', "import { connect } from 'node:net'; connect(9, '127.0.0.1').on('error', () => {})"],
  ['connect', "await fetch('http://127.0.0.1:59999').catch(() => {})"],
  ['dns localhost', "import { lookup } from 'node:dns'; lookup('localhost', () => {})"],
  ['dns localhost', "import { lookup } from 'node:dns/promises'; await lookup('localhost')"],
  ['child', "import { execFile } from 'node:child_process'; execFile(process.execPath, ['-v'])"],
  [
    'datagram',
    "import { createSocket } from 'node:dgram'; const s = createSocket('udp4'); s.send('x', 9, '127.0.0.1', () => s.close())",
  ],
] as const)('B9 would be seen by this test if it were broken: %s, by %s', async ([kind, code]) => {
  await promisify(execFile)(
    process.execPath,
    ['--import', OBSERVER, '--input-type=module', '-e', code],
    { env: { ...process.env, OUTBOUND_FILE: file } },
  )

  expect(attempts()).toEqual(expect.arrayContaining(['watching', kind]))
})

test('B9 nothing that a reader does leaves the machine', async () => {
  const server = await startBuiltServer({
    NODE_OPTIONS: `--import=${OBSERVER}`,
    OUTBOUND_FILE: file,
    LIMIT_NEW_SANDBOXES: '1000',
  })
  try {
    const ana = new HttpBrowser(server.origin)
    const email = 'ana@example.com'
    await ana.registerAndLogIn(email)
    await ana.sibling().post('/users/log-in', { 'user[email]': email })
    await ana.send('put', '/users/settings', {
      action: 'update_email',
      'user[email]': 'new@example.com',
    })
    await ana.post(`/users/settings/confirm-email/${await ana.readToken()}`)
    await ana.send('put', '/users/settings', {
      action: 'update_password',
      'user[password]': 'plums in a blue crate',
    })
    expect((await ana.readMails()).map(({ subject }) => subject)).toEqual([
      'Your password was changed',
      'Your email was changed',
      'Update email instructions',
      'Log in instructions',
      'Confirmation instructions',
    ])

    for (const [path, fields] of [
      ['/sandbox/clock', { advance: '15m' }],
      ['/sandbox/settings', { registration_with_password: 'true' }],
      ['/sandbox/migrations', { direction: 'down' }],
      ['/sandbox/migrations', { direction: 'latest' }],
      ['/sandbox/seeds', { name: 'two-people' }],
      ['/sandbox/reset', { what: 'demo', demo: 'ana-comes-in' }],
      ['/sandbox/reset', {}],
      ['/progress', { lesson: 'who-comes-in', read: 'true' }],
    ] as const)
      expect([path, (await ana.post(path, fields)).status]).toEqual([path, 303])
    for (const path of ['/sandbox/download', '/sandbox/tables', '/progress/export', '/lessons'])
      expect([path, (await ana.get(path)).status]).toEqual([path, 200])
    for (const path of ['/sandbox/delete', '/progress/delete'])
      expect([path, (await ana.post(path)).status]).toEqual([path, 303])

    // It looks up where it listens itself, once.
    expect(attempts()).toEqual(['watching', 'dns 127.0.0.1'])
  } finally {
    await server.stop()
  }
})
