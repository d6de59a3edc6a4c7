import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'

interface Sent {
  readonly method?: string
  readonly url?: string
  /** Each with its name, in the order sent; a name may stand twice. */
  readonly headers?: readonly (readonly [name: string, value: string])[]
  /** The address at the other end of the socket. */
  readonly peer?: string
}

/** What Node's parser calls, which the types leave out. */
interface ParsedMessage extends IncomingMessage {
  _addHeaderLines(lines: readonly string[], count: number): void
}

/** A request as Node hands it over, with headers joined and left out as Node does it. */
export function incomingRequest({
  method = 'GET',
  url = '/',
  headers = [],
  peer = '127.0.0.1',
}: Sent): IncomingMessage {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: peer })
  const request = new IncomingMessage(socket) as ParsedMessage
  const lines = headers.flat()
  request._addHeaderLines(lines, lines.length)
  return Object.assign(request, { method, url })
}
