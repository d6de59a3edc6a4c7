/**
 * Sends each request of a test to a second server as well, and compares what
 * the two answer. What one of them drew by chance, a token or an id, has its
 * counterpart on the other, and stands for it in the requests that follow.
 */
import { expect } from 'vitest'

/** An answer that was read to its end. */
interface Read {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

interface Running {
  readonly isRead: boolean
  /** Each server says for itself: whether a guess is right, or who came first of those that wrote at once. */
  isByChance: boolean
}

export class SameAnswers {
  readonly #first: string
  readonly #second: string
  readonly #send: typeof fetch
  readonly #counterparts = new Map<string, string>()
  readonly #running = new Set<Running>()
  #compared = 0

  /** The addresses of the two, as `http://localhost:4321`. */
  constructor(first: string, second: string, send = fetch) {
    this.#first = first
    this.#second = second
    this.#send = send
  }

  /** How many requests were answered alike. */
  get compared(): number {
    return this.#compared
  }

  /** In place of the global `fetch`: the first server's answer, if the second gives the same. */
  readonly fetch: typeof fetch = async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input)
    if (!url.startsWith(this.#first) || isLeftOut(url, init)) return this.#send(input, init)

    const running = this.#begin(init)
    try {
      const [answer, second] = await Promise.all([
        this.#send(url, init),
        this.#send(this.#translate(url), this.#translateAll(init)),
      ])
      const [one, other] = await Promise.all([read(answer.clone()), read(second)])
      this.#learn(one, other)
      if (!running.isByChance) this.#compare(one, other, `${init.method ?? 'GET'} ${url}`)
      return answer
    } finally {
      this.#running.delete(running)
    }
  }

  #begin({ method = 'GET', body }: RequestInit): Running {
    const isGuess = typeof body === 'string' && body.includes('_event=guess')
    const running: Running = { isRead: method === 'GET', isByChance: isGuess }
    this.#running.add(running)
    const all = [...this.#running]
    const isRace = all.length > 1 && all.some(({ isRead }) => !isRead)
    for (const each of all) each.isByChance ||= isRace
    return running
  }

  #compare(one: Read, other: Read, what: string): void {
    const [expected, said] = [this.#translate(comparable(one)), comparable(other)]
    // A tag a line, so that a difference is short.
    if (said !== expected) expect(said.split(TAG), what).toEqual(expected.split(TAG))
    this.#compared += 1
  }

  #translateAll({ headers, body, ...init }: RequestInit): RequestInit {
    const named = [...new Headers(headers)].map(([name, value]): [string, string] => [
      name,
      this.#translate(value),
    ])
    const sent = typeof body === 'string' ? this.#translate(body) : (body ?? null)
    return { ...init, headers: named, body: sent }
  }

  #translate(text: string): string {
    return text
      .replaceAll(this.#first, this.#second)
      .replaceAll(TOKEN, (token) => this.#counterparts.get(token) ?? token)
  }

  #learn(one: Read, other: Read): void {
    const [mine, theirs] = [tokensOf(one), tokensOf(other)]
    if (mine.length !== theirs.length) return
    for (const [index, token] of mine.entries())
      if (!this.#counterparts.has(token)) this.#counterparts.set(token, theirs[index]!)
  }
}

async function read(response: Response): Promise<Read> {
  return { status: response.status, headers: response.headers, text: await response.text() }
}

// Pages that show traces and what they tell of, and the game, which is chance.
const LEFT_OUT = /\/(?:sandbox\/(?:traces(?:\/.*)?|tables)|guess(?:\?.*)?)$/
const STREAM = /\/sandbox\/events$/

// A stream has no end to compare.
const isLeftOut = (url: string, { method = 'GET' }: RequestInit) =>
  LEFT_OUT.test(url) || (method === 'GET' && STREAM.test(url))

const TOKEN = /(?<![\w-])[\w-]{16,}(?![\w-])/g
const TAG = /(?=<)|\n/

function tokensOf(answer: Read): readonly string[] {
  return comparable(answer).match(TOKEN) ?? []
}

// Of the time and the socket; the length follows from the traces.
const OF_ITS_OWN = new Set(['date', 'connection', 'keep-alive', 'content-length'])

/** All that is the same by right: not the time of day, and not the traces. */
function comparable({ status, headers, text }: Read): string {
  const named = [...headers].filter(([name]) => !OF_ITS_OWN.has(name))
  const lines = [status, ...named.map((pair) => pair.join(': ')), withoutTraces(text)]
  return lines.join('\n').replaceAll(TIME, '‹time›')
}

const TIME = /\b1[789]\d{11}\b|\b\d{4}-\d\d-\d\dT[\d:.]+Z|\b\d\d:\d\d:\d\d\b/g

function withoutTraces(text: string): string {
  if (text.startsWith('{')) return jsonWithoutTraces(text)
  return (
    text
      .replaceAll(/Request <code translate="no">[\w-]+<\/code>/g, '')
      // That a mail is new is known by the trace that tells of it.
      .replaceAll(/ data-new="(?:true|false)"| data-new-mail/g, '')
      .replaceAll(/<div class="stage-strip".*?(?=<div class="stage-ground")/gs, '')
      .replaceAll(/<div class="stage-trace".*?<\/glass-stage>/gs, '')
      .replaceAll(
        /<glass-fragment target="(?:strip|house|list|foot|connected|bar|data)".*?<\/glass-fragment>/gs,
        '',
      )
  )
}

const OF_TRACES = ['trace', 'traces', 'request']

function jsonWithoutTraces(text: string): string {
  const said = JSON.parse(text) as Readonly<Record<string, unknown>> & { live?: LiveView }
  const kept = Object.entries(said).filter(([name]) => !OF_TRACES.includes(name))
  if (said.live?.view === 'guess') kept.push(['live', { ...said.live, shown: 'by chance' }])
  return JSON.stringify(Object.fromEntries(kept), null, 1)
}

interface LiveView {
  readonly view?: string
}
