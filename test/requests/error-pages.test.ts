/** Each failure that the house has a page for, provoked: as a page, as JSON and in a stage. */
import { globSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { expireSandboxes } from '../support/expire-sandboxes.ts'
import { HttpBrowser, type Answer } from '../support/http-browser.ts'
import { rawRequest, statusOf } from '../support/raw-request.ts'

const LESSON = '/lessons/forms/wrong-addresses'
const FAILING = join(tmpdir(), `glasshouse-failing-${process.pid}`)
const STAGE = { 'glasshouse-fragment': 'stage' }
const JSON_PLEASE = { accept: 'application/json' }

let server: BuiltServer
beforeAll(async () => {
  server = await startBuiltServer(
    { LIMIT_NEW_SANDBOXES: '60', FAILING_FILES: FAILING },
    { nodeOptions: [`--import=${join(process.cwd(), 'test/support/failing-files.mjs')}`] },
  )
})
afterEach(() => rmSync(FAILING, { force: true }))
afterAll(() => server.stop())

const fail = (what: string) => writeFileSync(FAILING, what)
const newcomer = () => new HttpBrowser(server.origin)
const register = (browser: HttpBrowser, headers = {}) =>
  browser.post('/users/register', { 'user[email]': 'ana@example.test' }, headers)

/** Status, heading and sentence of a page. */
function saidBy({ status, text }: Pick<Answer, 'status' | 'text'>) {
  const part = (pattern: RegExp) =>
    (pattern.exec(text)?.[1] ?? '').replaceAll('&#39;', "'").replaceAll('&quot;', '"').trim()
  return [status, part(/<h1[^>]*>([^<]*)/), part(/<p class="lead">([^<]*)/)] as const
}

const numberIn = ({ text }: Pick<Answer, 'text'>) =>
  /Request <code translate="no">[\w-]{12}<\/code>/.exec(text)

/** Where its button leads: no page of a failure has another in its words. */
function wayIn({ text }: Pick<Answer, 'text'>) {
  const section = text.slice(text.indexOf('class="error-status"'))
  const [, href, label] = /<a [^>]*?href="([^"]*)"[^>]*>([^<]*)/.exec(section) ?? []
  return [href, label?.trim()] as const
}

/** A page of its own or in the look of the site, with the house, and without a word of what broke. */
function looksLikeTheHouse({ text }: Pick<Answer, 'text'>): void {
  expect(text).toMatch(/<svg viewBox="0 0 260 116" role="img" aria-label="[^"]+\.">/)
  expect(text).not.toMatch(/SQLITE|ENOSPC|EMFILE|node:|\.ts\b|told to|%\w+%/)
}

type Provoked = (headers: Readonly<Record<string, string>>) => Promise<Answer>

async function lostVisitor() {
  const browser = newcomer()
  await register(browser)
  const { traces = [] } = (await browser.getJson('/sandbox/traces')).json
  await expireSandboxes(server)
  return { browser, trace: traces[0]!.id }
}

const HERE: readonly (readonly [
  what: string,
  wanted: readonly [status: number, title: string, sentence: RegExp],
  provoke: Provoked,
])[] = [
  [
    '404 where no page is',
    [404, 'There is nothing at this address', /^There is no page at this address\. It may have/],
    (headers) => newcomer().get('/nowhere', headers),
  ],
  [
    '405 where a form is sent to',
    [405, 'This address is asked in another way', /^This address answers POST\. Open the page/],
    (headers) => newcomer().get('/acts', headers),
  ],
  [
    '405 for a method of no browser',
    [405, 'This address is asked in another way', /^This server answers GET, .*\. Open the page/],
    (headers) => newcomer().request('/lessons', { method: 'OPTIONS', headers }),
  ],
  [
    '410 for a recording that the course has no more',
    [410, 'This is gone', /^“.+” has no such recording any more\. Open the lesson/],
    (headers) => newcomer().get(`${LESSON.replace('lessons', 'recordings')}/was-here.3`, headers),
  ],
  [
    '410 for a run in a sandbox that has expired',
    [410, 'This is gone', /^Nobody used your sandbox for 24 hours.* Your next action makes a/],
    async (headers) => {
      const { browser, trace } = await lostVisitor()
      return browser.get(`/sandbox/traces/${trace}`, headers)
    },
  ],
  [
    '413 for what is too large',
    [413, 'This is too large', /^A form of this site is at most \d+ bytes long\.$/],
    (headers) => newcomer().post('/users/register', { a: 'a'.repeat(20_000) }, headers),
  ],
  [
    '500 for a fault of ours, with its number',
    [500, 'Something broke on our side', /^Something went wrong on our side\. Try again; if it/],
    async (headers) => {
      const browser = newcomer()
      await register(browser)
      for (const file of globSync(join(server.dataDirectory, 'sandboxes/*/*/sandbox.db'))) {
        const db = new DatabaseSync(file)
        db.exec('pragma busy_timeout = 2000')
        // Of each sandbox that a test before has not broken.
        if (db.prepare("select 1 from sqlite_schema where name = 'users_tokens'").get())
          db.exec('alter table users_tokens rename to elsewhere')
        db.close()
      }
      return browser.post('/users/log-in', { 'user[token]': 'x'.repeat(43) }, headers)
    },
  ],
  [
    '503 for a house that is busy, with the wait in words',
    [503, 'The house is busy at the moment', /^This server is busy\. Try again in a moment\.$/],
    (headers) => {
      fail('readFile EMFILE')
      return newcomer().get('/recordings/persons/down-and-back/bo-goes-down.2', headers)
    },
  ],
  [
    '507 for a disk that is full',
    [507, 'Nothing more can be kept', /^The disk of this server is full.* tell whoever runs this/],
    (headers) => {
      fail('copyFile ENOSPC')
      return register(newcomer(), headers)
    },
  ],
]

describe('a failure has a page, and JSON says the same', () => {
  test.for(HERE)('%s', async ([, [status, title, sentence], provoke]) => {
    const page = await provoke({})
    const json = await provoke(JSON_PLEASE)

    const [itsStatus, itsTitle, itsSentence] = saidBy(page)
    expect([itsStatus, itsTitle]).toEqual([status, title])
    expect(itsSentence).toMatch(sentence)
    looksLikeTheHouse(page)
    expect([json.status, json.json.ok]).toEqual([status, false])
    expect(json.json.error).toBe(itsSentence)
    // Whose fault it is shows in what is told: a number to ask about, or nothing.
    expect(numberIn(page) !== null).toBe(status >= 500)
    expect(page.headers.has('retry-after')).toBe(status === 503 || status === 507)
  })

  test('a stage is told the same sentence', async () => {
    fail('copyFile ENOSPC')
    const answer = await register(newcomer(), STAGE)

    expect(saidBy(answer)[2]).toMatch(/^The disk of this server is full/)
    expect(answer.status).toBe(507)
  })
})

describe('the button of a failure is what its sentence says', () => {
  const from = (path: string) => ({ referer: `${server.origin}${path}` })

  test.for([
    ['/nowhere', '/', 'To the course'],
    ['/tags/nowhere', '/tags', 'All tags'],
    ['/acts', '/users/register', 'To the page before'],
    [`${LESSON.replace('lessons', 'recordings')}/was-here.3`, LESSON, 'To the lesson'],
    ['/teach/class', '/teach', 'Bring the key'],
  ])('%s → %s', async ([path, href, label]) => {
    const answer = await newcomer().get(path!, from('/users/register'))
    expect(wayIn(answer)).toEqual([href, label])
  })

  test('what was sent to a full disk is sent again from its page, and what was opened is opened', async () => {
    fail('copyFile ENOSPC')
    const sent = await register(newcomer(), from('/as/bo/users/register'))
    expect([sent.status, ...wayIn(sent)]).toEqual([
      507,
      '/as/bo/users/register',
      'To the page before',
    ])

    fail('readFile EMFILE')
    const opened = await newcomer().get('/recordings/persons/down-and-back/bo-goes-down.2')
    expect([opened.status, ...wayIn(opened)]).toEqual([503, '', 'Try again'])
  })
})

describe('429', () => {
  test('says when it ends, in its sentence and for programs', async () => {
    const strict = await startBuiltServer({ LIMIT_NEW_SANDBOXES: '1' })
    try {
      const ask = (headers = {}) =>
        new HttpBrowser(strict.origin).post(
          '/users/register',
          { 'user[email]': 'ana@example.test' },
          headers,
        )
      await ask()
      const [page, json] = [await ask(), await ask(JSON_PLEASE)]

      const [status, title, sentence] = saidBy(page)
      expect([status, title]).toEqual([429, 'That was a lot at once'])
      expect(sentence).toMatch(
        /^Many new sandboxes came from your address\. Try again (?:in \d+ (?:minutes|seconds)|at \d\d:\d\d UTC)\.$/,
      )
      looksLikeTheHouse(page)
      expect(json.json.error).toBe(sentence)
      expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0)
    } finally {
      await strict.stop()
    }
  })
})

describe('410', () => {
  test('is for a run that fell out of one’s own sandbox, and no other', async () => {
    const [ana, bo] = [newcomer(), newcomer()]
    await Promise.all([register(ana), register(bo)])
    const first = (await ana.getJson('/sandbox/traces')).json.traces!.at(-1)!.id
    for (let number = 0; number < 31; number += 1) await register(ana)

    const gone = await ana.get(`/sandbox/traces/${first}`)
    expect(saidBy(gone)[2]).toBe(
      'This run is gone: your sandbox keeps the last 30. Run its step again.',
    )
    expect((await ana.get(`/sandbox/traces/${first}/log`)).status).toBe(410)
    // Whoever guesses learns nothing: what is somebody else's was never there.
    expect((await bo.get(`/sandbox/traces/${first}`)).status).toBe(404)
    expect((await ana.get('/sandbox/traces/never-was-one')).status).toBe(404)
  })

  test('is for what else was in a sandbox that has expired', async () => {
    const { browser } = await lostVisitor()

    for (const path of ['/sandbox/download', '/sandbox/mailbox/x', '/sandbox/runs/1/with/2'])
      expect([path, (await browser.get(path)).status]).toEqual([path, 410])
    expect((await newcomer().get('/sandbox/download')).status).toBe(404)
  })
})

describe('what comes no further than the front door', () => {
  const host = () => new URL(server.origin).host
  const text = (answer: string) =>
    Buffer.from(answer.slice(answer.indexOf('\r\n\r\n') + 4), 'latin1').toString()

  test.for([
    ['421 by another name', 421, 'This came to the wrong server'],
    ['431 with headers that are too large', 431, 'This request brings too much'],
    ['400 with what is no request', 400, 'This request was not understood'],
    ['413 with too much about its parts', 413, 'This is too large'],
  ] as const)('%s is answered by a page that needs nothing else', async ([, status, title]) => {
    const sent: Readonly<Record<number, string>> = {
      421: 'GET /lessons?a="<b>" HTTP/1.1\r\nHost: <script>alert(1)</script>',
      431: `GET / HTTP/1.1\r\nHost: ${host()}\r\nCookie: <script>${'x'.repeat(20_000)}`,
      400: '<script>alert(1)</script>',
      413: `POST / HTTP/1.1\r\nHost: ${host()}\r\nOrigin: ${server.origin}\r\nTransfer-Encoding: chunked\r\n\r\n1;${'x'.repeat(20_000)}`,
    }

    const answer = await rawRequest(`${sent[status]}\r\n\r\n`, server.origin)
    const page = text(answer)

    const [, itsTitle, sentence] = saidBy({ status, text: page })
    expect([statusOf(answer), itsTitle]).toEqual([status, title])
    expect(sentence).toMatch(/^[A-Z].+\. [A-Z].+\.$/)
    looksLikeTheHouse({ text: page })
    expect(answer).toMatch(/content-type: text\/html; charset=utf-8/i)
    expect(page).toMatch(/content="default-src 'none'; img-src data:; style-src 'sha256-[^']+'"/)
    expect(page).not.toMatch(/<script|<link rel="stylesheet|\ssrc=|<b>|alert|xxxx/)
    if (status === 431) expect(wayIn({ text: page })).toEqual(['', 'Load the page again'])
  })

  test('421 leads on to the same page, by the name that counts', async () => {
    const request = `GET /lessons HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`

    const page = text(await rawRequest(request, server.origin))

    expect(page).toContain(`<a href="${server.origin}/lessons">Go on at ${server.origin}</a>`)
    expect(page).toContain(`This server answers at ${server.origin}. Go on there.`)
  })
})
