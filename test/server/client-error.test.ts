import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { answerClientErrors } from '#server/client-error.ts'
import { readAll } from '../support/http-server.ts'

let server: Server
beforeEach(async () => {
  const errors = answerClientErrors({ 'x-house': 'glass' })
  server = createServer(
    {
      headersTimeout: 50,
      requestTimeout: 50,
      connectionsCheckingInterval: 10,
      maxHeaderSize: 4_096,
    },
    (request, response) => {
      errors.answering(response)
      response.writeHead(200, { 'content-type': 'text/plain' })
      if (request.url === '/slow') response.write('the first half')
      else response.end('whole')
    },
  )
  server.on('clientError', errors.answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

async function send(text: string): Promise<Socket> {
  // It listens on a port, so its address has one.
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(text)
  return socket
}

describe('answerClientErrors', () => {
  test.for([
    ['no request', 'hello\r\n\r\n', '400 Bad Request'],
    [
      'large headers',
      `GET / HTTP/1.1\r\nX: ${'x'.repeat(5_000)}`,
      '431 Request Header Fields Too Large',
    ],
    ['headers that never end', 'GET / HTTP/1.1\r\nHost: x\r\n', '408 Request Timeout'],
  ] as const)('answers %s with the headers of the house', async ([, text, status]) => {
    const answer = await readAll(await send(text))

    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status}\r\nx-house: glass\r\n`))
    expect(answer).toContain('cache-control: max-age=0, private, must-revalidate')
    const [, body = ''] = answer.split('\r\n\r\n')
    expect(answer).toContain(`content-length: ${Buffer.byteLength(body)}\r\n`)
    expect(body).toMatch(/<p class="lead">[A-Z].*\. .*\.<\/p>/)
    expect(body).toContain(`<p class="error-status">${status.slice(0, 3)}</p>`)
    // Whoever could not be read is not quoted, and runs nothing.
    expect(body).not.toMatch(/hello|xxx|<script|\ssrc=/)
    expect(body).toMatch(/content="default-src 'none'; img-src data:; style-src 'sha256-[\w+/=]+'"/)
  })

  test('writes nothing into the middle of another answer', async () => {
    const socket = await send('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n')
    const answer = readAll(socket)
    await once(socket, 'data')
    socket.write('hello\r\n\r\n')

    expect(await answer).not.toContain('400')
  })

  test('answers after an answer that is whole', async () => {
    const socket = await send('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    const answer = readAll(socket)
    await once(socket, 'data')
    socket.write('hello\r\n\r\n')

    expect(await answer).toMatch(/whole.*HTTP\/1\.1 400 Bad Request/s)
  })
})
