/** The changesets of schemas, which the prompt calls as it calls functions of a context. */
import { passwordWithHashChangeset } from '#app/accounts/password-changeset.ts'
import { emailChangeset, type User } from '#app/accounts/user.ts'
import { isUserScope, type Scope } from '#app/accounts/scope.ts'
import { scoreChangeset, type Score } from '#app/scores/score.ts'
import type { Params } from '#changeset/cast.ts'
import type { Changeset } from '#changeset/changeset.ts'
import type { Base } from '#changeset/schema.ts'
import type { PromptFunction } from '#prompt/registry.ts'
import { noClause } from './told.ts'

interface ChangesetCall {
  readonly listed: PromptFunction
  /** What each argument is, in order. */
  readonly takes: readonly ('base' | 'params' | 'options' | 'scope')[]
  // What each takes was looked at before it is called.
  readonly run: (scope: Scope, ...args: readonly never[]) => unknown
}

const parameter = (name: string, optional = false) => ({ name, optional })

/** By module and own name. */
export const CHANGESETS: Readonly<Record<string, Readonly<Record<string, ChangesetCall>>>> = {
  User: {
    emailChangeset: {
      listed: {
        ...{ name: 'emailChangeset', takes: null, first: null, notHere: null },
        parameters: [parameter('user'), parameter('params'), parameter('options', true)],
        elixir: ['email_changeset/2', 'email_changeset/3'],
        sentence: 'For registering, and for a new address.',
        text: 'For registering, and for a new address. In Phoenix: `email_changeset/3`.\nWithout `validate_unique` no database is asked, for a form that is checked while somebody types.',
        source: null,
      },
      takes: ['base', 'params', 'options'],
      run: ({ repo }, user: Base<User>, params: Params, options: object = {}) =>
        emailChangeset(repo, user, params, options),
    },
    passwordChangeset: {
      listed: {
        ...{ name: 'passwordChangeset', takes: null, first: null, notHere: null },
        parameters: [parameter('user'), parameter('params'), parameter('options', true)],
        elixir: ['password_changeset/2', 'password_changeset/3'],
        sentence: 'For a new password.',
        text: 'For a new password. In Phoenix: `password_changeset/3`.\nWhere every rule has passed, the hash stands in the password’s place; neither is printed. With `hash_password: false` nothing is hashed. `Accounts.update_user_password/2` writes.',
        source: null,
      },
      takes: ['base', 'params', 'options'],
      run: (_scope, user: Base<User>, params: Params, options: object = {}) =>
        passwordWithHashChangeset(user, params, options),
    },
  },
  Score: {
    changeset: {
      listed: {
        ...{ name: 'changeset', takes: null, first: null, notHere: null },
        parameters: [parameter('score'), parameter('params'), parameter('scope')],
        elixir: ['changeset/3'],
        sentence: 'A score as its form sends it.',
        text: 'A score as its form sends it. Whose it is comes from the scope: a form can say anything. In Phoenix: `changeset/3`.',
        source: null,
      },
      takes: ['base', 'params', 'scope'],
      run: (_scope, score: Base<Score>, params: Params, owner: Scope): Changeset<Score> => {
        if (!isUserScope(owner)) throw noClause('Score.changeset/3', 'Nobody is in this scope.')
        return scoreChangeset(score, params, owner)
      },
    },
  },
}
