import { build, cast } from 'glasshouse/changeset'
import { check } from 'glasshouse/exercise'
import { users } from 'glasshouse/given'
import type * as passwordRules from './solution/password-rules.ts'

interface Code {
  readonly passwordRules: typeof passwordRules
}

const sending = (
  { passwordRules: { passwordRules } }: Code,
  password: string,
  password_confirmation = password,
) => {
  const params = { password, password_confirmation }
  return passwordRules(
    cast(build(users), params, ['password']),
  )
}

const FAMILY = '👨‍👩‍👧‍👦'

export default [
  check<Code>(
    'takes what is long enough',
    async ({ code, see }) => {
      for (const count of [12, 72])
        await see(
          `sending ${count} characters`,
          () => sending(code, 'x'.repeat(count)),
          { ok: true, errors: [] },
        )
    },
  ),

  check<Code>(
    'misses a password of spaces',
    async ({ code, see }) => {
      await see(
        'sending twelve spaces',
        () => sending(code, ' '.repeat(12)),
        { errors: ["password can't be blank"] },
      )
    },
  ),

  check<Code>(
    'counts characters as a reader does',
    async ({ code, see }) => {
      const tooShort = [
        'password should be at least 12 character(s)',
      ]
      await see(
        'sending 11 characters',
        () => sending(code, 'x'.repeat(11)),
        { errors: tooShort },
      )
      await see(
        'sending three families',
        () => sending(code, FAMILY.repeat(3)),
        { errors: tooShort },
      )
      await see(
        'sending 73 characters',
        () => sending(code, 'x'.repeat(73)),
        {
          errors: [
            'password should be at most 72 character(s)',
          ],
        },
      )
    },
  ),

  check<Code>(
    'says where one repeats it that it is another',
    async ({ code, see }) => {
      await see(
        'sending another one the second time',
        () => sending(code, 'x'.repeat(12), 'x'),
        {
          errors: [
            'password_confirmation does not match password',
          ],
        },
      )
    },
  ),

  check<Code>(
    'takes no more bytes than bcrypt reads',
    async ({ code, see }) => {
      await see(
        'sending 36 times é',
        () => sending(code, 'é'.repeat(36)),
        { ok: true, errors: [] },
      )
      await see(
        'sending 40 times é',
        () => sending(code, 'é'.repeat(40)),
        {
          errors: [
            'password should be at most 72 byte(s)',
          ],
        },
      )
    },
  ),
]
