/**
 * Limits for acts that cost more than a page, or that somebody would try again
 * and again: log-ins, links, mails, the search. Asked before any work is done,
 * counted by what was answered. What is limited is who asks, in their own
 * sandbox: no account is ever locked, and a link opens what a password does not.
 */
import { nested, parseParams, text, type Params } from '#http/params.ts'
import { MINUTE, SECOND } from '#lib/duration.ts'
import { RateLimiter } from '#lib/rate-limiter.ts'
import { tryLater, type Refusal, type Way } from '#lib/refusal.ts'
import { callSite } from '#trace/call-site.ts'
import { keyOf } from './asker.ts'
import type { Asker } from './fair-turns.ts'

export interface ActLimitOptions {
  /** Whether acts are counted at all. */
  readonly on: boolean
  /** Wrong passwords for one account, in ten minutes. */
  readonly failedLogIns: number
  /** Links that open nothing, in ten minutes. */
  readonly failedLinks: number
  readonly mailsPerVisitorAndMinute: number
  readonly searchesPerVisitorAndMinute: number
}

/** A request, as far as it says which act it is. */
export interface Act {
  readonly method: string
  /** Without the persona, and without what comes after a question mark. */
  readonly path: string
  readonly persona: string
  readonly body: { readonly kind: 'form' | 'json'; readonly text: string } | null
}

export type ActName = 'log-in' | 'link' | 'mail' | 'search'

/**
 * Refused, or counted: then what was answered decides whether it stays so. Of
 * refusals one in ten seconds is shown in the reader’s traces, where there are any.
 */
export type Counted =
  | { readonly name: ActName; readonly refusal: Refusal; readonly isShown: boolean }
  | { readonly answered: (status: number) => void }

/** They sit behind one address. */
const A_CLASS = 40
const WRONG = 422
/** The line of the check, for the trace. */
export const limitSource = callSite()
const SENTENCES: Readonly<Record<ActName, string>> = {
  'log-in': 'Many wrong passwords came for this account. A link by mail opens it at once.',
  link: 'Many links that open nothing were tried. Ask for a new one.',
  mail: 'You have asked for many mails. Those that were sent are in your mailbox.',
  search: 'You have searched many times.',
}

// Its form for a mail is the first. A fragment would keep whoever is refused at this very address where they are.
const BY_MAIL = '/users/log-in'
/** To what the sentence names. A search is tried again where it was. */
const WAYS: Readonly<Partial<Record<ActName, Way>>> = {
  'log-in': { href: BY_MAIL, label: 'Get a link by mail' },
  link: { href: BY_MAIL, label: 'Ask for a new link' },
  mail: { href: '/sandbox/mailbox', label: 'To your mailbox' },
}

export class ActLimits {
  readonly #isOn: boolean
  readonly #own: Readonly<Record<ActName, RateLimiter>>
  readonly #ofAddress: Readonly<Record<ActName, RateLimiter>>
  readonly #shown = new RateLimiter(1, 10 * SECOND)

  constructor(options: ActLimitOptions) {
    this.#isOn = options.on
    this.#own = limiters(options, 1)
    this.#ofAddress = limiters(options, A_CLASS)
  }

  /** `null` for what is no such act. */
  count({ address, visitor }: Asker, act: Act): Counted | null {
    const found = this.#isOn ? actOf(act) : null
    if (!found) return null
    const { name, of } = found
    // Whoever brings no cookie has a sandbox of their own with each request: there is nothing to try again.
    const key = visitor === null ? null : keyOf(`${visitor} ${address} ${of}`)
    const own = key === null ? 0 : this.#own[name].take(key)
    if (own > 0) return this.#refused(name, own, visitor)
    const all = this.#ofAddress[name].take(address)
    if (all > 0) {
      if (key !== null) this.#own[name].giveBack(key)
      return this.#refused(name, all, visitor)
    }
    return {
      answered: (status) => {
        if (isKept(name, status)) return
        this.#ofAddress[name].giveBack(address)
        if (key === null) return
        if (name === 'log-in' && status < 400) this.#own[name].reset(key)
        else this.#own[name].giveBack(key)
      },
    }
  }

  #refused(name: ActName, seconds: number, visitor: string | null): Counted {
    const isShown = visitor !== null && this.#shown.take(visitor) === 0
    const refusal = tryLater(429, SENTENCES[name], seconds)
    const way = WAYS[name]
    return { name, isShown, refusal: way ? refusal.leadingTo(way.href, way.label) : refusal }
  }
}

/** A wrong password and a dead link are counted as such, a mail where one was asked for as it should be. */
function isKept(name: ActName, status: number): boolean {
  if (name === 'search') return true
  return name === 'mail' ? status < 400 : status === WRONG
}

function limiters(
  {
    failedLogIns,
    failedLinks,
    mailsPerVisitorAndMinute,
    searchesPerVisitorAndMinute,
  }: ActLimitOptions,
  times: number,
): Readonly<Record<ActName, RateLimiter>> {
  return {
    'log-in': new RateLimiter(failedLogIns * times, 10 * MINUTE),
    link: new RateLimiter(failedLinks * times, 10 * MINUTE),
    mail: new RateLimiter(mailsPerVisitorAndMinute * times, MINUTE),
    search: new RateLimiter(searchesPerVisitorAndMinute * times, MINUTE),
  }
}

interface Found {
  readonly name: ActName
  /** Whose account, where it matters. */
  readonly of: string
}

function actOf(act: Act): Found | null {
  if (act.path === '/search') return { name: 'search', of: '' }
  if (act.method === 'GET' || act.method === 'HEAD') return null
  switch (act.path) {
    case '/users/log-in':
      return logInOf(nested(fieldsOf(act), 'user'))
    case '/users/register':
      return { name: 'mail', of: '' }
    case '/users/settings':
      return settingsOf(fieldsOf(act), act.persona)
    default:
      return null
  }
}

// Which fields are there decides what is asked for, in the order of the page.
function logInOf(fields: Params): Found {
  if (fields.token !== undefined) return { name: 'link', of: '' }
  if (fields.email === undefined || fields.password === undefined) return { name: 'mail', of: '' }
  // SQLite takes an address for the same whatever the case of its letters.
  return { name: 'log-in', of: `mail ${(text(fields, 'email') ?? '').toLowerCase()}` }
}

/** To change a password one says the current one, and a change of address sends a mail. */
function settingsOf({ action }: Params, persona: string): Found | null {
  if (action === 'update_email') return { name: 'mail', of: '' }
  return action === 'update_password' ? { name: 'log-in', of: `persona ${persona}` } : null
}

function fieldsOf({ body }: Act): Params {
  try {
    return parseParams(body)
  } catch {
    // The page will say what is wrong with it.
    return {}
  }
}
