/** What the forms of the app send, so that a demo sends nothing that no form could. */
import { findRoute, routeOf, type Method, type ROUTES } from '#router.ts'

type Pattern = keyof typeof ROUTES

const ACCOUNT = ['user[email]', 'user[password]', 'user[password_confirmation]']
const SCORE = ['score[points]', 'score[guesses]', 'score[comment]']

/** The fields of each form, by where it is sent and how. A test compares them with the pages. */
export const FORMS: Readonly<
  Partial<Record<Pattern, Readonly<Partial<Record<Method, readonly string[]>>>>>
> = {
  '/users/register': { POST: ACCOUNT },
  '/users/log-in': {
    POST: ['user[email]', 'user[password]', 'user[remember_me]', 'user[token]', '_action'],
  },
  '/users/log-out': { DELETE: [] },
  '/users/settings': { PUT: ['action', ...ACCOUNT, 'user[current_password]'] },
  '/users/settings/confirm-email/[token]': { POST: [] },
  '/users/settings/sessions': { DELETE: ['id', 'others', 'all'] },
  '/users/settings/api-tokens': { POST: [] },
  '/users/settings/api-tokens/[id]': { DELETE: [] },
  '/guess': { POST: ['_event', 'number'] },
  '/scores/new': { POST: SCORE },
  '/scores/[id]': { DELETE: [] },
  '/scores/[id]/edit': { PUT: SCORE },
  '/organizations': { POST: ['organization[name]', 'organization[slug]'] },
  '/organizations/[org]': { POST: ['member[email]', 'member[role]'] },
  '/organizations/[org]/scores/new': { POST: SCORE },
  '/organizations/[org]/scores/[id]': { DELETE: [] },
  '/organizations/[org]/scores/[id]/edit': { PUT: SCORE },
  '/sandbox/clock': { POST: ['advance'] },
  '/sandbox/migrations': { POST: ['direction'] },
  '/sandbox/settings': { POST: ['registration_with_password'] },
}

// A lesson's own function says itself what it is given.
const TWIN = '/twins/[name]'

export interface SentForm {
  readonly path: string
  readonly method: 'POST' | 'PUT' | 'DELETE'
  readonly fields: Readonly<Record<string, string>>
}

/** A mistake, and which of its parts it stands at. */
export interface FormMistake {
  readonly at: keyof SentForm
  readonly message: string
}

/** What is wrong with a form that a demo sends, or `null`. */
export function mistakeOfForm({ path, method, fields }: SentForm): FormMistake | null {
  const pattern = findRoute(path)
  if (pattern === TWIN) return null
  const forms = pattern === null ? undefined : FORMS[pattern]
  if (pattern === null || forms === undefined)
    return { at: 'path', message: `No form is sent to ${path}.` }

  const known = forms[method]
  if (!known) {
    const others = Object.keys(forms).join(' or ')
    return { at: 'method', message: `What is sent to ${pattern} is sent as ${others}.` }
  }
  const unknown = Object.keys(fields).find((name) => !known.includes(name))
  if (unknown === undefined) return null
  const has = known.length > 0 ? `It has ${known.join(', ')}.` : 'It has none.'
  return {
    at: 'fields',
    message: `The form of ${method} ${pattern} has no field "${unknown}". ${has}`,
  }
}

/** Whether somebody on a stage can type this address: any of the app’s, also one that refuses to be opened. */
export function isTypedAt(path: string): boolean {
  const pattern = findRoute(path)
  return pattern !== null && (pattern === TWIN || routeOf(pattern).onStage)
}

/** Whether a stage can show what stands at a path: a page of the app, a look inside, or a twin. */
export function isShownAt(path: string): boolean {
  const pattern = findRoute(path)
  if (pattern === null) return false
  const { methods, onStage } = routeOf(pattern)
  return pattern === TWIN || (onStage && methods.includes('GET'))
}
