import { cast, type Params } from '#changeset/cast.ts'
import {
  addError,
  change,
  type Changeset,
} from '#changeset/changeset.ts'
import { uniqueConstraint } from '#changeset/constraints.ts'
import {
  fieldValue,
  isChanged,
} from '#changeset/fields.ts'
import {
  defineSchema,
  loaded,
  type Base,
} from '#changeset/schema.ts'
import {
  unsafeValidateUnique,
  type UniquenessChecker,
} from '#changeset/unsafe-validate-unique.ts'
import { validateLength } from '#changeset/validate-length.ts'
import {
  validateFormat,
  validateRequired,
} from '#changeset/validations.ts'
import { pipe } from '#lib/pipe.ts'
import { UNSEEN } from '#lib/unseen.ts'
import { step } from '#changeset/changeset-step.ts'

// #region user
/** A row of `users`, with the password of a form. */
export interface User {
  readonly id: number
  readonly email: string
  /** Lives in forms only: no table holds it. */
  readonly password: string | null
  readonly hashed_password: string | null
  /** When the first magic link was used: milliseconds since 1970, UTC. */
  readonly confirmed_at: number | null
  readonly inserted_at: number
  readonly updated_at: number
}

/**
 * How a user is cast, shown and stored. In Phoenix: the
 * `schema` of `MyApp.Accounts.User`.
 */
export const users = defineSchema<User>({
  source: 'users',
  name: 'User',
  fields: {
    id: { type: 'id', primaryKey: true },
    email: 'string',
    password: {
      type: 'string',
      virtual: true,
      redact: true,
    },
    hashed_password: { type: 'string', redact: true },
    confirmed_at: 'integer',
  },
  timestamps: 'integer',
})
// #endregion user

// What would be invisible in a mail program, turn text around, or be half a character, is refused
// with the rest: two accounts that look the same are one account to whoever reads them.
const PART = `[^@,;\\s${UNSEEN}]+`
const EMAIL = new RegExp(`^${PART}@${PART}$`, 'u')

/**
 * What the caller of `emailChangeset` may leave out:
 * asking whether the address is taken.
 */
export interface EmailOptions {
  readonly validateUnique?: boolean
}

// #region email-changeset
/**
 * For registering, and for a new address.
 * In Phoenix: `email_changeset/3`.
 *
 * Without `validateUnique` no database is asked, for a
 * form that is checked while somebody types.
 *
 * @example
 * const eva = build(users)
 * const form = { email: 'eva' }
 * const made = await emailChangeset(ana.repo, eva, form)
 * made.errors[0].message
 * // => 'must have the @ sign and no spaces'
 */
export async function emailChangeset(
  repo: UniquenessChecker,
  user: Base<User>,
  params: Params,
  { validateUnique = true }: EmailOptions = {},
) {
  // #region email-rules
  const checked = pipe(
    cast(user, params, ['email']),
    validateRequired(['email']),
    validateFormat('email', EMAIL, {
      message: 'must have the @ sign and no spaces',
    }),
    validateLength('email', { max: 160 }),
  )
  // #endregion email-rules
  if (!validateUnique) return checked
  // #region email-unique
  return pipe(
    await unsafeValidateUnique(checked, ['email'], repo),
    uniqueConstraint('email'),
    validateEmailChanged(),
  )
  // #endregion email-unique
}
// #endregion email-changeset

/**
 * The address is the user's own. Until now nobody had shown that, so a
 * password that was set before is nobody's. In Phoenix: `confirm_changeset/1`.
 *
 * @example
 * const now = Date.UTC(2026, 0, 12)
 * confirmChangeset(ana.user, now).changes.confirmed_at
 * // => now
 */
export function confirmChangeset(
  user: User,
  now: number,
): Changeset<User> {
  return change(loaded(users, user), {
    confirmed_at: now,
    hashed_password: null,
  })
}

/** Refuses the address that the user has already: a rule of our own, made as the library's are. */
function validateEmailChanged() {
  const info = {
    tag: 'changeset.email.did_not_change',
    fields: ['email'],
  }
  return step(
    'validateEmailChanged',
    info,
    (changeset: Changeset<User>) => {
      const kept =
        !isChanged(changeset, 'email') &&
        (fieldValue(changeset, 'email') ?? null) !== null
      return kept
        ? addError(changeset, 'email', 'did not change')
        : changeset
    },
  )
}
