import { connect } from 'node:net'
import { inject } from 'vitest'

/**
 * Sends text over a socket as it is, where a client library would mend it
 * first. Resolves with the whole answer when the server closes or has
 * answered; an empty text is a server that hung up.
 */
export function rawRequest(text: string, origin = inject('origin')): Promise<string> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname, () => {
      socket.write(text)
    })
    const done = () => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(5_000, done)
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
      if (answer.includes('\r\n\r\n')) setTimeout(done, 50)
    })
    socket.on('end', done)
    socket.on('close', done)
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') done()
      else reject(error)
    })
  })
}

/** The status of a raw answer, or `null` when there was none. */
export function statusOf(answer: string): number | null {
  const status = /^HTTP\/1\.1 (?<status>\d{3}) /.exec(answer)?.groups?.status
  return status === undefined ? null : Number(status)
}
