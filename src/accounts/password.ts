/**
 * Passwords: what a person may choose, and how it is kept. Hashing takes a
 * core 25 ms, so it is no step of a changeset: it is done after every rule has
 * passed, and before a transaction opens.
 */
import { cast, type Params } from '#lib/changeset/cast.ts'
import {
  addError,
  deleteChange,
  putChange,
  withPatch,
  type Changeset,
} from '#lib/changeset/changeset.ts'
import { getChange, getField } from '#lib/changeset/fields.ts'
import type { Base } from '#lib/changeset/schema.ts'
import { validateLength } from '#lib/changeset/validate-length.ts'
import { validateConfirmation, validateRequired } from '#lib/changeset/validations.ts'
import { pipe } from '#lib/pipe.ts'
import { step } from '#lib/step.ts'
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
  const hash = await hashPassword(password)
  return pipe(
    putChange(changeset, 'hashed_password', hash),
    (hashed) => deleteChange(hashed, 'password'),
    onlyWhileUnchanged,
  )
}
// #endregion hash-password

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
  params: Params,
): Promise<Changeset<User>> {
  if (user.hashed_password === null) return changeset
  const given = params['current_password']
  const known = await isPasswordOf(user, typeof given === 'string' ? given : '')
  return pipe(changeset, requireCurrentPassword(known))
}
// #endregion current-password

const NOT_VALID = 'is not valid'

/** What to say when the password was changed by another request while this one was at it. */
export const STALE_PASSWORD = {
  staleErrorField: 'current_password',
  staleErrorMessage: NOT_VALID,
}

function requireCurrentPassword(known: boolean) {
  const info = { tag: 'changeset.current_password.valid', fields: ['current_password'] }
  return step('validateCurrentPassword', info, (changeset: Changeset<User>) =>
    known ? changeset : addError(changeset, 'current_password', NOT_VALID),
  )
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
  return verifyPassword(user?.hashed_password ?? null, normal.text)
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
    return addError(deleteChange(changeset, 'password'), 'password', normal.message, normal.opts)
  })
}

type Normal =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string; readonly opts: Record<string, unknown> }

const TOO_LONG: Normal = {
  ok: false,
  message: 'should be at most %{count} character(s)',
  opts: { count: MOST_CHARACTERS, validation: 'length', kind: 'max', type: 'string' },
}
// Every half of a surrogate pair becomes the same bytes, so one would open what another locked.
const BROKEN: Normal = { ok: false, message: 'is invalid', opts: { validation: 'cast' } }

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

/** Refuses what is on the list of passwords that many people use, and the person's own address. */
function validatePasswordUncommon() {
  const info = { tag: 'changeset.password.uncommon', fields: ['password'] }
  return step('validatePasswordUncommon', info, (changeset: Changeset<User>) => {
    const password = getChange(changeset, 'password')
    if (password === null) return changeset
    if (!isCommonPassword(password, getField(changeset, 'email') ?? '')) return changeset
    const opts = { validation: 'uncommon' }
    return addError(changeset, 'password', 'is a password that many people use', opts)
  })
}
