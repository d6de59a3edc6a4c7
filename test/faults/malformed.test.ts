/** Requests that no browser sends. After each, the server answers as before. */
import { afterEach, describe, expect, inject, test } from 'vitest'
import { HttpBrowser } from '../support/http-browser.ts'
import { rawRequest, statusOf } from '../support/raw-request.ts'

const origin = () => inject('origin')
const host = () => new URL(origin()).host
const raw = async (...lines: readonly string[]) =>
  rawRequest(`${lines.join('\r\n').replaceAll('HOST', host())}\r\n\r\n`)

afterEach(async () => {
  expect((await fetch(`${origin()}/healthz`)).status, 'the server is alive').toBe(200)
})

describe('a form in parts', () => {
  const PART = '--pane\r\nContent-Disposition: form-data; name="file"\r\n\r\n{}\r\n'
  const send = (path: string, type: string, body: string) =>
    new HttpBrowser().request(path, {
      ...{ method: 'POST', body, headers: { 'content-type': type, origin: origin() } },
    })
  const MALFORMED = [
    ['without a boundary', 'multipart/form-data', PART],
    ['with another boundary', 'multipart/form-data; boundary=other', `${PART}--pane--\r\n`],
    ['that is cut off', 'multipart/form-data; boundary=pane', PART],
    [
      'whose part has no name',
      'multipart/form-data; boundary=pane',
      '--pane\r\n\r\n{}\r\n--pane--',
    ],
    [
      'whose part has a head of 15 KB',
      'multipart/form-data; boundary=pane',
      `--pane\r\nX: ${'x'.repeat(15_000)}\r\n\r\n{}\r\n--pane--`,
    ],
    ['of hundreds of parts', 'multipart/form-data; boundary=pane', `${PART.repeat(200)}--pane--`],
    ['of nothing', 'multipart/form-data; boundary=pane', ' '],
  ] as const

  test.for(MALFORMED)(
    'fault 29 %s is a mistake of its sender, where one is read',
    async ([, type, body]) => {
      expect((await send('/progress/import', type, body)).status).toBe(400)
    },
  )

  test.for(MALFORMED)('fault 29 %s is not read elsewhere', async ([, type, body]) => {
    expect((await send('/users/register', type, body)).status).toBe(415)
  })
})

describe('a head', () => {
  test.for([
    ['with 3,000 headers', Array.from({ length: 3_000 }, (_, at) => `X${at}: y`).join('\r\n')],
    ['with one of 17 KB', `X: ${'x'.repeat(17_000)}`],
    ['with a cookie of 17 KB', `Cookie: ${'x=1; '.repeat(3_400)}`],
  ] as const)('fault 30 %s is too large', async ([, line]) => {
    expect(statusOf(await raw('GET / HTTP/1.1', 'Host: HOST', line))).toBe(431)
  })

  test('fault 30 with an address of 70 KB is none', async () => {
    const answer = await raw(`GET /${'a'.repeat(70_000)} HTTP/1.1`, 'Host: HOST')
    expect([400, 431]).toContain(statusOf(answer))
  })

  test.for([
    ['a host with a user', 'GET / HTTP/1.1', 'Host: a@b', [400, 421]],
    ['a host with a bracket', 'GET / HTTP/1.1', 'Host: [::1', [400, 421]],
    ['a host with a path', 'GET /x HTTP/1.1', 'Host: HOST/users/settings?y=', [400, 421]],
    ['another host', 'GET / HTTP/1.1', 'Host: evil.test', [421]],
    ['no host', 'GET / HTTP/1.1', 'X: y', [400]],
    ['no host, as in 1996', 'GET / HTTP/1.0', 'X: y', [400]],
    ['an address with a host', 'GET http://HOST/ HTTP/1.1', 'Host: HOST', [400]],
    ['an address with a user', 'GET http://ana:pw@HOST/ HTTP/1.1', 'Host: HOST', [400]],
    ['two slashes', 'GET //evil.test/%2e%2e HTTP/1.1', 'Host: HOST', [400]],
    ['TRACE', 'TRACE / HTTP/1.1', 'Host: HOST', [405, 501]],
    ['CONNECT', 'CONNECT HOST HTTP/1.1', 'Host: HOST', [400, 405, 501, null]],
    ['a method that is none', 'BREW / HTTP/1.1', 'Host: HOST', [400, 405, 501]],
    ['OPTIONS of everything', 'OPTIONS * HTTP/1.1', 'Host: HOST', [400, 405]],
  ] as const)('fault 31 with %s leads nowhere', async ([, line, header, wanted]) => {
    expect(wanted).toContain(statusOf(await raw(line, header, 'Connection: close')))
  })
})

describe('a request that can be read in two ways', () => {
  const SECOND = '0\r\n\r\nGET /sandbox HTTP/1.1\r\nHost: HOST\r\n\r\n'
  test.for([
    ['a length and pieces', ['Content-Length: 5', 'Transfer-Encoding: chunked'], SECOND],
    ['two lengths', ['Content-Length: 5', 'Content-Length: 6'], 'a=b&c='],
    ['a length below nothing', ['Content-Length: -1'], 'a=b'],
    ['pieces that are none', ['Transfer-Encoding: xchunked'], SECOND],
    ['pieces twice', ['Transfer-Encoding: chunked, chunked'], SECOND],
    ['pieces, and something after them', ['Transfer-Encoding: chunked, identity'], SECOND],
    ['a space before the colon', ['Content-Length : 5'], 'a=b&c'],
    ['a header that goes on in the next line', ['X: y', ' Content-Length: 5'], 'a=b&c'],
    ['a length in hex', ['Content-Length: 0x5'], 'a=b&c'],
    ['a length with a plus', ['Content-Length: +5'], 'a=b&c'],
    ['two hosts', ['Host: evil.test'], ''],
  ] as const)(
    'fault 32 by %s is refused, and nothing after it is read',
    async ([, lines, body]) => {
      const head = ['POST /users/register HTTP/1.1', 'Host: HOST', `Origin: ${origin()}`]
      const type = 'Content-Type: application/x-www-form-urlencoded'

      const answer = await rawRequest(
        [...head, type, ...lines, '', body].join('\r\n').replaceAll('HOST', host()),
      )

      expect(statusOf(answer)).toBe(400)
      expect(answer.match(/HTTP\/1\.1 \d{3}/g)).toHaveLength(1)
    },
  )
})

describe('a cookie', () => {
  const HOSTILE = [
    ['with half an escape', 'x=%E0%A4%A'],
    ['of 8 KB', `x=${'y'.repeat(8_000)}`],
    ['among two hundred', Array.from({ length: 200 }, (_, at) => `c${at}=1`).join('; ')],
    ['in latin-1', 'x=\xe9\xff'],
    ['with an open quote', 'x="y'],
    ['that is no pair', '; ;=;x;=y'],
    ['named for a prototype', '__proto__=x; constructor=y; toString=z'],
    ['of ours, of garbage', 'VISITOR=%00%ff; SESSION=x'],
    ['of ours, twice', `VISITOR=${'a'.repeat(43)}; VISITOR=${'b'.repeat(43)}`],
    ['of ours, of 3 KB', `VISITOR=${'a'.repeat(3_000)}`],
    ['of ours, of brackets', 'FLASH={"info":"x"}; RETURN=//evil.test; LESSON=../..'],
  ] as const

  test.for(HOSTILE)('fault 33 %s is nobody’s: no error, and no loop', async ([, cookie]) => {
    const browser = new HttpBrowser()
    const own = {
      VISITOR: 'visitor',
      SESSION: 'session',
      FLASH: 'flash',
      RETURN: 'return_to',
      LESSON: 'lesson',
    }
    const sent = Object.entries(own).reduce<string>(
      (text, [word, name]) => text.replaceAll(word, browser.named(name)),
      cookie,
    )

    for (const path of ['/', '/users/log-in', '/sandbox', '/users/settings', '/lessons']) {
      const answer = await raw(
        `GET ${path} HTTP/1.1`,
        'Host: HOST',
        `Cookie: ${sent}`,
        'Connection: close',
      )

      expect([200, 303]).toContain(statusOf(answer))
      // Who they are is taken back, where it is set at all: they come without it, and are set none again.
      const whose = [browser.named('visitor'), browser.named('session')]
      for (const [line] of answer.matchAll(/^set-cookie: .*$/gim))
        if (whose.some((name) => line.includes(` ${name}=`))) expect(line).toMatch(/Max-Age=0/i)
    }
  })
})
