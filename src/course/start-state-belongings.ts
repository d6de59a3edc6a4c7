/** What the people of a start state own, make and may do, made as pages make it. */
import { Organizations } from '#app/organizations/organizations.ts'
import { Roles } from '#app/accounts/roles.ts'
import {
  isAdminScope,
  putOrganization,
  scopeForUser,
  withRoles,
  type Scope,
  type UserScope,
} from '#app/accounts/scope.ts'
import type { User } from '#app/accounts/user.ts'
import type { Result } from '#lib/result.ts'
import { Scores } from '#app/scores/scores.ts'
import type { StartState } from './schema/start-state.ts'

export async function makeBelongings(
  scope: Scope,
  state: StartState,
  people: ReadonlyMap<string, User>,
): Promise<void> {
  const userOf = (email: string): User => {
    const user = people.get(email)
    if (user) return user
    throw new Error(`loadStartState: ${state.name} names ${email}, who is no user of it.`)
  }
  const scopeOf = (email: string) => scopeForUser(scope, userOf(email), scope.clock.now())

  for (const { name, slug, members } of state.organizations)
    await makeOrganization(state, { name, slug }, members, scopeOf)
  for (const { email, organization, ...params } of state.scores) {
    const own = organization === null ? scopeOf(email) : await within(scopeOf(email), organization)
    made(state, await Scores.createScore(own, params))
  }
  for (const { email, role } of state.roles)
    made(state, await Roles.grantRole(asHouse(scopeOf(email)), userOf(email), role))
  for (const { email, name } of state.flags)
    made(state, await Roles.enableFeature(asHouse(scopeOf(email)), userOf(email), name))
}

async function makeOrganization(
  state: StartState,
  params: { readonly name: string; readonly slug: string },
  [owner, ...others]: StartState['organizations'][number]['members'],
  scopeOf: (email: string) => UserScope,
): Promise<void> {
  if (!owner) throw new Error(`loadStartState: ${state.name} has an organization without an owner.`)
  const scope = scopeOf(owner.email)
  const organization = made(state, await Organizations.createOrganization(scope, params))
  for (const member of others)
    made(state, await Organizations.addMember(putOrganization(scope, organization), { ...member }))
}

const within = async (scope: UserScope, slug: string) =>
  putOrganization(scope, await Organizations.getOrganizationBySlugOrThrow(scope, slug))

/** Somebody has to make the first admin: whoever owns the sandbox may. */
function asHouse(scope: UserScope) {
  const house = withRoles(scope, { roles: ['admin'], featureFlags: [] })
  if (isAdminScope(house)) return house
  throw new Error('asHouse: expected a scope with the role admin.')
}

function made<Value>({ name }: StartState, result: Result<Value, object>): Value {
  if (result.ok) return result.value
  throw new Error(`loadStartState: ${name} holds something that breaks a rule. Change it there.`)
}
