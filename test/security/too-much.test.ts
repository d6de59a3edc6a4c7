import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { rawRequest, statusOf } from '../support/raw-request.ts'
import { memoryOf } from './memory.ts'
import { pour } from './pour.ts'
import { routes } from './routes.ts'

const origin = () => inject('origin')
const host = () => new URL(origin()).host

afterEach(async () => {
  const { status } = await fetch(`${origin()}/healthz`)
  expect(status, 'the server is alive').toBe(200)
})

describe('a body', () => {
  const LIMIT = 16_384
  const CHUNK = `10000\r\n${'a'.repeat(65_536)}\r\n`
  const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
  let server: BuiltServer
  beforeAll(async () => {
    server = await startBuiltServer()
  })
  afterAll(() => server.stop())

  test.for(routes)('D1 of more than 16 KiB is refused at %s', async (route) => {
    const { status } = await new HttpBrowser().request(route, {
      method: 'POST',
      body: 'a'.repeat(LIMIT + 1),
      headers: { ...FORM, origin: origin() },
    })
    expect(status).toBe(413)
  })

  test('D1 of 16 KiB is read', async () => {
    const email = `user[email]=${'a'.repeat(LIMIT - 'user[email]='.length)}`
    const { status } = await new HttpBrowser().request('/users/register', {
      method: 'POST',
      body: email,
      headers: { ...FORM, origin: origin() },
    })
    expect(status).toBe(422)
  })

  test.for([
    ['a length of a gigabyte', 'Content-Length: 1073741824', 'a'.repeat(65_536)],
    ['no length and no end', 'Transfer-Encoding: chunked', CHUNK],
  ] as const)('D1 with %s is cut off, and takes no memory', async ([, line, chunk]) => {
    const before = memoryOf(server.pid())
    const head = `Content-Type: ${FORM['content-type']}\r\nOrigin: ${server.origin}\r\n${line}`
    const senders = Array.from({ length: 20 }, () => pour(server, head, chunk, 20_000_000))

    const answers = await Promise.all(senders)

    for (const { status, sent } of answers) {
      // Whoever goes on sending may lose the answer with the connection.
      expect([413, null]).toContain(status)
      expect(sent).toBeLessThan(20_000_000)
    }
    expect(memoryOf(server.pid()) - before).toBeLessThan(100 * 1024 * 1024)
  })

  test.for([
    ['of another site', 'POST /users/register', 'https://evil.test', 403],
    ['of a type that nobody reads', 'POST /users/register', null, 415],
    ['to an address that is none', 'POST //x', null, 400],
    ['of a method that is none', 'PATCH /users/register', null, 405],
    ['of a question', 'GET /lessons', null, 200],
    ['of a question to the app', 'GET /users/log-in', null, 200],
  ] as const)('D1 %s is not read to its end', async ([, line, from, status]) => {
    const head = [
      `Content-Type: text/plain`,
      'Transfer-Encoding: chunked',
      `Origin: ${from ?? server.origin}`,
    ].join('\r\n')

    const answer = await pour(server, head, CHUNK, 20_000_000, line)

    expect([status, null]).toContain(answer.status)
    expect(answer.sent).toBeLessThan(20_000_000)
  })

  test.for([
    ['multipart/form-data', ''],
    ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n'],
    ['multipart/form-data; boundary=x', `--x\r\nX: ${'a'.repeat(15_000)}\r\n\r\n--x--`],
  ] as const)('D2 in parts is none of this site: %s', async ([type, body]) => {
    const { status } = await new HttpBrowser().request('/users/register', {
      method: 'POST',
      body: `${body} `,
      headers: { 'content-type': type, origin: origin() },
    })
    expect(status).toBe(415)
  })

  test.for([
    ['a hundred fields and one', 'a=&'.repeat(101), 400],
    ['thousands of fields', 'a=&'.repeat(5_000), 400],
    ['JSON sent as a form', '{"user":{"email":"ana@example.test"}}', 422],
    ['a form sent as JSON', 'user[email]=ana@example.test', 400],
    ['half of JSON', '{"user":{"email":', 400],
  ] as const)('D2 of %s is a mistake of its sender', async ([what, body, status]) => {
    const type = / JSON$/.test(what) ? 'application/json' : FORM['content-type']
    const answer = await new HttpBrowser().request('/users/register', {
      method: 'POST',
      body,
      headers: { 'content-type': type, origin: origin() },
    })
    expect(answer.status).toBe(status)
  })
})

describe('headers', () => {
  test.for([
    ['one of 17 KiB', `X: ${'x'.repeat(17_000)}`],
    ['3,000 of them', Array.from({ length: 3_000 }, (_, n) => `X${n}: y`).join('\r\n')],
    ['a cookie of 17 KiB', `Cookie: ${'x=1; '.repeat(3_400)}`],
  ] as const)('D4 that are too many are refused: %s', async ([, lines]) => {
    const answer = await rawRequest(`GET / HTTP/1.1\r\nHost: ${host()}\r\n${lines}\r\n\r\n`)
    expect(statusOf(answer)).toBe(431)
  })

  test('D4 beyond a hundred are refused or not read, and an address of 70 KB is refused', async () => {
    const many = Array.from({ length: 200 }, (_, number) => `X${number}: y`).join('\r\n')
    const answer = await rawRequest(
      `GET / HTTP/1.1\r\nHost: ${host()}\r\n${many}\r\nHost: evil.test\r\nConnection: close\r\n\r\n`,
    )
    expect([200, 400, 431]).toContain(statusOf(answer))
    const long = await rawRequest(`GET /${'a'.repeat(70_000)} HTTP/1.1\r\nHost: ${host()}\r\n\r\n`)
    expect([400, 431]).toContain(statusOf(long))
  })
})

describe.runIf(process.platform === 'linux')('a file', () => {
  const FAR_FEWER = 50
  let server: BuiltServer
  const lesson = () =>
    `GET /lessons/persons/who-comes-in HTTP/1.1\r\nHost: ${new URL(server.origin).host}\r\n\r\n`
  const open = () => readdirSync(`/proc/${server.pid()}/fd`).length
  const ask = (text: string) =>
    new Promise<() => void>((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () => socket.write(text))
      socket.once('readable', () => resolve(() => socket.destroy()))
    })
  beforeAll(async () => {
    server = await startBuiltServer()
    ;(await ask(lesson()))()
  })
  afterAll(() => server.stop())

  test('D3 that a hundred readers leave half read is open no more', async () => {
    const before = open()

    for (let number = 0; number < 100; number += 1) (await ask(lesson()))()
    await fetch(`${server.origin}/lessons`)

    expect(open() - before).toBeLessThan(FAR_FEWER)
  })

  test('D3 that a few ask for forty times each, and do not read, is opened for none of them', async () => {
    const before = open()

    const leave = await Promise.all(Array.from({ length: 36 }, () => ask(lesson().repeat(40))))
    const { status } = await fetch(`${server.origin}/lessons`)

    expect(open() - before).toBeLessThan(36 + FAR_FEWER)
    expect(status).toBe(200)
    for (const each of leave) each()
  })
})

describe('a host', () => {
  test.for([
    ...[
      'a@b',
      'a b',
      ':0',
      '[::1',
      'x:99999',
      'x:-1',
      'a'.repeat(1_000),
      '',
      '/',
      '?',
      'localhost',
    ],
    ...[
      'evil.test#',
      'localhost:1',
      '[::1]:80',
      'a\tb',
      '0',
      '%00',
      'ä',
      'HOST/path',
      'HOST?',
      'u:p@HOST',
    ],
  ])('D5 that is not this one is refused: %j', async (name) => {
    for (const line of [
      'GET / HTTP/1.1',
      'GET /x HTTP/1.1',
      'POST / HTTP/1.1',
      'HEAD / HTTP/1.1',
    ]) {
      const value = name.replace('HOST', host())
      const answer = await rawRequest(`${line}\r\nHost: ${value}\r\nConnection: close\r\n\r\n`)
      expect([400, 421]).toContain(statusOf(answer))
    }
  })

  test.for([
    ['none', 'GET / HTTP/1.1'],
    ['none, as before 1999', 'GET / HTTP/1.0'],
    ['one in the target', 'GET http://HOST/ HTTP/1.1\r\nHost: HOST'],
    ['another in the target', 'GET http://evil.test/ HTTP/1.1\r\nHost: HOST'],
    ['a user in the target', 'GET http://ana:pw@HOST/ HTTP/1.1\r\nHost: HOST'],
    ['no slash in the target', 'GET evil HTTP/1.1\r\nHost: HOST'],
  ] as const)('D5 that is %s is refused', async ([, lines]) => {
    const answer = await rawRequest(
      `${lines.replaceAll('HOST', host())}\r\nConnection: close\r\n\r\n`,
    )
    expect([400, 421]).toContain(statusOf(answer))
  })
})

describe('what frameworks bring along', () => {
  test.for([
    ...['/_image', '/_image?href=/favicon.svg&w=9', '/_server-islands/x', '/_actions/x', '/_astro'],
    ...[
      '/_server-islands/',
      '/_actions/',
      '/_image/x',
      '/.well-known/appspecific',
      '/@vite/client',
    ],
    ...['/__astro', '/_render', '/_isr', '/_vercel'],
  ])('D8 is not there: %s', async (path) => {
    const browser = new HttpBrowser()
    const answers = [await browser.get(path), await browser.post(path, { a: 'b' })]

    for (const { status } of answers)
      expect(status === 308 && path.endsWith('/') ? 404 : status).toBe(404)
  })
})
