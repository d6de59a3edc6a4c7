/** What this house has no page for: to delete a user, and to write a score for somebody by number. */
import type { UserScope } from '#app/accounts/scope.ts'
import { scores } from '#app/scores/score.ts'
import { cast, type Params } from '#changeset/cast.ts'
import {
  change,
  putChange,
} from '#changeset/changeset.ts'
import {
  foreignKeyConstraint,
  noAssocConstraint,
} from '#changeset/constraints.ts'
import {
  build,
  defineSchema,
  loaded,
} from '#changeset/schema.ts'
import { pipe } from '#lib/pipe.ts'
import { fail, ok } from '#lib/result.ts'
import { context } from '#trace/context.ts'
import { rowId } from '#http/params.ts'
import type { Twins } from '#course/twin.ts'

interface Person {
  readonly id: number
  readonly email: string
}

const people = defineSchema<Person>({
  source: 'users',
  name: 'User',
  fields: {
    id: { type: 'id', primaryKey: true },
    email: 'string',
  },
  associations: {
    scores: {
      kind: 'hasMany',
      related: 'scores',
      relatedKey: 'user_id',
    },
  },
})

// #region delete-user
function deleteUser({ repo }: UserScope, user: Person) {
  return repo.delete(change(loaded(people, user)))
}
// #endregion delete-user

// #region with-words
function deleteUserWithWords(
  { repo }: UserScope,
  user: Person,
) {
  const changeset = pipe(
    change(loaded(people, user)),
    noAssocConstraint('scores'),
  )
  return repo.delete(changeset)
}
// #endregion with-words

// #region score-for
function insertScoreFor(
  { repo }: UserScope,
  params: Params,
) {
  const form = cast(build(scores), params, [
    'points',
    'guesses',
  ])
  const owner = rowId(params['user_id']) ?? 0
  return repo.insert(
    pipe(
      putChange(form, 'user_id', owner),
      foreignKeyConstraint('user_id'),
    ),
  )
}
// #endregion score-for

const Twin = context('Twin', {
  deleteUser,
  deleteUserWithWords,
  insertScoreFor,
})

const number = {
  name: 'user_id',
  label: 'Number of the user',
}

type Delete = typeof Twin.deleteUser

const deleteWith =
  (remove: Delete) =>
  async (scope: UserScope, params: Params) => {
    const id = rowId(params['user_id']) ?? 0
    const user = await scope.repo.get(people, id)
    if (!user) return fail('not found' as const)
    const gone = await remove(scope, user)
    if (!gone.ok) return gone
    return ok(`User ${id}, ${user.email}, is deleted.`)
  }

export const twins: Twins = {
  'delete-user': {
    title: 'Delete a user',
    note: 'This twin deletes one row of users, and has no words for a refusal. The house has no such page.',
    fields: [number],
    button: 'Delete the row',
    needs: 'user',
    run: deleteWith(Twin.deleteUser),
  },
  'delete-user-with-words': {
    title: 'Delete a user, with words for a refusal',
    note: 'This twin deletes one row of users. It has words for the case that scores stand in the way.',
    fields: [number],
    button: 'Delete the row',
    needs: 'user',
    run: deleteWith(Twin.deleteUserWithWords),
  },
  'score-for': {
    title: 'A score for somebody',
    note: 'This twin takes the number of the user from the form. The real one takes it from the scope.',
    fields: [
      number,
      { name: 'points', label: 'Points' },
      { name: 'guesses', label: 'Guesses' },
    ],
    button: 'Write it',
    needs: 'user',
    run: async (scope, params) => {
      const written = await Twin.insertScoreFor(
        scope,
        params,
      )
      if (!written.ok) return written
      const { id, user_id } = written.value
      return ok(`Score ${id} is of user ${user_id}.`)
    },
  },
}
