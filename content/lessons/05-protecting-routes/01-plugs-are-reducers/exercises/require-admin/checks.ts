import { check, counted } from 'glasshouse/exercise'
import {
  ana,
  bo,
  nowhere,
  scopeForUser,
  scopeForVisitor,
  type Scope,
} from 'glasshouse/given'
import { contextOf, runPlugs } from 'glasshouse/plug'
import type * as requireAdmin from './solution/require-admin.ts'

interface Code {
  readonly requireAdmin: typeof requireAdmin
}

const ask = (code: Code, scope: Scope) =>
  runPlugs(
    [code.requireAdmin.requireAdmin],
    contextOf({ path: '/admin', scope }),
  )

export default [
  check<Code>(
    'lets an admin through',
    async ({ code, see }) => {
      const scope = scopeForUser(nowhere, ana, ['admin'])
      await see(
        'a request of Ana, an admin',
        () => ask(code, scope),
        { is: undefined },
      )
    },
  ),

  check<Code>(
    'answers anybody else who is logged in with 403',
    async ({ code, see }) => {
      await see(
        'a request of Bo, who has no role',
        () => ask(code, scopeForUser(nowhere, bo)),
        { status: 403 },
      )
      await see(
        'a request of somebody with another role',
        () =>
          ask(
            code,
            scopeForUser(nowhere, bo, ['member']),
          ),
        { status: 403 },
      )
    },
  ),

  check<Code>(
    'sends a visitor to the log-in',
    async ({ code, see }) => {
      await see(
        'a request of a visitor',
        () => ask(code, scopeForVisitor(nowhere)),
        { status: 303, to: '/users/log-in' },
      )
    },
  ),

  check<Code>(
    'looks at the scope, and at no cookie',
    async ({ code, see }) => {
      const { ask: request, asked } = counted({
        cookie: () => undefined,
      })
      await runPlugs(
        [code.requireAdmin.requireAdmin],
        contextOf({
          scope: scopeForUser(nowhere, ana),
          cookies: request.cookie,
        }),
      )
      await see('counting the cookies', () => asked, {
        is: [],
      })
    },
  ),
]
