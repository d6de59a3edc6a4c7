/**
 * Passwords: what a person may choose, and how it is kept. Hashing takes a
 * core 25 ms, so it is no step of a changeset: it is done after every rule has
 * passed, and before a transaction opens.
 */
import { cast, type Params } from '#changeset/cast.ts'
import { step } from '#changeset/changeset-step.ts'
import {
  addError,
  deleteChange,
  putChange,
  withPatch,
  type Changeset,
  type ErrorOpts,
} from '#changeset/changeset.ts'
import { getChange, getField } from '#changeset/fields.ts'
import type { Base } from '#changeset/schema.ts'
import { validateLength } from '#changeset/validate-length.ts'
import { validateConfirmation, validateRequired } from '#changeset/validations.ts'
import { pipe } from '#lib/pipe.ts'
import { callSite } from '#trace/call-site.ts'
import { span, tracing } from '#trace/trace.ts'
import { hashPassword, LONGEST_PASSWORD, verifyPassword } from './credentials.ts'
import { isCommonPassword } from './password-list.ts'
import type { User } from './user.ts'

const MOST_CHARACTERS = 72

// #region password-changeset
/**
 * For a new password. It stays in the changeset as typed, until
 * `hashPasswordChange`. In Phoenix: `password_changeset/3`.
 */
export function passwordChangeset(user: Base<User>, params: Params): Changeset<User> {
  return pipe(
    cast(user, params, ['password']),
    validateConfirmation('password', {
      message: 'does not match password',
    }),
    normalizePassword(),
    validateRequired(['password']),
    validateLength('password', { min: 12, max: MOST_CHARACTERS }),
    validatePasswordUncommon(),
  )
}
// #endregion password-changeset

// #region hash-password
/**
 * Puts the hash in the password's place, if every rule has passed. In
 * Phoenix: `maybe_hash_password/2`, inside `password_changeset/3`.
 */
export async function hashPasswordChange(changeset: Changeset<User>): Promise<Changeset<User>> {
  const password = getChange(changeset, 'password')
  if (password === null || !changeset.valid) return changeset
  // A reader may have left rules out; what cannot be hashed is refused all the same.
  const normal = normalized(password)
  if (!normal.ok) return refused(changeset, normal)
  const hash = await hashed(normal.text)
  return pipe(
    putChange(changeset, 'hashed_password', hash),
    (done) => deleteChange(done, 'password'),
    onlyWhileUnchanged,
  )
}
// #endregion hash-password

function hashed(password: string): Promise<string> {
  const source = tracing() ? callSite({ outside: 'hashed' }) : null
  const report = { name: 'hashPassword', tag: 'changeset.password.hash', source }
  const detail = 'Argon2id, with a new salt, before any transaction is open'
  return span({ layer: 'changeset', ...report, detail }, () => hashPassword(password))
}

// The write finds the row only while it has the password that was there
// when the rules were asked: of two changes at once, one gets through.
function onlyWhileUnchanged(changeset: Changeset<User>): Changeset<User> {
  const { hashed_password = null } = changeset.data
  return withPatch(changeset, { filters: { ...changeset.filters, hashed_password } })
}

// #region current-password
/**
 * Asks whoever is at the keyboard for the password that is being replaced.
 * Somebody without a password has nothing to show. In Phoenix 1.7:
 * `validate_current_password/2`.
 */
export async function validateCurrentPassword(
  changeset: Changeset<User>,
  user: User,
  { current_password: given }: Params,
): Promise<Changeset<User>> {
  let known = user.hashed_password === null
  // Made before the first await, while the line that asked is still on the stack.
  const decide = step('validateCurrentPassword', CURRENT_PASSWORD, (current: Changeset<User>) =>
    known ? current : addError(current, 'current_password', NOT_VALID),
  )
  if (!known) known = await isPasswordOf(user, typeof given === 'string' ? given : '')
  return decide(changeset)
}
// #endregion current-password

const CURRENT_PASSWORD = {
  tag: 'changeset.current_password.valid',
  fields: ['current_password'],
}
const NOT_VALID = 'is not valid'

/** What to say when the password was changed by another request while this one was at it. */
export const STALE_PASSWORD = {
  staleErrorField: 'current_password',
  staleErrorMessage: NOT_VALID,
}

/**
 * Whether the password is this user's. With nobody to ask for, or without a
 * hash, it does the same work and answers no. In Phoenix: `valid_password?/2`.
 *
 * What nobody can have as a password is refused before any work, whoever is
 * asked for: the answer tells nothing.
 */
export async function isPasswordOf(user: User | null, password: string): Promise<boolean> {
  const normal = normalized(password)
  if (!normal.ok || !hasAtMost(MOST_CHARACTERS, normal.text)) return false
  const hash = user?.hashed_password ?? null
  const source = tracing() ? callSite({ outside: 'isPasswordOf' }) : null
  const report = { name: 'verifyPassword', tag: 'context.verifyPassword', source }
  return span(
    { layer: 'context', ...report },
    () => verifyPassword(hash, normal.text),
    (known) => ({ outcome: known ? 'ok' : 'error', detail: verdict(hash !== null, known) }),
  )
}

function verdict(hasHash: boolean, known: boolean): string {
  if (!hasHash) return 'no hash to check against: the same work, with a hash of nobody'
  return known ? 'the password is the one of the hash' : 'the password is not the one of the hash'
}

/**
 * Takes every spelling of the same characters for the same password: the é of
 * one keyboard is an e with an accent on another. It comes before the length
 * is counted, and refuses what cannot be counted.
 */
function normalizePassword() {
  const info = { tag: 'changeset.password.normalize', fields: ['password'] }
  return step('normalizePassword', info, (changeset: Changeset<User>) => {
    const password = getChange(changeset, 'password')
    if (password === null) return changeset
    const normal = normalized(password)
    if (normal.ok) return putChange(changeset, 'password', normal.text)
    return refused(changeset, normal)
  })
}

const refused = (changeset: Changeset<User>, { message, opts }: Refused) =>
  addError(deleteChange(changeset, 'password'), 'password', message, opts)

interface Refused {
  readonly ok: false
  readonly message: string
  readonly opts: ErrorOpts
}

type Normal = { readonly ok: true; readonly text: string } | Refused

const TOO_LONG: Refused = {
  ok: false,
  message: 'should be at most %{count} character(s)',
  opts: { count: MOST_CHARACTERS, validation: 'length', kind: 'max', type: 'string' },
}
// Every half of a surrogate pair becomes the same bytes, so one would open what another locked.
const BROKEN: Refused = { ok: false, message: 'is invalid', opts: { validation: 'cast' } }

function normalized(password: string): Normal {
  if (password.length > LONGEST_PASSWORD) return TOO_LONG
  if (!password.isWellFormed()) return BROKEN
  const text = password.normalize('NFKC')
  return text.length > LONGEST_PASSWORD ? TOO_LONG : { ok: true, text }
}

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' })

function hasAtMost(most: number, text: string): boolean {
  let count = 0
  for (const _ of characters.segment(text)) if (++count > most) return false
  return true
}

/** Refuses what many people use, and the person's own address. Asked only of what is long enough. */
function validatePasswordUncommon() {
  const info = { tag: 'changeset.password.uncommon', fields: ['password'] }
  return step('validatePasswordUncommon', info, (changeset: Changeset<User>) => {
    const password = getChange(changeset, 'password')
    if (password === null || hasError(changeset, 'password')) return changeset
    if (!isCommonPassword(password, getField(changeset, 'email') ?? '')) return changeset
    const opts = { validation: 'uncommon' }
    return addError(changeset, 'password', 'is a password that many people use', opts)
  })
}

const hasError = ({ errors }: Changeset<User>, field: string) =>
  errors.some((error) => error.field === field)
