/** The registry of this house’s prompt: what its contexts, schemas and repo have, as their source tells of them. */
import '#app/accounts/accounts.ts'
import '#app/accounts/roles.ts'
import '#app/organizations/organizations.ts'
import '#app/scores/scores.ts'
import type { PromptFunction, PromptModule, Registry, SchemaForm } from '#prompt/registry.ts'
import { exportsOf, type ContextFunction } from '#trace/context-exports.ts'
import { CHANGESETS } from './changeset-calls.ts'
import { NOT_HERE, SCOPE_NOT_HERE } from './listed.ts'
import { REPO_FUNCTIONS } from './repo-calls.ts'
import { SCHEMAS } from './schemas.ts'
import { listUserAuth } from './user-auth-listed.ts'

const ABOUT: Readonly<Record<string, string>> = {
  Accounts: 'Everything the site can do with a person’s account. In Phoenix: `MyApp.Accounts`.',
  Scores: 'Scores of the guessing game. Each function takes the scope first.',
  Organizations: 'Organizations, and who belongs to one.',
  Roles: 'What a user may do besides what every user may.',
  Scope: 'Who is asking, and of which database. In Phoenix: `MyApp.Accounts.Scope`.',
  User: 'The schema of a user, and its changesets. In Phoenix: `MyApp.Accounts.User`.',
  Score: 'The schema of a score, and its changeset.',
  Repo: 'The database of your sandbox. In Ecto: `Ecto.Repo`.',
  UserAuth: 'Plugs and hooks: who is asking, and what they may see. In Phoenix: `UserAuth`.',
}

const CONTEXTS = ['Accounts', 'Scores', 'Organizations', 'Roles']

let made: Registry | null = null

/** Made when somebody first asks: it follows from the source alone. */
export function registry(): Registry {
  made ??= makeRegistry()
  return made
}

function makeRegistry(): Registry {
  const contexts = CONTEXTS.map((name) =>
    moduleOf(
      name,
      exportsOf(name).map((each) => ofContext(name, each)),
    ),
  )
  return {
    modules: [
      ...contexts,
      moduleOf('Scope', exportsOf('Scope').map(ofScope)),
      ...Object.entries(CHANGESETS).map(([name, functions]) =>
        moduleOf(
          name,
          Object.values(functions).map(({ listed }) => listed),
        ),
      ),
      moduleOf('Repo', REPO_FUNCTIONS),
      moduleOf('UserAuth', listUserAuth()),
    ].filter(({ functions }) => functions.length > 0),
    schemas: [...SCHEMAS.values()].map(schemaForm),
  }
}

const moduleOf = (name: string, functions: readonly PromptFunction[]): PromptModule => ({
  ...{ name, functions, about: ABOUT[name] ?? '' },
})

function ofContext(context: string, each: ContextFunction): PromptFunction {
  const { name, takes, parameters, elixir, text, sentence, source, arity } = each
  const others = parameters.slice(takes === null ? 0 : 1)
  const most = Math.max(0, ...elixir.map((one) => Number(one.split('/')[1])))
  const isMore = elixir.length > 0 && most > arity.most
  return {
    ...{ name, takes, elixir, text, sentence, source },
    parameters: others.map(({ name: own, optional }) => ({ name: own, optional })),
    first: isMore ? (context === 'Accounts' ? 'user' : 'scope') : null,
    notHere: NOT_HERE[`${context}.${name}`] ?? null,
  }
}

/** What may be called: at the prompt it is `Scope.forUser(user)`, and asks for no more. */
const OF_SCOPE: Readonly<Record<string, { readonly as: string; readonly besides?: string }>> = {
  scopeForUser: { as: 'forUser' },
  putOrganization: {
    as: 'putOrganization',
    besides: 'At this prompt the membership is asked for where the scope is used.',
  },
}

function ofScope(each: ContextFunction): PromptFunction {
  const { name, parameters, elixir, text, sentence, source } = each
  const called = OF_SCOPE[name]
  const all = parameters.map(({ name: own, optional }) => ({ name: own, optional }))
  return {
    ...{ sentence, source, takes: null, first: null },
    name: called?.as ?? name,
    text: called?.besides === undefined ? text : `${text}\n${called.besides}`,
    elixir: elixir.map((one) => one.replace(/^Scope\./, '')),
    parameters: called?.as === 'forUser' ? [{ name: 'user', optional: false }] : all,
    notHere: called ? null : SCOPE_NOT_HERE,
  }
}

function schemaForm(
  schema: typeof SCHEMAS extends ReadonlyMap<string, infer S> ? S : never,
): SchemaForm {
  const { name, source, fields } = schema
  return {
    ...{ name, source: source ?? name },
    fields: Object.values(fields).map(({ name: own, type, primaryKey, redact, virtual }) => ({
      ...{ name: own, primaryKey, redact, virtual },
      type: type === 'id' || type === 'string' ? type : 'integer',
    })),
  }
}
