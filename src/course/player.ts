/**
 * Somebody who plays an act as its reader would: sends real requests, keeps
 * cookies, follows where it is led, opens mails and presses what they lead to.
 * Acts, recordings and checks of the course use one and the same; they differ
 * in how a request gets to the server.
 */
import { FRAGMENT_HEADER } from '#http/fragment.ts'
import { splitPersona } from '#http/links.ts'
import { CookieJar } from './cookie-jar.ts'
import { firstForm } from './first-form.ts'
import { MAILBOX, NEWEST_LINK } from './steps/newest-mail.ts'
import { Typist } from './typist.ts'
import type { LiveEvent, Player as StepPlayer, StepRequest } from './steps/step-kind.ts'

export { CookieJar } from './cookie-jar.ts'

type Fields = Readonly<Record<string, string>>

/** What a request is for: the act itself, or what a browser asks on the way to it and after it. */
export type Purpose = 'act' | 'look'

/** Gets a request to the server, and its answer back. A redirect is answered, and not followed. */
export type Send = (request: Request, purpose: Purpose) => Promise<Response>

interface Given {
  readonly send: Send
  /** Where the site is: `https://course.example`. */
  readonly origin: string
  readonly jar?: CookieJar
  /** The live pages that are connected, by their address. */
  readonly pages?: Map<string, string>
  /** Sent with each act and each page, such as what says that a stage asks. */
  readonly headers?: Fields
  /** The name of a persona's session cookie. */
  readonly sessionCookie: (persona: string) => string
  /** Where lines are typed, and what they have bound. Left out, each player has its own. */
  readonly prompt?: Prompt
}

/** A prompt that nobody has typed at yet, or that goes on. */
export interface Prompt {
  typist: Typist | null
}

/** Says which step of which lesson is taken, as its button does; left out, it is done by hand. */
export interface Said {
  readonly lesson?: string
  readonly step?: string
}

/** Another site, as far as this one can tell. */
const ELSEWHERE = 'https://elsewhere.example'
const MOST_REDIRECTS = 5
/** In a line that is typed: the token of the newest mail, which nobody knows before it is sent. */
const TOKEN = '[token]'

/** Under which id a page was connected, and where one was sent away to. */
const LIVE_ID = /\bdata-live="(?<id>[\w-]{22})"/
const GO = /<glass-fragment target="go">\s*<a href="(?<href>[^"]+)"/

const leadTo = (location: string) => new Response(null, { status: 303, headers: { location } })

/** A live page as it stands now. */
const toPage = (address: string, id: string) => leadTo(`${address}?live=${id}`)

/** One browser, and who sits before it. */
export class Player implements StepPlayer<Response> {
  readonly #given: Given
  readonly #said: Said
  readonly #prompt: Prompt
  readonly jar: CookieJar
  /** The live pages that are connected, each by the id that the server has given it. */
  readonly pages: Map<string, string>

  constructor(given: Given, said: Said = {}) {
    this.#given = given
    this.#said = said
    this.#prompt = given.prompt ?? { typist: null }
    this.jar = given.jar ?? new CookieJar()
    this.pages = given.pages ?? new Map<string, string>()
  }

  /** The same browser, at another step. */
  at(said: Said): Player {
    return new Player({ ...this.#given, jar: this.jar, pages: this.pages }, said)
  }

  /** Where the site is. */
  get origin(): string {
    return this.#given.origin
  }

  /** Does what a step's button does. The answer is the first one: `follow` goes where it leads. */
  async take(request: StepRequest): Promise<Response> {
    const { method, path, fields, isForeign, cookieOf } = request
    if (cookieOf !== undefined) this.#copySession(cookieOf, path)
    const origin = isForeign ? ELSEWHERE : this.#given.origin
    if (method === 'GET') return this.#send(path + this.#query(fields), { purpose: 'act', origin })
    return this.#send(path, { purpose: 'act', origin, fields: { ...fields, ...this.#fields() } })
  }

  async openNewestLink(base: string): Promise<Response> {
    const link = await this.#newestLink(base)
    return this.#send(link + this.#query(), { purpose: 'act' })
  }

  async pressNewestLink(base: string): Promise<Response> {
    const link = await this.#newestLink(base)
    const page = await this.follow(await this.#send(link, { purpose: 'look' }))
    const { action, fields } = firstForm(await page.text(), link)
    return this.#send(action, { purpose: 'act', fields: { ...fields, ...this.#fields() } })
  }

  connect(path: string, base: string): Promise<Response> {
    return this.#connect(path, base, 'act')
  }

  async sendEvents(path: string, base: string, events: readonly LiveEvent[]): Promise<Response> {
    const address = base + path
    if (!this.pages.has(address)) {
      const connected = await this.#connect(path, base, 'look')
      if (!this.pages.has(address)) return connected
    }
    const id = this.pages.get(address) ?? ''
    let answer = toPage(address, id)
    for (const [index, { name, fields }] of events.entries()) {
      await answer.body?.cancel()
      // Those before only lead there.
      const purpose = index === events.length - 1 ? 'act' : 'look'
      answer = await this.#sendLive(`${base}/live/${id}`, { _event: name, ...fields }, purpose)
    }
    return this.#afterLive(answer, () => toPage(address, id))
  }

  /** Goes where an answer leads, as a browser does. Answers the page it comes to. */
  async follow(response: Response, most = MOST_REDIRECTS): Promise<Response> {
    const location = response.headers.get('location')
    if (location === null || most === 0) return response
    await response.body?.cancel()
    return this.follow(await this.#send(location, { purpose: 'look' }), most - 1)
  }

  /** Opens a page, as somebody who looks. */
  open(path: string): Promise<Response> {
    return this.#send(path, { purpose: 'look' })
  }

  /** The facts of a page. */
  async json<Value>(path: string): Promise<Value> {
    const response = await this.#send(path, {
      purpose: 'look',
      headers: { accept: 'application/json' },
    })
    if (!response.ok) throw new Error(`${path} was answered ${response.status}.`)
    return (await response.json()) as Value
  }

  /**
   * Its answer leads to the trace of the last call, as that of whoever shows a run. What a line
   * binds is there for the next one.
   */
  async type(line: string, base: string): Promise<Response> {
    const typist = this.#prompt.typist?.goOn(this) ?? (await Typist.at(this))
    this.#prompt.typist = typist
    const typed = line.includes(TOKEN) ? line.replace(TOKEN, await this.#newestToken(base)) : line
    const { traces } = await typist.elixir(typed, splitPersona(`${base}/`).persona)
    typist.leave()
    const made = traces.at(-1)
    return leadTo(made ? `/sandbox/traces/${made.id}` : `${base}/console`)
  }

  /** Sends plain data, as a program of a page does. Answers what it was answered. */
  async postJson<Value>(path: string, body: object): Promise<Value> {
    const json = JSON.stringify({ ...body, ...this.#fields() })
    const headers = { accept: 'application/json', 'content-type': 'application/json' }
    const response = await this.#send(path, { purpose: 'act', json, headers })
    if (!response.ok) throw new Error(`${path} was answered ${response.status}.`)
    return (await response.json()) as Value
  }

  async #connect(path: string, base: string, purpose: Purpose): Promise<Response> {
    const answer = await this.#sendLive(`${base}/live`, { path }, purpose)
    return this.#afterLive(answer, (page) => {
      const id = LIVE_ID.exec(page)?.groups?.['id']
      if (id === undefined) throw new Error(`connect: ${path} was answered without a live page.`)
      this.pages.set(base + path, id)
      return toPage(base + path, id)
    })
  }

  /** As the script of a live page sends it. */
  #sendLive(path: string, fields: Fields, purpose: Purpose): Promise<Response> {
    const headers = { accept: 'text/html', [FRAGMENT_HEADER]: 'stage' }
    const said = purpose === 'act' ? this.#fields() : {}
    return this.#send(path, { purpose, headers, fields: { ...fields, ...said } })
  }

  /** Where a live page is after an answer: elsewhere, if that sends it away. What was refused is told as it is. */
  async #afterLive(answer: Response, stays: (page: string) => Response): Promise<Response> {
    if (!answer.ok) return answer
    const page = await answer.text()
    const away = GO.exec(page)?.groups?.['href']
    return away === undefined ? stays(page) : leadTo(away)
  }

  #query(fields: Fields = {}): string {
    const { lesson, step } = this.#said
    const pairs = Object.entries({ ...fields, lesson, step }).filter(
      ([, value]) => value !== undefined,
    )
    const query = pairs.map(([name, value]) => `${name}=${value}`).join('&')
    return query === '' ? '' : `?${query}`
  }

  #fields(): Fields {
    const { lesson, step } = this.#said
    return {
      ...(lesson !== undefined && { _lesson: lesson }),
      ...(step !== undefined && { _step: step }),
    }
  }

  /** Where the link of the newest mail leads whoever `base` stands for. */
  async #newestLink(base: string): Promise<string> {
    // A program would be told where it leads, and not be led there.
    const headers = { accept: 'text/html' }
    const answer = await this.#send(base + NEWEST_LINK, { purpose: 'look', headers })
    await answer.body?.cancel()
    const { pathname } = new URL(answer.headers.get('location') ?? '/', this.#given.origin)
    if (splitPersona(pathname).path === MAILBOX)
      throw new Error('There is no mail with a link. Send something that makes one first.')
    return pathname
  }

  async #newestToken(base: string): Promise<string> {
    const link = await this.#newestLink(base)
    return link.slice(link.lastIndexOf('/') + 1)
  }

  #copySession(from: string, path: string): void {
    const { sessionCookie } = this.#given
    const { persona: to } = splitPersona(path)
    const session = this.jar.get(sessionCookie(from))
    if (session === undefined) this.jar.delete(sessionCookie(to))
    else this.jar.set(sessionCookie(to), session)
  }

  async #send(
    path: string,
    {
      purpose,
      fields,
      json,
      headers,
      origin = this.#given.origin,
    }: { purpose: Purpose; fields?: Fields; json?: string; headers?: Fields; origin?: string },
  ): Promise<Response> {
    const request = new Request(new URL(path, this.#given.origin), {
      redirect: 'manual',
      headers: { ...this.#given.headers, ...headers, cookie: this.jar.header, origin },
      ...(fields && { method: 'POST', body: new URLSearchParams(fields) }),
      ...(json !== undefined && { method: 'POST', body: json }),
    })
    const response = await this.#given.send(request, purpose)
    this.jar.keep(response)
    return response
  }
}
