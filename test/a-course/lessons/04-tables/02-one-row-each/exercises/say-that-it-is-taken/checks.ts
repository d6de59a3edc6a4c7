import { check } from 'glasshouse/exercise'
import type * as visitor from './solution/visitor.ts'

interface Code {
  readonly visitor: typeof visitor
}

export default [
  check<Code>(
    'takes an address that is free',
    async ({ code, repo, see }) => {
      await see(
        'registering ana@example.test',
        () =>
          repo.insert(
            code.visitor.visitorChangeset({
              email: 'ana@example.test',
            }),
          ),
        { ok: true },
      )
    },
  ),

  check<Code>(
    'still asks for an address',
    async ({ code, repo, see }) => {
      await see(
        'registering without an address',
        () =>
          repo.insert(
            code.visitor.visitorChangeset({ email: '' }),
          ),
        { ok: false, errors: ["email can't be blank"] },
      )
    },
  ),

  check<Code>(
    'tells the second person',
    async ({ code, repo, see }) => {
      await repo.insert(
        code.visitor.visitorChangeset({
          email: 'ana@example.test',
        }),
      )
      for (const email of [
        'ana@example.test',
        'Ana@Example.test',
      ])
        await see(
          `registering ${email} after ana@example.test`,
          () =>
            repo.insert(
              code.visitor.visitorChangeset({ email }),
            ),
          {
            ok: false,
            errors: ['email has already been taken'],
          },
        )
    },
  ),
]
