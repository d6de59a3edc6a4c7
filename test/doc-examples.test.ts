/**
 * Every `@example` of a front door is run here, and must give what its `// =>`
 * says. Each begins in a fresh sandbox in which Ana has registered and founded
 * Acme, and may use the names of `namesFor`.
 */
import { globSync } from 'node:fs'
import { expect } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import { Organizations } from '#app/organizations/organizations.ts'
import { Roles } from '#app/accounts/roles.ts'
import * as Scopes from '#app/accounts/scope.ts'
import { Scores } from '#app/scores/scores.ts'
import type { User } from '#app/accounts/user.ts'
import {
  confirmedUserFixture,
  extractToken,
  magicLinkTokenFixture,
  mailFrom,
  scopeFixture,
  test,
} from './support/fixtures.ts'
import { adminScopeFixture, organizationScopeFixture } from './support/organization-fixtures.ts'
import { listening } from './support/score-fixtures.ts'
import { examplesIn, runExample } from './support/doc-examples.ts'

const examples = globSync('src/app/{accounts,organizations,scores}/*.ts')
  .toSorted()
  .flatMap(examplesIn)

async function namesFor(scope: Scopes.Scope) {
  const user = await confirmedUserFixture(scope, { email: 'ana@example.com' })
  const ana = await scopeFixture(scope, user)
  const { scope: connected, heard } = listening(ana)
  return {
    ...{ Accounts, Organizations, Roles, Scores, ...Scopes },
    /** Somebody who has not logged in. */
    scope,
    /** She has just logged in, and has no password. */
    ana,
    /** Her scope within the organization that she owns. */
    acme: await organizationScopeFixture(ana, { name: 'Acme', slug: 'acme' }),
    /** The scope of somebody who looks after the house. */
    admin: await adminScopeFixture(await scopeFixture(scope)),
    /** Ana’s scope as a connected live view holds it, and what that has heard. */
    ...{ connected, heard },
    /** The token of a link that was just mailed to a user. */
    magicLinkToken: (whose: User) => magicLinkTokenFixture(scope, whose),
    /** The token of a link that was just mailed to a new address. */
    changeEmailToken: async (own: Scopes.UserScope, email: string) =>
      extractToken(
        await mailFrom(own, (urlFor) =>
          Accounts.deliverUserUpdateEmailInstructions(own, { ...own.user, email }, urlFor),
        ),
      ),
  }
}

test('there is one for each function of a front door', () => {
  const { length } = Object.keys({ ...Accounts, ...Organizations, ...Roles, ...Scores })

  expect(examples.length).toBeGreaterThan(length)
})

test.for(examples)('$title', async (example, { scope }) =>
  runExample(example, await namesFor(scope)),
)
