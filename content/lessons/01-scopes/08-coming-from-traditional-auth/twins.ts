/** Handlers as Ana wrote them before there was a scope. Each leaves a hole. */
import { Accounts } from '#app/accounts/accounts.ts'
import type { Scope } from '#app/accounts/scope.ts'
import type { User } from '#app/accounts/user.ts'
import { scores } from '#app/scores/score.ts'
import { change } from '#changeset/changeset.ts'
import { loaded } from '#changeset/schema.ts'
import { counted } from '#lib/counted.ts'
import { fail, ok } from '#lib/result.ts'
import { context } from '#trace/context.ts'
import { rowId, text } from '#http/params.ts'
import type { TwinRequest, Twins } from '#course/twin.ts'

/** What a handler of then was given. */
interface Req extends Scope {
  readonly user: User
  readonly token: string
}

// The type promises somebody. Nobody has looked.
const reqOf = (scope: Scope, { token }: TwinRequest) =>
  ({ ...scope, token }) as Req

async function userOf(req: Req): Promise<User> {
  const session = await Accounts.getUserBySessionToken(
    req,
    req.token,
  )
  return session?.user as User
}

// #region old-profile
async function oldProfile(req: Req) {
  return Promise.resolve(req.user.email)
}
// #endregion old-profile

// #region scores-of-user
async function listScoresOf(
  { repo }: Req,
  userId: number,
) {
  return repo.db
    .selectFrom('scores')
    .selectAll()
    .where('user_id', '=', userId)
    .execute()
}
// #endregion scores-of-user

// #region old-dashboard
async function oldDashboard(req: Req) {
  const { email } = await userOf(req)
  const { confirmed_at } = await userOf(req)
  const { inserted_at } = await userOf(req)
  const best = await bestOf(req, await userOf(req))
  return { email, confirmed_at, inserted_at, best }
}
// #endregion old-dashboard

async function bestOf({ repo }: Req, user: User) {
  const row = await repo.db
    .selectFrom('scores')
    .select('points')
    .where('user_id', '=', user.id)
    .orderBy('points', 'desc')
    .executeTakeFirst()
  return row?.points ?? 0
}

const dayOf = (at: number) =>
  new Date(at).toISOString().slice(0, 10)

// #region old-rename
async function writeComment(
  { repo, user }: Req,
  id: number,
  comment: string,
) {
  const score = await repo.get(scores, id)
  if (!score) return null
  await repo.update(
    change(loaded(scores, score), { comment }),
  )
  const isOwn = score.user_id === user.id
  return { score, isOwn }
}
// #endregion old-rename

const Twin = context('Twin', {
  oldProfile,
  listScoresOf,
  oldDashboard,
  writeComment,
})

export const twins: Twins = {
  'old-profile': {
    title: 'The old profile',
    note: 'This twin reads who asks, and asks nobody to log in.',
    fields: [],
    button: 'Show my profile',
    needs: 'nobody',
    run: async (scope, _params, request) => {
      const email = await Twin.oldProfile(
        reqOf(scope, request),
      )
      return ok(`You are ${email}.`)
    },
  },
  'scores-of-user': {
    title: 'The old list of scores',
    note: 'This twin takes the number of a user, and lists their scores.',
    fields: [
      { name: 'user_id', label: 'Number of the user' },
    ],
    button: 'Show the scores',
    needs: 'user',
    run: async (scope, params, request) => {
      const userId = rowId(params['user_id']) ?? 0
      const { length } = await Twin.listScoresOf(
        reqOf(scope, request),
        userId,
      )
      const found = counted(length, 'score')
      if (userId === scope.user.id)
        return ok(`You have ${found}.`)
      if (length === 0)
        return ok(`User ${userId} has no score.`)
      const leaked = `User ${userId} has ${found}. Nobody objected.`
      return ok({ leaked })
    },
  },
  'old-dashboard': {
    title: 'The old dashboard',
    note: 'This twin has four widgets. Each finds out by itself who is asking.',
    fields: [],
    button: 'Show my dashboard',
    needs: 'user',
    run: async (scope, _params, request) => {
      const { email, confirmed_at, inserted_at, best } =
        await Twin.oldDashboard(reqOf(scope, request))
      const known = confirmed_at ? 'confirmed' : 'new'
      return ok(
        `${email}, ${known}, here since ${dayOf(inserted_at)}: at best ${best} points.`,
      )
    },
  },
  'old-rename': {
    title: 'The old comment',
    note: 'This twin writes a comment on a score.',
    fields: [
      { name: 'score_id', label: 'Number of the score' },
      { name: 'comment', label: 'Comment' },
    ],
    button: 'Write it',
    needs: 'user',
    run: async (scope, params, request) => {
      const id = rowId(params['score_id']) ?? 0
      const comment = text(params, 'comment') ?? ''
      const written = await Twin.writeComment(
        reqOf(scope, request),
        id,
        comment,
      )
      if (!written) return fail('not found')
      if (written.isOwn)
        return ok(`Score ${id} says: ${comment}.`)
      const leaked = `Score ${id} is not yours. It says “${comment}” all the same.`
      return ok({ leaked })
    },
  },
}
