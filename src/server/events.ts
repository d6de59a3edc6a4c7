/**
 * What a request was, for whoever runs the site: who came in, who was refused, what was thrown away. It is read
 * from what every request says of itself, its route and its answer, so that no page has to remember to tell.
 */

/** What is known of an answered request. */
export interface Answered {
  readonly method: string
  /** As the router has it, never the path. */
  readonly route: string
  /** 0 for who has left before there was any. */
  readonly status: number
  /** Whether its page was asked: a guard may have led whoever sent it elsewhere. */
  readonly reachedPage: boolean
  /** Whether the answer gives the browser a session. */
  readonly opensSession: boolean
}

export type EventName =
  | 'busy'
  | 'limit hit'
  | 'log-in link asked'
  | 'log-in ok'
  | 'log-in refused'
  | 'log-out'
  | 'registered'
  | 'registration refused'
  | 'request refused'
  | 'sandbox deleted'
  | 'sandbox reset'
  | 'settings changed'
  | 'settings refused'

interface Names {
  readonly done: EventName
  readonly refused?: EventName
}

const SETTINGS: Names = { done: 'settings changed', refused: 'settings refused' }
const BY_ROUTE: Readonly<Record<string, Names>> = {
  '/users/log-out': { done: 'log-out' },
  '/users/register': { done: 'registered', refused: 'registration refused' },
  '/users/settings': SETTINGS,
  '/users/settings/sessions': SETTINGS,
  '/users/settings/api-tokens': SETTINGS,
  '/users/settings/api-tokens/[id]': SETTINGS,
  '/users/settings/confirm-email/[token]': SETTINGS,
  '/sandbox/reset': { done: 'sandbox reset' },
  '/sandbox/delete': { done: 'sandbox deleted' },
}
const UNSAFE = /^(?:POST|PUT|PATCH|DELETE)$/

/** Its name, or `null`: most requests are none. */
export function eventOf({
  method,
  route,
  status,
  reachedPage,
  opensSession,
}: Answered): EventName | null {
  if (status === 429) return 'limit hit'
  if (status === 503 || status === 507) return 'busy'
  // Another site sent it, or it came for another host, or a token was sent where none opens anything.
  if (status === 403 || status === 421) return 'request refused'
  if (!UNSAFE.test(method) || !reachedPage || status === 0 || status >= 500) return null
  if (route === '/users/log-in') {
    if (opensSession) return 'log-in ok'
    return status >= 400 ? 'log-in refused' : 'log-in link asked'
  }
  const names = BY_ROUTE[route]
  return (status >= 400 ? names?.refused : names?.done) ?? null
}
