import { Readable } from 'node:stream'
import type { ServerResponse } from 'node:http'
import { describe, expect } from 'vitest'
import { sayPlainHttp } from '#server/plain-http.ts'
import { test, type HttpServer } from '../support/http-server.ts'

const PAGE =
  '<!doctype html><html><head><title>ü</title></head><body class="x"><main>é</main></body></html>'
const HTML = { 'content-type': 'text/html; charset=utf-8' }
const NOTE =
  /<body class="x"><p class="plain-http" role="note">[^<]+No real password belongs here\.<\/p><main>é/
const OPEN = new URL('http://192.168.1.20:4321')

/** What a reader at this address is sent. */
async function read(server: HttpServer, origin: URL, write: (response: ServerResponse) => void) {
  const address = await server.answer((request, response) => {
    sayPlainHttp(origin)(request, response)
    write(response)
  })
  const answer = await fetch(address)
  return { answer, text: await answer.text() }
}

describe('a page over plain http to others on a network', () => {
  test.for<[how: string, write: (response: ServerResponse) => void]>([
    [
      'whole, with its length',
      (response) =>
        void response
          .writeHead(200, { ...HTML, 'content-length': Buffer.byteLength(PAGE) })
          .end(PAGE),
    ],
    [
      'under headers that were set before',
      (response) => {
        for (const [name, value] of Object.entries(HTML)) response.setHeader(name, value)
        response.setHeader('Content-Length', Buffer.byteLength(PAGE))
        response.end(PAGE)
      },
    ],
    [
      'byte by byte',
      (response) => {
        response.writeHead(200, HTML)
        for (const byte of Buffer.from(PAGE)) response.write(Buffer.of(byte))
        response.end()
      },
    ],
    [
      'from a file',
      (response) => {
        response.writeHead(200, HTML)
        Readable.from([Buffer.from(PAGE.slice(0, 60)), Buffer.from(PAGE.slice(60))]).pipe(response)
      },
    ],
  ])('says so, sent %s', async ([, write], { server }) => {
    const { answer, text } = await read(server, OPEN, write)

    expect(text).toMatch(NOTE)
    expect(text.replace(/<p class="plain-http".*?<\/p>/, '')).toBe(PAGE)
    expect(answer.headers.has('content-length')).toBe(false)
  })

  test('is left as it is on localhost, and over https', async ({ server }) => {
    const write = (response: ServerResponse) => void response.writeHead(200, HTML).end(PAGE)

    const { text } = await read(server, new URL('http://localhost:4321'), write)

    expect(text).toBe(PAGE)
    expect(sayPlainHttp(new URL('https://course.example'))).not.toBe(sayPlainHttp(OPEN))
  })

  test.for([
    ['a fragment', HTML, '<glass-fragment target="page">é</glass-fragment>'],
    ['JSON', { 'content-type': 'application/json' }, '{"a":"<body class=\\"x\\">"}'],
  ] as const)('is no %s', async ([, headers, body], { server }) => {
    const { text } = await read(server, OPEN, (response) => {
      response.writeHead(200, headers)
      response.write(body.slice(0, 5))
      response.end(body.slice(5))
    })

    expect(text).toBe(body)
  })

  test('ends where there is nothing to say', async ({ server }) => {
    const { answer, text } = await read(
      server,
      OPEN,
      (response) => void response.writeHead(304).end(),
    )

    expect([answer.status, text]).toEqual([304, ''])
  })
})
