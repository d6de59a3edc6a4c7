import { check } from 'glasshouse/exercise'
import type * as address from './solution/address.ts'

interface Code {
  readonly address: typeof address
}

export default [
  check<Code>(
    'takes an address with an @',
    async ({ code, repo, see }) => {
      await see(
        'registering ana@example.test',
        () =>
          repo.insert(
            code.address.addressChangeset({
              email: 'ana@example.test',
            }),
          ),
        { ok: true },
      )
    },
  ),

  check<Code>(
    'has words for the check',
    async ({ code, repo, see }) => {
      for (const email of [
        'ana',
        '@example.test',
        'ana@',
      ])
        await see(
          `registering ${email}`,
          () =>
            repo.insert(
              code.address.addressChangeset({ email }),
            ),
          {
            ok: false,
            errors: [
              'email must have an @ between two parts',
            ],
          },
        )
    },
  ),

  check<Code>(
    'has none for any other constraint',
    async ({ code, repo, see }) => {
      await repo.insert(
        code.address.addressChangeset({
          email: 'ana@example.test',
        }),
      )
      await see(
        'registering ana@example.test twice',
        () =>
          repo.insert(
            code.address.addressChangeset({
              email: 'ana@example.test',
            }),
          ),
        { throws: 'ConstraintError' },
      )
    },
  ),
]
