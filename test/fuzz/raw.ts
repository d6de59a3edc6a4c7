/** Requests that no client library would send: the text of one, with a few of its bytes changed. */
import { connect } from 'node:net'
import type { Asked } from '../support/own-sockets.ts'
import type { Random } from './random.ts'

const PATIENCE_MILLISECONDS = 400
const INSERTED = [
  '\0',
  '\r',
  '\n',
  '\r\n',
  ' ',
  '\t',
  ':',
  '%',
  '/',
  '\x80',
  '\xff',
  'HTTP/9.9',
  '#',
]
const LINES = [
  ...['Content-Length: 5', 'Content-Length: -1', 'Transfer-Encoding: xchunked', 'Host: evil.test'],
  ...['Transfer-Encoding: chunked', ' folded', 'X', ': x', 'Content-Length: 99999999999999999999'],
]

/** The bytes of a request, some of them changed. */
export function mangled({ method, path, headers, body = '' }: Asked, random: Random): Buffer {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    'connection: close',
  ]
  if (random.percent(50)) lines.splice(1 + random.below(lines.length), 0, random.pick(LINES))
  let text = Buffer.concat([
    Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'),
    Buffer.from(body),
  ])
  for (let changes = random.below(4); changes > 0; changes -= 1) {
    const at = random.below(Math.min(text.length, 300))
    const inserted = Buffer.from(random.pick(INSERTED), 'latin1')
    text = Buffer.concat([text.subarray(0, at), inserted, text.subarray(at + random.below(3))])
  }
  return text
}

/** All that is answered to these bytes, as long as somebody waits. No answer is an answer too. */
export function sendBytes(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.setTimeout(PATIENCE_MILLISECONDS, () => socket.destroy())
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')))
    socket.on('error', () => socket.destroy())
    socket.on('close', () => resolve(answer))
  })
}
