/**
 * A browser over sockets of its own, as every browser is: what fetch sends in
 * one process shares a pool, and nobody could tell who holds which socket.
 */
import { once } from 'node:events'
import { Agent, request, type IncomingMessage } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { HttpBrowser, type Answer, type JsonAnswer } from './http-browser.ts'

export interface Asked {
  readonly method: string
  readonly path: string
  /** As they are sent, each in its place, doubled ones too. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: Buffer | string | undefined
}

export interface Heard {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

interface Options {
  readonly sockets?: number
  /** Whoever has no answer by then gives up. */
  readonly patience?: number
}

const PATIENCE_MILLISECONDS = 30_000
/** A stream never ends: what it says at once is enough. */
const STREAM_MILLISECONDS = 300

export class OwnSockets {
  readonly #agent: Agent
  readonly #port: number
  readonly #patience: number

  constructor(origin: string, { sockets = 6, patience = PATIENCE_MILLISECONDS }: Options = {}) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: sockets })
    this.#port = Number(new URL(origin).port)
    this.#patience = patience
  }

  async ask({ method, path, headers, body }: Asked): Promise<Heard> {
    const sent = request({
      ...{ host: '127.0.0.1', port: this.#port, agent: this.#agent, setHost: false },
      ...{ method, path, headers: headers.flat() },
      signal: AbortSignal.timeout(this.#patience),
    })
    sent.end(body)
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    const isStream = response.headers['content-type']?.startsWith('text/event-stream') ?? false
    if (isStream) setTimeout(() => response.destroy(), STREAM_MILLISECONDS)
    const content = await contentOf(response, isStream)
    return { status: response.statusCode ?? 0, headers: headersOf(response), text: content }
  }

  /** Closes every socket. */
  leave(): void {
    this.#agent.destroy()
  }
}

async function contentOf(response: IncomingMessage, isStream: boolean): Promise<string> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk)
  } catch (error) {
    if (!isStream) throw error
  }
  const whole = Buffer.concat(chunks)
  const { 'content-encoding': encoding } = response.headers
  if (whole.length === 0 || encoding === undefined) return whole.toString()
  return (encoding === 'br' ? brotliDecompressSync(whole) : gunzipSync(whole)).toString()
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers()
  for (let at = 0; at < rawHeaders.length; at += 2)
    headers.append(rawHeaders[at]!, rawHeaders[at + 1]!)
  return headers
}

/** One who tells what each of its requests was answered, and when. */
export class TimedBrowser extends HttpBrowser {
  readonly #sockets: OwnSockets
  readonly #tell: (status: number, milliseconds: number) => void

  constructor(
    origin: string,
    tell: (status: number, milliseconds: number) => void = () => undefined,
    options: Options = {},
  ) {
    super(origin)
    this.#sockets = new OwnSockets(origin, options)
    this.#tell = tell
  }

  override async request(path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers(init.headers)
    headers.set('host', new URL(this.origin).host)
    if (this.cookies.size > 0) headers.set('cookie', this.cookies.header)
    const body = typeof init.body === 'string' ? init.body : undefined
    if (body !== undefined) headers.set('content-length', String(Buffer.byteLength(body)))
    const began = performance.now()
    const heard = await this.#sockets.ask({
      ...{ method: init.method ?? 'GET', path, headers: [...headers], body },
    })
    this.#tell(heard.status, performance.now() - began)
    this.cookies.keep(heard)
    return {
      ...heard,
      get json() {
        return JSON.parse(heard.text) as JsonAnswer
      },
    }
  }

  leave(): void {
    this.#sockets.leave()
  }
}
