/**
 * Whose scope a call has. Acting as anybody is what a prompt on a server does:
 * a scope guards requests, and not the person at the console of the server.
 */
import { Organizations } from '#app/organizations/organizations.ts'
import { Roles } from '#app/accounts/roles.ts'
import {
  isUserScope,
  putOrganization,
  scopeForUser,
  scopeForVisitor,
  type Scope,
} from '#app/accounts/scope.ts'
import type { User } from '#app/accounts/user.ts'
import type { Sent, SentObject } from '#prompt/sent.ts'
import { untraced } from '#trace/trace.ts'
import { isList } from './plain.ts'
import { readRow } from './read-row.ts'

// Nobody has shown a link or a password here: no sudo mode, as in IEx.
const NEVER = 0

/** A scope that was sent, or a person in its place; `null` for anything else. */
export async function scopeFrom(sent: Sent | undefined, own: Scope): Promise<Scope | null> {
  if (sent === null) return scopeForVisitor(own)
  if (typeof sent !== 'object' || isList(sent)) return null
  if (sent.$ === 'row') return sent.schema === 'User' ? scopeOf(sent, own) : null
  if (sent.$ !== 'scope') return null
  if (sent.user === null) return scopeForVisitor(own)
  if (typeof sent.user !== 'object' || isList(sent.user)) return null
  return within(await scopeOf(sent.user, own), sent.organization)
}

async function scopeOf(sent: SentObject, own: Scope): Promise<Scope> {
  if (sent.$ !== 'row') return scopeForVisitor(own)
  // A row of the schema User is a user: `readRow` has looked.
  const user = (await readRow(sent, own)) as unknown as User
  // The session of whoever asks knows when they last showed a link or a password.
  if (isUserScope(own) && own.user.id === user.id && own.user.email === user.email) return own
  return untraced(() => Roles.loadUserScope(scopeForUser(own, user, NEVER)))
}

/** Whether somebody is a member is asked here as it is for a request. */
async function within(scope: Scope, slug: string | null): Promise<Scope> {
  if (slug === null || !isUserScope(scope)) return scope
  const found = await untraced(() => Organizations.getOrganizationBySlugOrThrow(scope, slug))
  return putOrganization(scope, found)
}
