import { describe, expect } from 'vitest'
import { Refusal } from '#lib/refusal.ts'
import { refuse } from '#server/answer.ts'
import { readBody } from '#server/body.ts'
import { readAll, test, type HttpServer } from '../support/http-server.ts'

const MOST = 1_024
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const publicOrigin = new URL('http://localhost:4321')
const errorPage = (status: number, sentence: string) => `${status} ${sentence}`

/** Answers with the body as JSON text, or with the refusal. */
function echo(server: HttpServer): Promise<string> {
  return server.answer(async (request, response) => {
    const body = await readBody(request, MOST)
    if (body instanceof Refusal)
      refuse(request, response, body, { requestId: 'r', errorPage, publicOrigin })
    else response.end(JSON.stringify(body))
  })
}

const head = (...lines: readonly string[]) =>
  ['POST / HTTP/1.1', 'Host: x', ...lines, '', ''].join('\r\n')
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`
const TOO_LARGE = '413 A form of this site is at most 1024 bytes long.'

describe('readBody', () => {
  test('reads a body that is just short enough', async ({ server }) => {
    const address = await echo(server)

    const answer = await fetch(address, { method: 'POST', body: 'a'.repeat(MOST) })

    expect(await answer.json()).toBe('a'.repeat(MOST))
  })

  test('reads a character that arrives in two pieces', async ({ server }) => {
    await echo(server)
    const [first, ...rest] = [...Buffer.from('é!')]

    const socket = await server.send(
      head('Transfer-Encoding: chunked', 'Connection: close'),
      Buffer.concat([Buffer.from('1\r\n'), Buffer.from([first!]), Buffer.from('\r\n')]),
      Buffer.concat([Buffer.from('2\r\n'), Buffer.from(rest), Buffer.from('\r\n0\r\n\r\n')]),
    )

    expect(await readAll(socket)).toContain('"é!"')
  })

  test('reads nothing as an empty text', async ({ server }) => {
    const address = await echo(server)

    expect(await (await fetch(address, { method: 'POST' })).json()).toBe('')
  })

  test('refuses a body that says it is too long, before any of it is sent', async ({ server }) => {
    await echo(server)

    const socket = await server.send(head('Content-Length: 1025'))

    const answer = await readAll(socket)
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    expect(answer).toContain('connection: close')
    expect(answer).toContain(TOO_LARGE)
  })

  test('refuses a body of a gigabyte by what it says', async ({ server }) => {
    await echo(server)

    const socket = await server.send(head('Content-Length: 1073741824'), 'a'.repeat(10_000))

    expect(await readAll(socket)).toContain(TOO_LARGE)
  })

  test('refuses a body that grows too long without having said so', async ({ server }) => {
    await echo(server)

    const socket = await server.send(head('Transfer-Encoding: chunked'), chunk('a'.repeat(1_000)))
    await pause(20)
    socket.write(chunk('a'.repeat(25)))

    const answer = await readAll(socket)
    expect(answer).toContain('connection: close')
    expect(answer).toContain(TOO_LARGE)
  })

  test('closes on a sender who never stops', async ({ server }) => {
    await echo(server)
    const socket = await server.send(head('Transfer-Encoding: chunked'))
    const piece = chunk('a'.repeat(500))

    const sending = setInterval(() => socket.write(piece), 1)
    const answer = await readAll(socket)
    clearInterval(sending)

    expect(answer).toContain(TOO_LARGE)
  })

  test.for([
    ['a byte that is in no UTF-8', [0x61, 0xff]],
    ['a character that is cut off', [0x61, 0xc3]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['half a surrogate pair', [0xed, 0xa0, 0x80]],
  ] as const)('refuses %s', async ([, bytes], { server }) => {
    const address = await echo(server)

    const answer = await fetch(address, { method: 'POST', body: new Uint8Array(bytes) })

    expect(answer.status).toBe(400)
    expect(await answer.text()).toBe('400 Send the fields as UTF-8.')
  })

  test('throws when the sender leaves half way, and the server lives on', async ({ server }) => {
    const address = await echo(server)
    const socket = await server.send(head('Content-Length: 100'), 'only so much')

    await pause(20)
    socket.destroy()
    const answer = await fetch(address, { method: 'POST', body: 'still here' })

    expect(await answer.json()).toBe('still here')
    expect(server.failures).toMatchObject([{ code: 'ECONNRESET' }])
  })
})
