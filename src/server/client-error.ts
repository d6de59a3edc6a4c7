/** Answers what is no request that a page could answer, where Node would answer bare. */
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { REVALIDATE } from '#http/caching.ts'
import { refusalWords } from '#http/refusal-words.ts'
import type { Way } from '#lib/refusal.ts'
import { plainPage } from './plain-page.ts'

const STATUS_LINES: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Content Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}
const SENTENCES: Readonly<Record<string, string>> = {
  '400':
    'This is no request that a browser would send. Type the address again, or start from the home page.',
  '408': 'This request took too long to arrive. Look at your connection, and send it again.',
  '413': 'This request says too much about its parts. Send it again without that.',
  '431':
    'The headers of this request are too large. Delete the cookies that your browser keeps of this site, and load the page again: you begin with a new server.',
}
const HOME = { href: '/', label: 'To the home page' }
/** What its sentence says, and a link can do. */
const AGAIN = { href: '', label: 'Load the page again' }
const WAYS: Readonly<Record<string, Way>> = { '408': AGAIN, '431': AGAIN }

export interface ClientErrors {
  /** Tells which answer a connection is at, so that nothing is written into the middle of one. */
  readonly answering: (response: ServerResponse) => void
  /** For `clientError` of a server. */
  readonly answer: (error: NodeJS.ErrnoException, socket: Socket) => void
}

export function answerClientErrors(headers: Readonly<Record<string, string>>): ClientErrors {
  const answers = new WeakMap<Socket, ServerResponse>()
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)

  return {
    answering(response) {
      if (response.socket) answers.set(response.socket, response)
    },
    answer({ code = '' }, socket) {
      const current = answers.get(socket)
      const isInTheMiddle = current?.headersSent === true && !current.writableFinished
      if (!socket.writable || code === 'ECONNRESET' || isInTheMiddle) return void socket.destroy()

      const status = STATUS_LINES[code] ?? '400 Bad Request'
      const page = pageOf(Number(status.slice(0, 3)))
      const head = [
        `HTTP/1.1 ${status}`,
        ...lines,
        'content-type: text/html; charset=utf-8',
        `cache-control: ${REVALIDATE}`,
        `content-length: ${Buffer.byteLength(page)}`,
        'connection: close',
      ]
      socket.end(`${head.join('\r\n')}\r\n\r\n${page}`)
      socket.destroySoon()
    },
  }
}

/** Nothing that was sent is in it: whoever could not be read is not quoted. */
function pageOf(status: number): string {
  const words = refusalWords({ status, message: SENTENCES[status] ?? '' })
  return plainPage({ status, ...words, way: WAYS[status] ?? HOME })
}
