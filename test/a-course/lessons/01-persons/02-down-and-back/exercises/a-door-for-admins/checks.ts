import { check } from 'glasshouse/exercise'
import {
  ana,
  scopeForUser,
  scopeForVisitor,
} from 'glasshouse/given'
import { contextOf, runPlugs } from 'glasshouse/plug'
import type * as requireAdmin from './solution/require-admin.ts'

interface Code {
  readonly requireAdmin: typeof requireAdmin
}

// A plug looks at the scope, and asks no database.
const nowhere = {
  repo: null as never,
  clock: { now: () => 0 },
}
const ask = (
  code: Code,
  scope: Parameters<typeof contextOf>[0]['scope'],
) =>
  runPlugs(
    [code.requireAdmin.requireAdmin],
    contextOf({ path: '/house', scope }),
  )

export default [
  check<Code>(
    'lets an admin through',
    async ({ code, see }) => {
      const scope = scopeForUser(nowhere, ana, ['admin'])
      await see(
        'a request of an admin',
        () => ask(code, scope),
        { is: undefined },
      )
    },
  ),

  check<Code>(
    'answers a member with 403',
    async ({ code, see }) => {
      for (const [who, roles] of [
        ['somebody without a role', []],
        ['somebody who writes letters', ['writer']],
      ] as const) {
        const scope = scopeForUser(nowhere, ana, roles)
        await see(
          `a request of ${who}`,
          () => ask(code, scope),
          { status: 403 },
        )
      }
    },
  ),

  check<Code>(
    'asks a visitor to log in',
    async ({ code, see }) => {
      await see(
        'a request of nobody',
        () => ask(code, scopeForVisitor(nowhere)),
        {
          status: 303,
          to: '/users/log-in',
        },
      )
    },
  ),
]
