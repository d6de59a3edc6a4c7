/**
 * Sends one request again and again on open connections, and says how long
 * each answer took. It speaks HTTP on plain sockets and reads no more of an
 * answer than where it ends, so that it works a tenth of what a server does.
 */
import { connect, type Socket } from 'node:net'

export interface Sent {
  readonly method?: 'GET' | 'POST'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** What the answer must be: a benchmark of error pages says nothing. */
  readonly status: number
}

export interface Load {
  readonly connections: number
  readonly seconds: number
}

export interface Answered {
  readonly perSecond: number
  /** Milliseconds of each request. */
  readonly times: readonly number[]
}

export async function load(sent: Sent, { connections, seconds }: Load): Promise<Answered> {
  const bytes = bytesOf(sent)
  const { hostname, port } = new URL(sent.url)
  const times: number[] = []
  const began = performance.now()
  const ends = began + seconds * 1_000
  const send = async () => {
    let line = await Line.open(hostname, Number(port))
    while (performance.now() < ends) {
      // A connection carries so many requests and no more; a new one is no part of an answer.
      if (line.isOver) line = await Line.open(hostname, Number(port))
      const before = performance.now()
      const status = await line.ask(bytes)
      times.push(performance.now() - before)
      if (status !== sent.status)
        throw new Error(
          `${sent.url} was answered with ${status}, not with ${sent.status}: ${line.words}`,
        )
    }
    line.close()
  }
  await Promise.all(Array.from({ length: connections }, send))
  return { perSecond: (times.length * 1_000) / (performance.now() - began), times }
}

function bytesOf({ method = 'GET', url, headers = {}, body = '' }: Sent): Buffer {
  const { host, pathname, search } = new URL(url)
  const length = method === 'GET' ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const lines = Object.entries({ host, ...headers, ...length }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  return Buffer.from(`${method} ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
}

const MOST_WORDS = 600

/** One connection, with one request on its way at a time. */
class Line {
  #socket: Socket
  #read: Buffer = Buffer.alloc(0)
  #last: Buffer = this.#read
  #answer: { resolve: (status: number) => void; reject: (error: Error) => void } | null = null

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk) => this.#receive(chunk))
    socket.on('error', (error) => this.#answer?.reject(error))
    socket.on('close', () => this.#answer?.reject(new Error('The server closed a connection.')))
  }

  static open(host: string, port: number): Promise<Line> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port, noDelay: true }, () => resolve(new Line(socket)))
      socket.once('error', reject)
    })
  }

  /** Answers the status, once the whole answer is there. */
  ask(bytes: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#answer = { resolve, reject }
      this.#socket.write(bytes)
    })
  }

  /** Whether the last answer said that it is the last of its connection. */
  get isOver(): boolean {
    const head = this.#last.toString('latin1', 0, Math.max(0, this.#last.indexOf('\r\n\r\n')))
    return /\r\nconnection: *close\b/i.test(head)
  }

  /** What the last answer says, as text and without marks. */
  get words(): string {
    const text = this.#last.toString().replace(/^[^]*?\r\n\r\n/, '')
    return text.replaceAll(/<[^>]+>|\s+/g, ' ').slice(0, MOST_WORDS)
  }

  close(): void {
    this.#answer = null
    this.#socket.destroy()
  }

  #receive(chunk: Buffer): void {
    this.#read = this.#read.length === 0 ? chunk : Buffer.concat([this.#read, chunk])
    const status = statusOfWhole(this.#read)
    if (status === null) return
    this.#last = this.#read
    this.#read = Buffer.alloc(0)
    this.#answer?.resolve(status)
  }
}

/** The status of an answer, or `null` while some of it is still to come. */
export function statusOfWhole(bytes: Buffer): number | null {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return null
  const head = bytes.toString('latin1', 0, end)
  const status = Number(head.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length))
  if (/\r\ntransfer-encoding: *chunked/i.test(head))
    return bytes.toString('latin1', bytes.length - 5) === '0\r\n\r\n' ? status : null
  const length = /\r\ncontent-length: *(?<bytes>\d+)/i.exec(head)?.groups?.['bytes'] ?? '0'
  return bytes.length >= end + 4 + Number(length) ? status : null
}
