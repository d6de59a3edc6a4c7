import { afterEach, describe, expect, inject, test } from 'vitest'
import { HttpBrowser, ledTo, SESSION } from '../support/http-browser.ts'
import { rawRequest, statusOf } from '../support/raw-request.ts'
import { ANA, loggedIn } from './people.ts'
import { guarded } from './routes.ts'

const origin = () => inject('origin')
const host = () => new URL(origin()).host
const send = (...lines: readonly string[]) =>
  rawRequest(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`)
const locationIn = (answer: string) => /^location: (?<path>.*)\r$/im.exec(answer)?.groups?.path

afterEach(async () => {
  const { status } = await fetch(`${origin()}/healthz`)
  expect(status, 'the server is alive').toBe(200)
})

describe('a method', () => {
  test.for([
    ...['TRACE', 'PROPFIND', 'PROPPATCH', 'MKCOL', 'COPY', 'MOVE', 'LOCK', 'SEARCH', 'QUERY'],
    ...['OPTIONS', 'PATCH', 'PURGE', 'LINK', 'SUBSCRIBE'],
  ])('H6 that is no part of the site is refused: %s', async (method) => {
    for (const path of ['/', '/lessons', '/users/log-in', '/sandbox/reset', '/favicon.svg'])
      expect(statusOf(await send(`${method} ${path} HTTP/1.1`, `Host: ${host()}`))).toBe(405)
  })

  test.for([
    ['CONNECT', 'CONNECT evil.test:443 HTTP/1.1', [null, 400, 405]],
    ['one that nobody knows', 'BREW / HTTP/1.1', [400]],
    ['one in lower case', 'get / HTTP/1.1', [400]],
    ['the asterisk', 'OPTIONS * HTTP/1.1', [405]],
    ['another protocol', 'PRI * HTTP/2.0', [400, null]],
  ] as const)('H6 that is none is refused: %s', async ([, line, statuses]) => {
    expect(statuses).toContain(statusOf(await send(line, `Host: ${host()}`)))
  })

  test.for(['/', '/users/register', '/users/log-in', '/sandbox', '/sandbox/mailbox', '/lessons'])(
    'H6 that a page does not answer is refused: DELETE %s',
    async (path) => {
      const { status } = await new HttpBrowser().request(path, {
        method: 'DELETE',
        headers: { origin: origin() },
      })
      expect([404, 405]).toContain(status)
    },
  )
})

describe('a guarded page', () => {
  const aliases = (path: string): readonly string[] => {
    const last = path.slice(path.lastIndexOf('/') + 1)
    const [letter = ''] = last
    const code = letter.charCodeAt(0).toString(16)
    const with_ = (text: string) => path.slice(0, -last.length) + text + last.slice(1)
    return [
      ...[path, with_(`%${code}`), with_(`%25${code}`), with_(`%${'25'.repeat(10)}${code}`)],
      ...[`/${path}`, path.replace('/users/', '/users//'), `/.${path}`, `/a/..${path}`],
      ...[`/%2e${path}`, `/a/%2e%2e${path}`, `\\${path}`, path.replaceAll('/', '\\')],
      ...[path.replace('/users/', '/users%2f'), path.replace('/users/', '/users%5c')],
      ...[`${path}/`, `${path};x`, `${path};/`, `${path}%00`, `${path}.html`, `${path}/index.html`],
      ...[`${path}.json`, `${path}?`, `${path}#x`, `${path}/.`, `${path}%20`, path.toUpperCase()],
      ...[`/as/you${path}`, `/as/alice${path}`, `/as/alice/as/bob${path}`, `/as/alice/${path}`],
      ...[`http://${host()}${path}`, `http://evil.test${path}`],
    ]
  }

  test.for(guarded)('H8 has no other name: %s', async (path) => {
    for (const target of aliases(path)) {
      const answer = await send(`GET ${target} HTTP/1.1`, `Host: ${host()}`)
      expect([target, statusOf(answer)]).toEqual([target, expect.toSatisfy(isNoContent)])
      const location = locationIn(answer)
      if (location !== undefined)
        expect([target, location]).toEqual([target, expect.stringMatching(/^\/(?![/\\])/)])
    }
  })

  test.for(guarded)('H8 is guarded for every method: %s', async (path) => {
    for (const method of ['POST', 'PUT', 'DELETE', 'HEAD']) {
      const { status, headers } = await new HttpBrowser().request(path, {
        method,
        headers: { origin: origin() },
      })
      expect([method, status, ledTo({ headers })]).toEqual([method, 303, '/users/log-in'])
    }
  })

  const isNoContent = (status: number | null) => status !== null && status >= 300 && status < 500
})

describe('an ending', () => {
  test('H9 makes no second address', async () => {
    const browser = await loggedIn()
    const { mails = [] } = (await browser.getJson('/sandbox/mailbox')).json
    const mail = `/sandbox/mailbox/${mails[0]?.id}`
    expect((await browser.get(mail)).status).toBe(200)

    for (const path of [mail, '/users/log-in', '/sandbox/mailbox', '/lessons', '/index'])
      for (const ending of ['.html', '%20', '.json', '/index.html'])
        expect([path, ending, (await browser.get(path + ending)).status]).toEqual([
          path,
          ending,
          404,
        ])
  })
})

describe('where an answer leads', () => {
  const ELSEWHERE = [
    ...['//evil.test', '/\\evil.test', '/\t/evil.test', 'https:evil.test', 'https://evil.test'],
    ...[
      '\u0001//evil.test',
      '/x\r\nX-Planted: 1',
      'javascript:alert(1)',
      '/%09/evil.test',
      '\\\\e',
    ],
    ...['///evil.test', 'evil.test', '', ' //evil.test', '/%5cevil.test', '/..//evil.test'],
  ]

  test('H10 is a page of this site, whatever was asked for', async () => {
    for (const path of ELSEWHERE) {
      const escaped = encodeURIComponent(path)
      const browser = new HttpBrowser()
      const token = await browser.registerAndReadToken(ANA)
      const names = ['return_to', 'user_return_to', 'redirect', 'next', 'returnTo', '_return_to']
      await browser.get(`/users/settings?${names.map((name) => `${name}=${escaped}`).join('&')}`)
      const answer = await browser.post(`/users/log-in?return_to=${escaped}&redirect=${escaped}`, {
        'user[token]': token,
        ...{ return_to: path, redirect: path, user_return_to: path, 'user[return_to]': path },
      })

      const location = answer.headers.get('location') ?? ''
      expect([path, location]).toEqual([
        path,
        expect.stringMatching(/^\/(?:$|users\/settings\?[^/\\]*$)/),
      ])
      expect(answer.headers.get('x-planted')).toBeNull()
    }
  })

  test('H10 is no page that was planted in a cookie', async () => {
    for (const path of ELSEWHERE) {
      const browser = new HttpBrowser()
      const token = await browser.registerAndReadToken(ANA)
      browser.cookies.set('return_to', encodeURIComponent(path))

      const { status, headers } = await browser.post('/users/log-in', { 'user[token]': token })

      const location = headers.get('location') ?? ''
      expect([path, status]).toEqual([path, 303])
      expect([path, location]).toEqual([path, expect.stringMatching(/^\/(?![/\\])[\x21-\x7e]*$/)])
      expect([path, new URL(location, origin()).origin]).toEqual([path, origin()])
      expect(browser.cookies.get(SESSION)).toBeDefined()
    }
  })

  test('H10 is no other host, whatever the address was', async () => {
    for (const target of [
      ...[
        '//evil.test/',
        '//evil.test/%2e%2e',
        '/\\evil.test/',
        '/evil.test/..//',
        '/.//evil.test/',
      ],
      ...['/%2f%2fevil.test/', '/lessons//', '/as/alice//evil.test', '/as/alice//evil.test/'],
      ...[
        '/as/alice/\\evil.test/',
        '/;//evil.test/',
        '/?//evil.test/',
        '/users/settings/?//evil.test',
      ],
    ]) {
      const location = locationIn(await send(`GET ${target} HTTP/1.1`, `Host: ${host()}`))
      if (location !== undefined)
        expect([target, location]).toEqual([target, expect.stringMatching(/^\/(?![/\\])/)])
    }
  })

  test('H10 is never kept from a form, only from a page', async () => {
    const browser = new HttpBrowser()
    const token = await browser.registerAndReadToken(ANA)
    await browser.send('put', '/users/settings', {})

    const { headers } = await browser.post('/users/log-in', { 'user[token]': token })

    expect(headers.get('location')).toBe('/')
  })
})

describe('a request that two servers could read in two ways', () => {
  const BODY = 'user[email]=ana@example.test'
  const post = (lines: readonly string[], body = BODY) =>
    rawRequest(
      [
        'POST /users/register HTTP/1.1',
        `Origin: ${origin()}`,
        'Content-Type: application/x-www-form-urlencoded',
        ...lines,
        '',
        body,
      ].join('\r\n'),
    )
  const HOST = () => `Host: ${host()}`

  test.for([
    ['a length and chunks', () => [HOST(), 'Content-Length: 28', 'Transfer-Encoding: chunked']],
    ['two lengths', () => [HOST(), 'Content-Length: 28', 'Content-Length: 27']],
    ['two equal lengths', () => [HOST(), 'Content-Length: 28', 'Content-Length: 28']],
    ['two lengths in one', () => [HOST(), 'Content-Length: 28, 28']],
    ['a negative length', () => [HOST(), 'Content-Length: -28']],
    ['a length with a sign', () => [HOST(), 'Content-Length: +28']],
    ['a length in hex', () => [HOST(), 'Content-Length: 0x1c']],
    ['an unknown coding', () => [HOST(), 'Transfer-Encoding: xchunked']],
    ['a coding after chunks', () => [HOST(), 'Transfer-Encoding: chunked, identity']],
    ['a space before the colon', () => [HOST(), 'Content-Length : 28']],
    ['a folded line', () => [HOST(), 'X: a', ' Content-Length: 28']],
    ['two hosts', () => [HOST(), HOST(), 'Content-Length: 28']],
    ['a line feed alone', () => [`${HOST()}\nContent-Length: 28`]],
    ['a NUL in a header', () => [HOST(), 'X: a\0b', 'Content-Length: 28']],
  ] as const)('H11 is refused: %s', async ([, lines]) => {
    const answer = await post(lines())

    expect([statusOf(answer), /set-cookie/i.test(answer)]).toEqual([400, false])
  })

  test('H11 hides no second request in the first', async () => {
    const hidden = `GET /hidden HTTP/1.1\r\n${HOST()}\r\n\r\n`
    const answer = await post(
      [HOST(), 'Content-Length: 6', 'Transfer-Encoding: chunked'],
      `0\r\n\r\n${hidden}`,
    )

    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1)
  })
})
