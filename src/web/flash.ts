/**
 * What to tell the reader on the next page. The cookie holds the name of a
 * message from this list, never the message: nobody can make the site say
 * something by planting a cookie.
 */
import type { AstroCookies } from 'astro'
import { getDemo, getLessonById } from '#course/course.ts'
import { getStartState } from '#course/start-states.ts'
import { CLOCK_MOVE, clockMoveInWords } from './clock-move.ts'
import { dropCookie, flashCookie, keepCookie } from './cookies.ts'
import { realAddressWarning } from './real-address.ts'

export interface Flash {
  readonly info?: string
  readonly error?: string
  /** About an address that looks real. Nothing was refused. */
  readonly warning?: string
}

interface Message {
  readonly kind: 'info' | 'error'
  /** `about` is an address, or what `about` below allows. */
  readonly text: (about: string) => string
  readonly about?: RegExp
}

const ID = /^[a-z\d-]{1,60}$/

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
  email_change_requested: {
    kind: 'info',
    text: () => 'A link to confirm your email change has been sent to the new address.',
  },
  email_changed: { kind: 'info', text: () => 'Email changed successfully.' },
  email_change_invalid: {
    kind: 'error',
    text: () => 'Email change link is invalid or it has expired.',
  },
  password_updated: { kind: 'info', text: () => 'Password updated successfully.' },
  session_ended: { kind: 'info', text: () => 'That session is over.' },
  other_sessions_ended: { kind: 'info', text: () => 'Every other session is over.' },
  logged_out_everywhere: { kind: 'info', text: () => 'You are logged out everywhere.' },
  api_token_revoked: { kind: 'info', text: () => 'That token opens nothing any more.' },
  score_created: { kind: 'info', text: () => 'Score created successfully.' },
  score_updated: { kind: 'info', text: () => 'Score updated successfully.' },
  score_deleted: { kind: 'info', text: () => 'Score deleted successfully.' },
  organization_created: { kind: 'info', text: () => 'Organization created successfully.' },
  member_added: {
    kind: 'info',
    text: (email: string) => `${email || 'Your member'} is a member now.`,
  },
  sandbox_reset: {
    kind: 'info',
    text: () => 'Your sandbox is empty again: no users, no mails. Your progress stays.',
  },
  sandbox_deleted: {
    kind: 'info',
    text: () =>
      'Your sandbox is deleted, with everything in it. Your progress stays, and your next action makes a new one.',
  },
  no_sandbox: { kind: 'info', text: () => 'You had no sandbox: there was nothing to delete.' },
  demo_reset: {
    kind: 'info',
    about: ID,
    text: (id: string) =>
      `“${getDemo(id)?.title ?? 'The demo'}” begins again: ${stateInWords(getDemo(id)?.startState?.name)}.`,
  },
  lesson_reset: {
    kind: 'info',
    about: ID,
    text: (id: string) =>
      `“${getLessonById(id)?.title ?? 'The lesson'}” begins again: ${stateInWords(getLessonById(id)?.start)}. Your progress stays.`,
  },
  seed_loaded: {
    kind: 'info',
    about: ID,
    text: (name: string) =>
      `Your sandbox began again, with a start state: ${getStartState(name)?.title ?? 'an empty one'}.`,
  },
  lesson_read: {
    kind: 'info',
    about: ID,
    text: (id: string) => `You have read “${getLessonById(id)?.title ?? 'a lesson'}”.`,
  },
  lesson_not_read: {
    kind: 'info',
    about: ID,
    text: (id: string) => `“${getLessonById(id)?.title ?? 'A lesson'}” is not read yet.`,
  },
  progress_deleted: {
    kind: 'info',
    text: () => 'Your progress is deleted. Your sandbox is as it was.',
  },
  migrated_down: {
    kind: 'info',
    text: () => 'The newest migration was taken back, and what it had made is gone, rows and all.',
  },
  migrated_up: {
    kind: 'info',
    text: () => 'The next migration ran. What it makes is there, and empty.',
  },
  migrated_latest: {
    kind: 'info',
    text: () => 'Every migration has run: your sandbox is whole again.',
  },
  nothing_to_take_back: { kind: 'info', text: () => 'No migration is left to take back.' },
  nothing_to_run: { kind: 'info', text: () => 'Every migration had run already.' },
  clock_moved: { kind: 'info', about: CLOCK_MOVE, text: clockMoveInWords },
  passwords_on: { kind: 'info', text: () => 'The registration takes a password now, too.' },
  passwords_off: { kind: 'info', text: () => 'The registration takes an email alone again.' },
} as const satisfies Record<string, Message>

export type FlashName = keyof typeof MESSAGES

function stateInWords(name: string | null | undefined): string {
  const title = getStartState(name ?? '')?.title
  return title ? `your sandbox has its start state, “${title}”` : 'your sandbox is empty'
}

const SECONDS_TO_LIVE = 60
const LONGEST_EMAIL = 160
// One word with an @, or nothing: a planted cookie does not get to put a sentence.
const ADDRESS = /^(?:[^@,;\s]+@[^@,;\s]+)?$/

/** In Phoenix: what `put_flash/3` is given. */
export function flash(name: FlashName, about = ''): Flash {
  const { kind, text }: Message = MESSAGES[name]
  const warning = realAddressWarning(about)
  return { [kind]: text(about), ...(warning !== null && { warning }) }
}

/** Whether the message says that something did not work. */
export const isError = (name: FlashName) => MESSAGES[name].kind === 'error'

/** Keeps a message for the next page of this persona. In Phoenix: `put_flash/3`. */
export function putFlash(
  cookies: AstroCookies,
  persona: string,
  name: FlashName,
  about = '',
): void {
  const kept = [name, isAbout(name, about) ? about : '']
  const value = Buffer.from(JSON.stringify(kept)).toString('base64url')
  keepCookie(cookies, flashCookie(persona), value, SECONDS_TO_LIVE)
}

/** Reads the message, once. What was not written by `putFlash` counts as none. */
export function takeFlash(cookies: AstroCookies, persona: string): Flash {
  const value = cookies.get(flashCookie(persona))?.value
  if (!value) return {}
  dropCookie(cookies, flashCookie(persona))
  try {
    const [name, about] = JSON.parse(Buffer.from(value, 'base64url').toString()) as unknown[]
    if (typeof name !== 'string' || !Object.hasOwn(MESSAGES, name)) return {}
    if (typeof about !== 'string' || !isAbout(name as FlashName, about)) return {}
    return flash(name as FlashName, about)
  } catch {
    return {}
  }
}

function isAbout(name: FlashName, about: string): boolean {
  const { about: allowed = ADDRESS }: Message = MESSAGES[name]
  return about.length <= LONGEST_EMAIL && allowed.test(about)
}
