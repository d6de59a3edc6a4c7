/**
 * A browser as far as HTTP goes: it keeps cookies, says where a form came
 * from, and follows redirects when asked to. Each one is another visitor.
 */
import { inject } from 'vitest'
import { siteCookie, SiteCookies, VISITOR } from './site-cookies.ts'

export { SESSION, VISITOR } from './site-cookies.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: JsonAnswer
}

/** What the app answers to `Accept: application/json`. */
export interface JsonAnswer {
  readonly ok: boolean
  readonly error?: string
  readonly scope: {
    persona: string
    user: { id: number; email: string; confirmed_at: number | null } | null
    organization: { id: number; slug: string; name: string; role: string } | null
    roles: readonly string[]
    feature_flags: readonly string[]
  }
  readonly changeset: {
    action: string | null
    valid: boolean
    changes: Record<string, unknown>
    errors: { field: string; message: string; validation: string }[]
  } | null
  readonly flash: { info?: string; error?: string; warning?: string }
  readonly location: string | null
  readonly trace: { id: string; title: string; status: number; steps: JsonStep[] } | null
  readonly mails?: { id: string; to: string; subject: string }[]
  readonly mail?: { text: string }
  readonly sandbox?: {
    number: number
    clock: { offset_milliseconds: number }
    settings: { registration_with_password: boolean }
  } | null
  readonly traces?: { id: string; title: string }[]
  readonly clock?: { now: number; offset_milliseconds: number }
  readonly deadlines?: JsonDeadline[]
  readonly expired?: JsonDeadline[]
  readonly has_password?: boolean
  readonly sessions?: JsonSession[]
  readonly api_tokens?: { id: number; prefix: string; inserted_at: number }[]
  readonly people?: { persona: string; href: string; current: boolean; user: JsonPerson | null }[]
  readonly users?: { id: number; email: string; confirmed_at: number | null }[]
  readonly seeds?: { name: string; title: string; summary: string }[]
  readonly progress?: JsonProgress
  readonly migrations?: readonly { name: string }[]
  readonly scores?: JsonScore[]
  readonly score?: JsonScore
  readonly organizations?: { slug: string; name: string; role: string }[]
  readonly all_organizations?: { slug: string; name: string }[]
  readonly members?: { email: string; role: string }[]
  readonly api_token?: { id: number; prefix: string; token: string } | null
}

export interface JsonScore {
  readonly id: number
  readonly points: number
  readonly guesses: number
  readonly comment: string | null
  readonly by: string | null
}

export interface JsonDeadline {
  readonly kind: string
  readonly email: string
  readonly at: number
  readonly row: number
}

export interface JsonPerson {
  readonly id: number
  readonly email: string
}

export interface JsonProgress {
  readonly lessons: {
    id: string
    href: string
    state: string
    changed: boolean
    questions: { all: number; right: number; later: number; skipped: number }
  }[]
  readonly tasks: { check_id: string; tries: number }[]
  readonly checks: object[]
  readonly predictions: object[]
  readonly resume: { id: string; number: string; title: string; href: string } | null
}

export interface JsonSession {
  readonly id: number
  readonly inserted_at: number
  readonly authenticated_at: number
  readonly expires_at: number
  readonly current: boolean
}

export interface JsonStep {
  readonly id: number
  readonly parent: number | null
  readonly layer: string
  readonly name: string
  readonly tag: string
  readonly outcome: string
  readonly detail: string
  readonly source: { file: string; line: number } | null
  readonly data: Record<string, unknown>
}

type Fields = Readonly<Record<string, string>>

/** Where an answer leads a browser that keeps its cookies: see src/visit/no-cookie.ts. */
export const ledTo = ({ headers }: Pick<Answer, 'headers'>): string | null =>
  headers.get('location')?.replace(/[?&]cookie=given\b/, '') ?? null

export class HttpBrowser {
  readonly origin: string
  readonly cookies: SiteCookies

  constructor(origin = inject('origin')) {
    this.origin = origin
    this.cookies = new SiteCookies(origin)
  }

  get(path: string, headers: Fields = {}): Promise<Answer> {
    return this.request(path, { headers })
  }

  /** Sends a form, as a page of the site would. */
  post(path: string, fields: Fields = {}, headers: Fields = {}): Promise<Answer> {
    return this.request(path, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: {
        origin: this.origin,
        'content-type': 'application/x-www-form-urlencoded',
        ...headers,
      },
    })
  }

  getJson(path: string): Promise<Answer> {
    return this.get(path, { accept: 'application/json' })
  }

  /** Sends fields as a form and asks for JSON. */
  postForJson(path: string, fields: Fields = {}): Promise<Answer> {
    return this.post(path, fields, { accept: 'application/json' })
  }

  /** Sends a form that stands for PUT or DELETE. */
  send(method: 'put' | 'delete', path: string, fields: Fields = {}): Promise<Answer> {
    return this.post(path, { _method: method, ...fields })
  }

  /** The same with JSON for an answer. */
  sendForJson(method: 'put' | 'delete', path: string, fields: Fields = {}): Promise<Answer> {
    return this.postForJson(path, { _method: method, ...fields })
  }

  /** The whole name of one of the site's cookies. */
  named(cookie: string): string {
    return siteCookie(cookie, this.origin)
  }

  /** Another browser of the same visitor: the same sandbox, but nobody is logged in. */
  sibling(): HttpBrowser {
    const other = new HttpBrowser(this.origin)
    const visitor = this.cookies.get(VISITOR)
    if (visitor !== undefined) other.cookies.set(VISITOR, visitor)
    return other
  }

  /** Moves the sandbox's clock on, by `15m` or `14d`. */
  async advance(span: string): Promise<void> {
    const { status } = await this.post('/sandbox/clock', { advance: span })
    if (status !== 303) throw new Error(`Moving the clock was answered with ${status}.`)
  }

  /** Logs in by a fresh magic link. */
  async logIn(email: string, fields: Fields = {}): Promise<Answer> {
    await this.post('/users/log-in', { 'user[email]': email })
    return this.post('/users/log-in', { 'user[token]': await this.readToken(), ...fields })
  }

  /** The mails of this sandbox, newest first, with their text. */
  async readMails(): Promise<{ to: string; subject: string; text: string }[]> {
    const { mails = [] } = (await this.getJson('/sandbox/mailbox')).json
    const answers = await Promise.all(mails.map(({ id }) => this.getJson(`/sandbox/mailbox/${id}`)))
    return mails.map(({ to, subject }, index) => ({
      to,
      subject,
      text: answers[index]?.json.mail?.text ?? '',
    }))
  }

  /** Sends a JSON body, and asks for JSON. */
  postJson(path: string, body: unknown): Promise<Answer> {
    return this.request(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: {
        origin: this.origin,
        'content-type': 'application/json',
        accept: 'application/json',
      },
    })
  }

  async request(path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers(init.headers)
    if (this.cookies.size > 0) headers.set('cookie', this.cookies.header)
    // What stands in front of a server over https speaks plain http to it.
    const server = this.origin.replace(/^https:/, 'http:')
    const response = await fetch(server + path, { redirect: 'manual', ...init, headers })
    this.cookies.keep(response)
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      text,
      get json() {
        return JSON.parse(text) as JsonAnswer
      },
    }
  }

  /** Registers an address and returns the token of the magic link in the newest mail. */
  async registerAndReadToken(email: string): Promise<string> {
    await this.post('/users/register', { 'user[email]': email })
    return this.readToken()
  }

  /** The token of the link in the newest mail. */
  async readToken(): Promise<string> {
    const { mails = [] } = (await this.getJson('/sandbox/mailbox')).json
    const { mail } = (await this.getJson(`/sandbox/mailbox/${mails[0]?.id}`)).json
    const link = /\/users\/(?:log-in|settings\/confirm-email)\/(?<token>[\w-]{43})/
    const token = link.exec(mail?.text ?? '')?.groups?.token
    if (!token) throw new Error('The newest mail holds no link.')
    return token
  }

  /** Registers, opens the link and presses its button. */
  async registerAndLogIn(email: string): Promise<void> {
    const token = await this.registerAndReadToken(email)
    const { status } = await this.post('/users/log-in?_action=confirmed', { 'user[token]': token })
    if (status !== 303) throw new Error(`Logging in was answered with ${status}.`)
  }
}
