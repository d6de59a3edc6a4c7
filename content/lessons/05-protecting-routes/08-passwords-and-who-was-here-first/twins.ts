/** A first link that takes no password away. */
import type { Scope } from '#app/accounts/scope.ts'
import { users } from '#app/accounts/user.ts'
import { change } from '#changeset/changeset.ts'
import { loaded } from '#changeset/schema.ts'
import { text } from '#http/params.ts'
import { fail, ok } from '#lib/result.ts'
import { context } from '#trace/context.ts'
import type { Twins } from '#course/twin.ts'

// #region confirm-and-keep
async function confirmAndKeep(
  { repo, clock }: Scope,
  email: string,
) {
  const user = await repo.getBy(users, { email })
  if (user === null) return null
  await endSessions(repo, user)
  const confirmed = change(loaded(users, user), {
    confirmed_at: clock.now(),
  })
  return repo.updateOrThrow(confirmed)
}
// #endregion confirm-and-keep

async function endSessions(
  { db }: Scope['repo'],
  { id }: { readonly id: number },
) {
  await db
    .deleteFrom('users_tokens')
    .where('user_id', '=', id)
    .execute()
}

const Twin = context('Twin', { confirmAndKeep })

export const twins: Twins = {
  'confirm-and-keep': {
    title: 'Confirmed, and the password stays',
    note: 'This twin does what the first link of an account does, and leaves the password where it is. In place of the link it takes the address.',
    fields: [
      { name: 'email', label: 'Address of the account' },
    ],
    button: 'Confirm it',
    needs: 'nobody',
    run: async (scope, params) => {
      const user = await Twin.confirmAndKeep(
        scope,
        text(params, 'email') ?? '',
      )
      if (!user) return fail('not found')
      return ok(
        `${user.email} is confirmed, and every session of it is over.`,
      )
    },
  },
}
