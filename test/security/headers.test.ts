import { globSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { currentBuild } from '../../src/tasks/builds.mjs'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser, VISITOR, type Answer } from '../support/http-browser.ts'
import { rawRequest } from '../support/raw-request.ts'
import { Inside } from './inside.ts'
import { ANA, loggedIn, magicLink } from './people.ts'
import { allowedBy, inlineHashes } from './policy.ts'
import { routes } from './routes.ts'

/** An answer as it came over the socket. */
function parse(raw: string): Answer {
  const [head = '', ...body] = raw.split('\r\n\r\n')
  const [status = '', ...lines] = head.split('\r\n')
  const headers = new Headers()
  for (const line of lines) {
    const [name = '', ...value] = line.split(': ')
    headers.append(name, value.join(': '))
  }
  const text = body.join('\r\n\r\n')
  return {
    status: Number(status.split(' ')[1]),
    headers,
    text,
    json: JSON.parse('{}') as Answer['json'],
  }
}

const client = `${currentBuild()}/client`
const files = globSync(`${client}/**/*`)
  .map((file) => file.slice(client.length))
  .filter((file) => /\.\w+$/.test(file) && !/\.(?:br|gz)$/.test(file))
const lessons = files
  .filter((file) => /^\/lessons.*\.html$/.test(file))
  .map((file) => file.replace(/\.html$/, ''))

/** One answer of every kind that the site gives. */
async function everyAnswer(): Promise<readonly (readonly [what: string, answer: Answer])[]> {
  const browser = await loggedIn()
  const stranger = new HttpBrowser()
  const host = `Host: ${new URL(browser.origin).host}`
  const link = await magicLink(browser)
  const answers: [string, Answer][] = []
  const look = async (who: HttpBrowser, path: string, headers = {}) =>
    void answers.push([`${path} ${JSON.stringify(headers)}`, await who.get(path, headers)])
  const raw = async (...lines: string[]) => {
    const answer = await rawRequest(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`)
    answers.push([lines[0]?.slice(0, 60) ?? '', parse(answer)])
  }

  for (const route of [...routes, ...lessons, `/users/log-in/${link}`, '/nowhere', '/lessons/no']) {
    if (route === '/sandbox/events') continue
    for (const who of [browser, stranger])
      for (const path of [route, `${route}/`, `${route}?a=b`, `/as/alice${route}`]) {
        if (path.includes('//')) continue
        await look(who, path)
        if (!lessons.includes(route)) await look(who, path, { accept: 'application/json' })
      }
  }
  for (const file of files) await look(stranger, file)
  answers.push(
    ['refused form', await browser.post('/users/log-in', { 'user[token]': 'x' })],
    ['redirect', await stranger.post('/users/log-in', { 'user[email]': ANA })],
    ['too large', await stranger.post('/users/log-in', { a: 'a'.repeat(20_000) })],
    ['other origin', await stranger.post('/users/log-in', {}, { origin: 'https://evil.test' })],
    ['no token', await stranger.get('/', { authorization: 'Bearer x' })],
    ['other method', await stranger.request('/', { method: 'OPTIONS' })],
    ['gone', await strangerWith('a'.repeat(43)).post('/users/log-in', {})],
  )
  for (const path of ['/404', '/as/alice/404', '/404?a=b', '/500', '/healthz', '/readyz'])
    await look(stranger, path)
  await raw('GET / HTTP/1.1', 'Host: evil.test')
  await raw('GET / HTTP/1.1')
  await raw('GET / HTTP/1.1', host, 'Expect: miracles')
  await raw('this is no request')
  await raw('GET / HTTP/1.1', host, `X: ${'x'.repeat(20_000)}`)
  await raw('POST / HTTP/1.1', host, 'Content-Length: 1', 'Content-Length: 2')
  await raw('GET //x HTTP/1.1', host)
  await raw('TRACE / HTTP/1.1', host)
  await raw(`GET /${'a'.repeat(3_000)} HTTP/1.1`, host)
  const inside = new Inside(browser)
  inside.query('alter table users_tokens rename to elsewhere')
  await look(browser, '/users/settings')
  await look(browser, '/users/settings', { accept: 'application/json' })
  return answers
}

/** The functions of this program with their words: the same for everybody. */
const REGISTRY = '/console/registry.json'

/** What may hold a token, or is about an account. */
const OPENS = /^\/(?:users\/settings|users\/log-in\/.|sandbox\/mailbox\/.|sandbox\/download|live)/

function strangerWith(visitor: string): HttpBrowser {
  const stranger = new HttpBrowser()
  stranger.cookies.set(VISITOR, visitor)
  return stranger
}

/** What tells programs of the course, and of no reader. */
const FOR_PROGRAMS = /^\/(?:(?:atom|rss|sitemap-\w+)\.xml|robots\.txt)$/

/** A page of an error that asks for nothing more: it may load nothing, and run nothing. */
const isSelfContained = (page: Answer) =>
  allowedBy(page, 'default-src')?.[0] === "'none'" && !/<script/.test(page.text)

/** The search, which a page of ours may hold in a frame, and which runs WebAssembly. */
const isSearch = (what: string) => /^\/search(?:\?a=b)? /.test(what)
const WASM = "'wasm-unsafe-eval'"
const holderOf = (what: string) => (isSearch(what) ? "'self'" : "'none'")

const isHtml = ({ headers }: Pick<Answer, 'headers'>) =>
  /html/.test(headers.get('content-type') ?? '')
let answers: Awaited<ReturnType<typeof everyAnswer>>
let pages: typeof answers
beforeAll(async () => {
  answers = await everyAnswer()
  pages = answers.filter(([, answer]) => isHtml(answer))
}, 60_000)

describe('a page', () => {
  test('is among the answers, of every status', () => {
    const statuses = new Set(pages.map(([, { status }]) => status))
    expect([...statuses].sort()).toEqual([200, 400, 403, 404, 405, 410, 413, 421, 422, 431, 500])
    expect(pages.length).toBeGreaterThan(100)
  })

  test('H1 has a policy for its scripts and styles, and for what may hold it', () => {
    for (const [what, page] of pages) {
      if (!isSelfContained(page)) {
        expect([what, allowedBy(page, 'script-src')?.[0]]).toEqual([what, "'self'"])
        expect([what, allowedBy(page, 'style-src')?.[0]]).toEqual([what, "'self'"])
      }
      // A meta element cannot say this one.
      const header = page.headers.get('content-security-policy') ?? ''
      expect([what, header.includes(`frame-ancestors ${holderOf(what)}`)]).toEqual([what, true])
    }
  })

  test('H2 allows no code but the site’s own', () => {
    for (const [what, page] of pages) {
      const header = { headers: page.headers, text: '' }
      const most = isSelfContained(page) ? "'none'" : "'self'"
      expect([what, allowedBy(page, 'default-src')]).toEqual([what, [most]])
      expect([what, allowedBy(page, 'object-src')]).toEqual([what, ["'none'"]])
      expect([what, allowedBy(page, 'base-uri')]).toEqual([what, ["'none'"]])
      expect([what, allowedBy(page, 'form-action')]).toEqual([what, ["'self'"]])
      expect([what, allowedBy(header, 'frame-ancestors')]).toEqual([what, [holderOf(what)]])
      for (const directive of ['script-src', 'style-src', 'img-src', 'connect-src'])
        for (const source of allowedBy(page, directive) ?? [])
          expect([what, source]).toEqual([
            what,
            directive === 'script-src' && source === WASM && isSearch(what)
              ? WASM
              : expect.stringMatching(/^(?:'self'|'sha256-[\w+/]{43}='|data:)$/),
          ])
      expect([what, allowedBy(page, 'script-src')?.includes('data:') ?? false]).toEqual([
        what,
        false,
      ])
    }
  })

  test('H2 holds no script and no style that its policy does not name', () => {
    for (const [what, page] of pages) {
      for (const element of ['script', 'style'] as const)
        for (const hash of inlineHashes(page.text, element))
          expect([what, allowedBy(page, `${element}-src`)]).toEqual([
            what,
            expect.arrayContaining([hash]),
          ])
      const markup = page.text.replaceAll(/<(?:code|pre)\b[\s\S]*?<\/(?:code|pre)>/g, '')
      expect([what, /<[^>]*\s(?:style|on[a-z]+)=/.exec(markup)?.[0]]).toEqual([what, undefined])
    }
  })
})

describe('every answer', () => {
  test('H3 says what it is, and in which letters, and forbids to guess', () => {
    for (const [what, { headers, status }] of answers) {
      expect([what, headers.get('x-content-type-options')]).toEqual([what, 'nosniff'])
      if (status === 303 || status === 308 || status === 204) continue
      const type = headers.get('content-type') ?? ''
      expect([what, type]).toEqual([
        what,
        expect.stringMatching(
          // Pieces of the search's index are of a kind of their own.
          what.startsWith('/pagefind/')
            ? /^(?:text\/javascript|application\/(?:json|octet-stream))/
            : /^(?:text\/\w+|application\/(?:json|wasm|vnd\.sqlite3|(?:(?:atom|rss)\+)?xml)|image\/(?:svg\+xml|png))/,
        ),
      ])
      // JSON is UTF-8 by definition; its type has no such parameter.
      if (type.startsWith('text/'))
        expect([what, type]).toEqual([what, expect.stringMatching(/; ?charset=utf-8$/i)])
    }
  })

  test('H4 keeps to itself', () => {
    for (const [what, { headers }] of answers) {
      expect([what, headers.get('referrer-policy')]).toEqual([
        what,
        expect.stringMatching(/^(?:strict-origin|strict-origin-when-cross-origin)$/),
      ])
      expect([what, headers.get('cross-origin-opener-policy')]).toEqual([what, 'same-origin'])
      expect([what, headers.get('cross-origin-resource-policy')]).toEqual([what, 'same-origin'])
      expect([what, headers.get('permissions-policy')]).toEqual([
        what,
        'camera=(), microphone=(), geolocation=(), payment=()',
      ])
      // Over plain http it would lock localhost out.
      expect([what, headers.get('strict-transport-security')]).toEqual([what, null])
    }
  })

  test('H5 is kept nowhere, but for files that say what they hold, and for Back to a page that opens nothing', () => {
    for (const [what, { headers, status }] of answers) {
      const path = (what.split(/[ ?]/)[0] ?? '').replace(/^\/as\/alice(?=\/)/, '')
      const isBuilt = !/^\/(?:closed|teach)\//.test(path) && files.includes(`${path}.html`)
      const isForAll =
        isBuilt ||
        files.includes(path) ||
        path.startsWith('/lessons') ||
        path === REGISTRY ||
        FOR_PROGRAMS.test(path)
      const isFile = status === 200 && isForAll
      const kept = headers.get('cache-control')
      const isForBack = isHtml({ headers }) && !OPENS.test(path)
      if (!isFile && status !== 308)
        expect([what, kept]).toEqual([
          what,
          isForBack ? 'max-age=0, private, must-revalidate' : 'no-store',
        ])
      if (path.startsWith('/_astro/'))
        expect([what, kept]).toEqual([what, 'public, max-age=31536000, immutable'])
    }
  })

  test('H7 names no program and no version', () => {
    for (const [what, { headers, text }] of answers) {
      for (const name of ['server', 'x-powered-by', 'via', 'x-astro-version'])
        expect([what, headers.get(name)]).toEqual([what, null])
      expect([what, /<meta name="generator"|sourceMappingURL/.test(text)]).toEqual([what, false])
    }
  })
})

describe('over https', () => {
  let server: BuiltServer
  beforeAll(async () => {
    server = await startBuiltServer({ PUBLIC_ORIGIN: 'https://course.example' })
  })
  afterAll(() => server.stop())

  test.for(['/', '/lessons', '/nowhere', '/users/settings', '/favicon.svg'])(
    'H4 %s tells browsers to stay there',
    async (path) => {
      const raw = `GET ${path} HTTP/1.1\r\nHost: course.example\r\nConnection: close\r\n\r\n`

      const answer = parse(await rawRequest(raw, server.origin))

      expect(answer.headers.get('strict-transport-security')).toBe(
        'max-age=63072000; includeSubDomains',
      )
      if (isHtml(answer))
        expect(answer.headers.get('content-security-policy')).toContain('upgrade-insecure-requests')
    },
  )
})

describe('the files', () => {
  test('H7 are those of the site, and no others', async () => {
    const browser = new HttpBrowser()
    const entry = readFileSync('package.json', 'utf8').slice(0, 20)
    for (const path of [
      ...['/.env', '/.git/HEAD', '/.git/config', '/.inputs', '/_headers.json', '/package.json'],
      ...['/server/entry.mjs', '/dist/server/main.mjs', '/server/main.mjs', '/../package.json'],
      ...['/..%2f..%2fpackage.json', '/%2e%2e/package.json', '/..%5cpackage.json', '/%00', '/var/'],
      ...['/src/middleware.ts', '/node_modules/', '/site.db', '/sandboxes', '/template.db'],
      ...['/index.html.br', '/lessons.html.gz', '/lessons.html', '/error.html', '/error'],
      ...files.filter((file) => file.endsWith('.js')).map((file) => `${file}.map`),
    ]) {
      const answer = parse(
        await rawRequest(
          `GET ${path} HTTP/1.1\r\nHost: ${new URL(browser.origin).host}\r\nConnection: close\r\n\r\n`,
        ),
      )
      expect([path, [400, 404, 308].includes(answer.status)]).toEqual([path, true])
      expect(answer.text).not.toContain(entry)
    }
    expect(inject('origin')).toBe(browser.origin)
  })
})
