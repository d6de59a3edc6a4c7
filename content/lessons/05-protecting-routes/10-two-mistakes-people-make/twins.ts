/** Two pages that work for whoever is logged in, and what they are once they are mended. */
import type { Scope } from '#app/accounts/scope.ts'
import { Scores } from '#app/scores/scores.ts'
import { userScopeOf } from '#app/web/user-scope.ts'
import { ok } from '#lib/result.ts'
import type { Twins } from '#course/twin.ts'

// #region best-of-mine
async function bestOfMine(locals: {
  readonly scope: Scope
}) {
  const scope = userScopeOf(locals)
  const scores = await Scores.listScores(scope)
  return Math.max(0, ...scores.map((one) => one.points))
}
// #endregion best-of-mine

// #region greeting
function greeting({ user }: Scope) {
  return `Hello, ${user!.email}.`
}
// #endregion greeting

// #region greeting-for-all
function greetingForAll({ user }: Scope) {
  return user
    ? `Hello, ${user.email}.`
    : 'Hello, stranger.'
}
// #endregion greeting-for-all

const best = {
  fields: [],
  button: 'Show my best',
  run: async (scope: Scope) =>
    ok(
      `Your best: ${await bestOfMine({ scope })} points.`,
    ),
}

export const twins: Twins = {
  'best-of-mine': {
    ...best,
    title: 'Your best score',
    note: 'This page is as it should be. Its route stands in no list that has a guard.',
    needs: 'nobody',
  },
  'best-of-mine-inside': {
    ...best,
    title: 'Your best score, in its block',
    note: 'The same page. Its route was moved, into the list whose guard asks for a user.',
    needs: 'user',
  },
  greeting: {
    title: 'A greeting',
    note: 'This page is for everybody, and takes the user from the scope.',
    fields: [],
    button: 'Greet me',
    needs: 'nobody',
    run: (scope) =>
      Promise.resolve().then(() => ok(greeting(scope))),
  },
  'greeting-for-all': {
    title: 'A greeting for all',
    note: 'This page is for everybody, and asks whether there is a user.',
    fields: [],
    button: 'Greet me',
    needs: 'nobody',
    run: (scope) =>
      Promise.resolve(ok(greetingForAll(scope))),
  },
}
