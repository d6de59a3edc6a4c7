/**
 * What to tell the reader on the next page. The cookie holds the name of a
 * message from this list, never the message: nobody can make the site say
 * something by planting a cookie.
 */
import type { AstroCookies } from 'astro'
import { dropCookie, flashCookie, keepCookie } from './cookies.ts'

export interface Flash {
  readonly info?: string
  readonly error?: string
}

interface Message {
  readonly kind: 'info' | 'error'
  readonly text: (email: string) => string
}

const MESSAGES = {
  registered: {
    kind: 'info',
    text: (email: string) =>
      `An email was sent to ${email}, please access it to confirm your account.`,
  },
  link_requested: {
    kind: 'info',
    text: () =>
      'If your email is in our system, you will receive instructions for logging in shortly.',
  },
  confirmed: { kind: 'info', text: () => 'User confirmed successfully.' },
  welcome_back: { kind: 'info', text: () => 'Welcome back!' },
  logged_out: { kind: 'info', text: () => 'Logged out successfully.' },
  link_invalid: { kind: 'error', text: () => 'The link is invalid or it has expired.' },
  magic_link_invalid: { kind: 'error', text: () => 'Magic link is invalid or it has expired.' },
  invalid_credentials: { kind: 'error', text: () => 'Invalid email or password' },
  must_log_in: { kind: 'error', text: () => 'You must log in to access this page.' },
  must_reauthenticate: {
    kind: 'error',
    text: () => 'You must re-authenticate to access this page.',
  },
  sandbox_reset: {
    kind: 'info',
    text: () => 'Your sandbox is empty again: no users, no mails, no traces.',
  },
} as const satisfies Record<string, Message>

export type FlashName = keyof typeof MESSAGES

const SECONDS_TO_LIVE = 60
const LONGEST_EMAIL = 160
// One word with an @, or nothing: a planted cookie does not get to put a sentence.
const ADDRESS = /^(?:[^@,;\s]+@[^@,;\s]+)?$/

export function flash(name: FlashName, email = ''): Flash {
  const { kind, text }: Message = MESSAGES[name]
  return kind === 'info' ? { info: text(email) } : { error: text(email) }
}

/** Keeps a message for the next page of this persona. In Phoenix: `put_flash/3`. */
export function putFlash(
  cookies: AstroCookies,
  persona: string,
  name: FlashName,
  email = '',
): void {
  const value = Buffer.from(JSON.stringify([name, email])).toString('base64url')
  keepCookie(cookies, flashCookie(persona), value, SECONDS_TO_LIVE)
}

/** Reads the message, once. What was not written by `putFlash` counts as none. */
export function takeFlash(cookies: AstroCookies, persona: string): Flash {
  const value = cookies.get(flashCookie(persona))?.value
  if (!value) return {}
  dropCookie(cookies, flashCookie(persona))
  try {
    const [name, email] = JSON.parse(Buffer.from(value, 'base64url').toString()) as unknown[]
    if (typeof name !== 'string' || !Object.hasOwn(MESSAGES, name)) return {}
    if (typeof email !== 'string' || email.length > LONGEST_EMAIL || !ADDRESS.test(email)) return {}
    return flash(name as FlashName, email)
  } catch {
    return {}
  }
}
