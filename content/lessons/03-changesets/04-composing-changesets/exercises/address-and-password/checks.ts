import { check } from 'glasshouse/exercise'
import { insertPeople } from 'glasshouse/given'
import type * as registration from './solution/registration.ts'

interface Code {
  readonly registration: typeof registration
}

const GOOD = 'a boat in the garden'

export default [
  check<Code>(
    'says that an address is taken',
    async ({ code, repo, see }) => {
      await insertPeople(repo)
      await see(
        'sending ana@example.test, which has an account',
        () =>
          code.registration.registrationChangeset(
            { email: 'ana@example.test', password: GOOD },
            repo,
          ),
        {
          ok: false,
          errors: ['email has already been taken'],
        },
      )
    },
  ),

  check<Code>(
    'takes both',
    async ({ code, repo, see }) => {
      await see(
        'sending a form without a mistake',
        () =>
          code.registration.registrationChangeset(
            {
              email: 'eva@example.test',
              password: GOOD,
              confirmed_at: 1,
            },
            repo,
          ),
        {
          ok: true,
          changes: {
            email: 'eva@example.test',
            password: GOOD,
          },
        },
      )
    },
  ),

  check<Code>(
    'reads both out, where both are wrong',
    async ({ code, repo, see }) => {
      await see(
        'sending a form with two mistakes',
        () =>
          code.registration.registrationChangeset(
            { email: 'eva', password: 'short' },
            repo,
          ),
        {
          ok: false,
          errors: [
            'email must have the @ sign and no spaces',
            'password should be at least 12 character(s)',
          ],
        },
      )
      await insertPeople(repo)
      await see(
        'sending ana@example.test with a short password',
        () =>
          code.registration.registrationChangeset(
            {
              email: 'ana@example.test',
              password: 'short',
            },
            repo,
          ),
        {
          ok: false,
          errors: [
            'email has already been taken',
            'password should be at least 12 character(s)',
          ],
        },
      )
    },
  ),

  check<Code>(
    'asks the database once',
    async ({ code, repo, see }) => {
      await see(
        'sending a form, and counting its queries',
        () =>
          code.registration.registrationChangeset(
            { email: 'eva@example.test', password: GOOD },
            repo,
          ),
        { queries: ['select users'] },
      )
    },
  ),
]
