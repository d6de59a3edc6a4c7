/**
 * Says on every page that it came over plain http, where others may read along.
 * It is put in on the way out: pages that were built for everybody do not know
 * where they will stand, and no page that comes later can forget it.
 */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { isReadOnTheWay } from './config.ts'

const NOTE =
  '<p class="plain-http" role="note">This page came over plain http: others on this network can read what you send. No real password belongs here.</p>'
const BODY = /<body\b[^>]*>/

type Call<Value> = (...given: unknown[]) => Value
type Say = (request: IncomingMessage, response: ServerResponse) => void

/** What says so at this address; nothing where nobody reads along. */
export function sayPlainHttp(publicOrigin: URL): Say {
  return isReadOnTheWay(publicOrigin) ? putNote : () => undefined
}

function putNote(request: IncomingMessage, response: ServerResponse): void {
  // What is put into a page is text, and makes it longer.
  delete request.headers['accept-encoding']
  delete request.headers.range
  // Each is called with what its own caller gave it, so that no overload is lost.
  const [writeHead, write, end] = [
    response.writeHead.bind(response) as Call<ServerResponse>,
    response.write.bind(response) as Call<boolean>,
    response.end.bind(response) as Call<ServerResponse>,
  ]
  const note = new Note()

  Object.assign(response, {
    writeHead(...given: unknown[]) {
      const headers = given.find((each) => typeof each === 'object' && each !== null)
      // Node takes the headers as an object here, and so do all who write one in this house.
      note.begin(response, (headers ?? {}) as OutgoingHttpHeaders)
      return writeHead(...given)
    },
    write(chunk: string | Uint8Array, ...rest: unknown[]) {
      if (!response.headersSent) response.writeHead(response.statusCode)
      const text = note.pass(chunk)
      return write(text, ...rest)
    },
    end(chunk?: unknown, ...rest: unknown[]) {
      if (!response.headersSent) response.writeHead(response.statusCode)
      const isText = typeof chunk === 'string' || chunk instanceof Uint8Array
      const last = Buffer.concat([isText ? note.pass(chunk) : Buffer.alloc(0), note.rest()])
      const given = isText ? rest : [chunk, ...rest]
      const done = given.filter((each) => typeof each === 'function')
      return end(last, ...done)
    },
  })
}

/** The note, on its way into one answer. */
class Note {
  #isWanted = false
  /** What came before the page's body, one sign for each byte: a chunk may end anywhere. */
  #head = ''

  /** Looks at the headers of an answer. Of a page it takes away the length. */
  begin(response: ServerResponse, headers: OutgoingHttpHeaders): void {
    const names = Object.keys(headers)
    const type = names.find((name) => name.toLowerCase() === 'content-type')
    const written = String((type && headers[type]) ?? response.getHeader('content-type') ?? '')
    this.#isWanted = written.startsWith('text/html')
    if (!this.#isWanted) return
    response.removeHeader('content-length')
    for (const name of names) if (name.toLowerCase() === 'content-length') delete headers[name]
  }

  pass(chunk: string | Uint8Array): Buffer {
    const bytes = Buffer.from(chunk)
    if (!this.#isWanted) return bytes
    this.#head += bytes.toString('latin1')
    return BODY.test(this.#head) ? this.rest() : Buffer.alloc(0)
  }

  /** What was held back, and from then on nothing is. */
  rest(): Buffer {
    const text = this.#head.replace(BODY, `$&${NOTE}`)
    this.#head = ''
    this.#isWanted = false
    return Buffer.from(text, 'latin1')
  }
}
