import { connect } from 'node:net'
import type { BuiltServer } from '../support/built-server.ts'
import { statusOf } from '../support/raw-request.ts'

/** Sends chunks until the server answers or `most` bytes have been taken. */
export function pour(
  server: Pick<BuiltServer, 'origin' | 'port'>,
  line: string,
  chunk: string,
  most: number,
  request = 'POST /users/register',
): Promise<{ status: number | null; sent: number }> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.write(
        [`${request} HTTP/1.1`, `Host: ${new URL(server.origin).host}`, line, '', ''].join('\r\n'),
      )
      more()
    })
    const more = () => {
      if (socket.destroyed || socket.bytesWritten > most) return
      socket.write(chunk, () => setImmediate(more))
    }
    socket.on('data', (data) => (answer += data.toString('latin1')))
    socket.on('error', () => socket.destroy())
    socket.setTimeout(10_000, () => socket.destroy())
    // The answer is there before the connection ends.
    socket.on('close', () => resolve({ status: statusOf(answer), sent: socket.bytesWritten }))
  })
}
