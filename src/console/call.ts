/**
 * Calls a function by its name, with what a prompt sent: finds whose scope it
 * has, makes its arguments, and runs it. What may not be called is not found.
 */
import { Accounts } from '#app/accounts/accounts.ts'
import { Roles } from '#app/accounts/roles.ts'
import { isAdminScope, isOrganizationScope, isUserScope, type Scope } from '#app/accounts/scope.ts'
import { Organizations } from '#app/organizations/organizations.ts'
import { Scores } from '#app/scores/scores.ts'
import type { Base } from '#changeset/schema.ts'
import { noteScope } from '#app/web/who-asks.ts'
import { ok } from '#lib/result.ts'
import { signatureOf } from '#prompt/helpers.ts'
import { byOwnName, moduleNamed, type PromptFunction } from '#prompt/registry.ts'
import type { Sent } from '#prompt/sent.ts'
import type { Call } from '#prompt/session.ts'
import { PromptScope, Tuple } from '#prompt/values.ts'
import { exportsOf } from '#trace/context-exports.ts'
import type { Parameter } from '#trace/function-docs.ts'
import { argumentFor } from './arguments.ts'
import { CHANGESETS } from './changeset-calls.ts'
import { guardedChangeset } from './guard-changeset.ts'
import { isObject, optionsOf, plain } from './plain.ts'
import { readBase, readRow } from './read-row.ts'
import { registry } from './registry.ts'
import type { AnyRow } from './schemas.ts'
import { askWhetherUnique, repoCall } from './repo-calls.ts'
import { scopeFrom } from './scope-for.ts'
import { noClause, Told } from './told.ts'

/** What a call is about, beside what was sent. */
export interface Asked {
  /** The scope of whoever asks. */
  readonly scope: Scope
  readonly origin: string
}

export interface Called {
  readonly value: unknown
  /** What the prompt says once beside it. */
  readonly note: string | null
}

type AnyFunction = (...args: readonly unknown[]) => unknown

// Each was listed by `exportsOf`, and nothing else is looked up in them.
const DOORS: Readonly<Record<string, object>> = { Accounts, Scores, Organizations, Roles }

export async function call({ name, args, spelling }: Call, asked: Asked): Promise<Called> {
  const [module = '', own = ''] = name.split('.')
  if (name === 'Changeset.unsafeValidateUnique') return quietly(askWhetherUnique(asked.scope, args))
  const found = moduleNamed(registry(), module)
  const listed = found && byOwnName(found, own)
  if (!listed || module !== found.name) throw notFound(name)
  if (listed.notHere !== null) throw new Told('NotRead', listed.notHere)
  if (module === 'Repo') {
    checkCount(listed, args, 'Repo')
    return quietly(repoCall(own)!(asked.scope, args))
  }
  if (module === 'Scope') {
    checkCount(listed, args, module)
    return quietly(SCOPES[own]!(args, asked.scope))
  }
  const changeset = CHANGESETS[module]?.[own]
  if (changeset) {
    checkCount(listed, args, module)
    return quietly(changesetCall(module, changeset, args, asked))
  }
  // What has no name in Phoenix is called as the source has it.
  return spelling === 'elixir' && listed.elixir.length > 0
    ? inElixir(module, listed, args, asked)
    : inTypeScript(module, listed, args, asked)
}

const notFound = (name: string) =>
  new Told('UndefinedFunctionError', `function ${name.slice(0, 80)} is undefined or private`)

const quietly = async (value: Promise<unknown>): Promise<Called> => ({
  ...{ value: await value, note: null },
})

type ScopeCall = (args: readonly Sent[], scope: Scope) => Promise<PromptScope>

/** What the prompt calls of `Scope`; of its other functions the registry says why not. */
const SCOPES: Readonly<Record<string, ScopeCall>> = {
  forUser: ([user], scope) => forUser(user, scope),
  putOrganization: ([scoped, organization], scope) => within(scoped, organization, scope),
}

async function forUser(user: Sent | undefined, scope: Scope): Promise<PromptScope> {
  if (user === null) return new PromptScope(null)
  if (isObject(user) && user.$ === 'row' && user.schema === 'User')
    return new PromptScope(await readRow(user, scope))
  throw noClause('Scope.for_user/1', 'It takes a user, or nil.')
}

/** It believes what it is told, as the app’s own does: whether somebody is a member is asked where they use it. */
async function within(
  scoped: Sent | undefined,
  organization: Sent | undefined,
  own: Scope,
): Promise<PromptScope> {
  const name = 'Scope.put_organization/2'
  const asked = isObject(scoped) && scoped.$ === 'scope' ? { ...scoped, organization: null } : null
  const scope = asked && (await scopeFrom(asked, own))
  if (!scope) throw noClause(name, 'It takes a scope first. You have one: `scope`.')
  if (!isUserScope(scope)) throw noClause(name, NOBODY)
  const slug = isObject(organization) && organization.$ === 'map' ? organization.of['slug'] : null
  // A user is a row, and stays the one that it is: it knows what its schema hides.
  if (typeof slug === 'string') return new PromptScope(scope.user as unknown as AnyRow, slug)
  throw noClause(
    name,
    'It takes an organization: Organizations.get_organization_by_slug!(scope, "…").',
  )
}

function changesetCall(
  module: string,
  { takes, run }: (typeof CHANGESETS)[string][string],
  args: readonly Sent[],
  { scope }: Asked,
): Promise<unknown> {
  const made = args.map(async (sent, index) => {
    const kind = takes[index]
    if (kind === 'scope') return (await scopeFrom(sent, scope)) ?? scope
    if (kind === 'base') return baseFrom(module, sent, scope)
    return kind === 'options' ? optionsFrom(module, sent) : plain(sent)
  })
  // Each was made as its kind says.
  return Promise.all(made).then((given) => run(scope, ...(given as unknown as readonly never[])))
}

/** A changeset goes on where the one before it ended, as it does down a pipe. */
async function baseFrom(module: string, sent: Sent, scope: Scope): Promise<Base<AnyRow>> {
  const base = isObject(sent)
    ? sent.$ === 'row'
      ? await readBase(sent, scope)
      : sent.$ === 'changeset'
        ? await guardedChangeset(sent, scope)
        : null
    : null
  if (base?.schema.name === module) return base
  throw noClause(`a changeset of ${module}`, `It takes a struct first: %${module}{}.`)
}

function optionsFrom(module: string, sent: Sent): object {
  if (isObject(sent) && sent.$ === 'map') return optionsOf(sent.of)
  // No keywords at all.
  if (Array.isArray(sent) && sent.length === 0) return {}
  throw noClause(`a changeset of ${module}`, 'Options stand last: validate_unique: false.')
}

/** As Phoenix has it: one argument more than ours takes is the person, or the scope. */
async function inElixir(
  module: string,
  listed: PromptFunction,
  args: readonly Sent[],
  asked: Asked,
): Promise<Called> {
  const name = `${module}.${listed.elixir[0]?.split('/')[0] ?? listed.name}/${args.length}`
  if (!listed.elixir.some((each) => each.endsWith(`/${args.length}`))) throw notFound(name)
  if (listed.name === 'deliverUserUpdateEmailInstructions')
    return changeOfEmail(listed, args, asked)
  const [first, ...others] = args
  const scope = listed.first === null ? asked.scope : await scopeFrom(first, asked.scope)
  if (scope === null) throw noClause(name, `It takes a ${listed.first} first.`)
  const given = listed.first === null ? args : others
  const value = await run(module, listed, minutesForward(listed, given), { ...asked, scope }, name)
  return { value: asPhoenixAnswers(listed.name, value), note: aboutLink(listed) }
}

/**
 * Phoenix is given the person with the new address, and the one they have now.
 * Ours has that in the scope, which is of the row as it is.
 */
async function changeOfEmail(
  listed: PromptFunction,
  [user, current, urlFor]: readonly Sent[],
  asked: Asked,
): Promise<Called> {
  const name = 'Accounts.deliver_user_update_email_instructions/3'
  const row = isObject(user) && user.$ === 'row' ? user : null
  if (!row) throw noClause(name, 'It takes the person with the new address first.')
  if (typeof current !== 'string')
    throw noClause(name, 'Behind it stands the address they have now.')
  const { email: _, ...asItIs } = row.of
  const scope = await scopeFrom({ ...row, of: asItIs }, asked.scope)
  if (scope?.user?.email.toLowerCase() !== current.toLowerCase())
    throw noClause(name, `The address that this person has now is ${scope?.user?.email ?? 'none'}.`)
  const value = await run('Accounts', listed, [row, urlFor ?? null], { ...asked, scope }, name)
  return { value: ok(value), note: aboutLink(listed) }
}

/** In Phoenix minutes are counted back: `sudo_mode?(user, -10)`. */
function minutesForward({ name }: PromptFunction, args: readonly Sent[]): readonly Sent[] {
  return name === 'inSudoMode'
    ? args.map((each) => (typeof each === 'number' ? -each : each))
    : args
}

/** Where Phoenix has a tuple, ours has names. */
function asPhoenixAnswers(name: string, value: unknown): unknown {
  if (name.startsWith('deliver')) return ok(value)
  if (typeof value !== 'object' || value === null || !('ok' in value) || !value.ok) return value
  const { value: of } = value as { readonly value?: unknown }
  if (typeof of !== 'object' || of === null || !('expiredTokens' in of) || !('user' in of))
    return value
  return ok(new Tuple([of.user, of.expiredTokens]))
}

/** As the source has it. Without a scope in front, the one of whoever asks is put there, and that is said. */
async function inTypeScript(
  module: string,
  listed: PromptFunction,
  args: readonly Sent[],
  asked: Asked,
): Promise<Called> {
  const name = `${module}.${listed.name}`
  if (listed.takes === null) {
    checkCount(listed, args, module)
    return quietly(run(module, listed, args, asked, name))
  }
  const [first, ...others] = args
  const isScope = isObject(first) && first.$ === 'scope'
  const scope = isScope ? await scopeFrom(first, asked.scope) : asked.scope
  const given = isScope ? others : args
  checkCount(listed, given, module)
  const value = await run(module, listed, given, { ...asked, scope: scope ?? asked.scope }, name)
  const notes = [isScope ? null : `Read as \`${signatureOf(listed)}\`.`, aboutLink(listed)]
  return { value, note: notes.filter((note) => note !== null).join(' ') || null }
}

/** Any function may stand for the one that makes the link of a mail. */
const aboutLink = ({ parameters }: PromptFunction): string | null =>
  parameters.some(({ name }) => name === 'urlFor')
    ? 'The house makes the link of the mail by itself: what your function gives is not used.'
    : null

function checkCount(listed: PromptFunction, args: readonly Sent[], module: string): void {
  const { parameters } = listed
  const least = parameters.filter(({ optional }) => !optional).length
  if (args.length >= least && args.length <= parameters.length) return
  throw new Told(
    'TypeError',
    `${module}.${signatureOf(listed)} was given ${args.length} ${args.length === 1 ? 'argument' : 'arguments'}.`,
  )
}

async function run(
  module: string,
  listed: PromptFunction,
  args: readonly Sent[],
  { scope, origin }: Asked,
  name: string,
): Promise<unknown> {
  checkScope(listed, scope, name)
  const parameters = parametersOf(module, listed)
  const path = listed.name.includes('UpdateEmail') ? 'settings/confirm-email' : 'log-in'
  const urlFor = (token: string) => `${origin}/users/${path}/${token}`
  const given: unknown[] = []
  for (const [index, parameter] of parameters.entries())
    given.push(await argumentFor(parameter, args[index], { scope, urlFor, name }))
  noteScope(scope)
  const fn = (DOORS[module] as Readonly<Record<string, AnyFunction>>)[listed.name]!
  return listed.takes === null ? fn(...given) : fn(scope, ...given)
}

function parametersOf(module: string, { name, takes }: PromptFunction): readonly Parameter[] {
  const source = exportsOf(module).find((each) => each.name === name)
  return source?.parameters.slice(takes === null ? 0 : 1) ?? []
}

const NOBODY = 'Nobody is in this scope. Log in on the page, or take `Scope.for_user(user)`.'

/** What needs a person does not compile without one; here it is said when it is called. */
function checkScope({ takes }: PromptFunction, scope: Scope, name: string): void {
  if (takes === null || takes === 'Scope') return
  if (!isUserScope(scope)) throw noClause(name, NOBODY)
  if (takes === 'OrganizationScope' && !isOrganizationScope(scope))
    throw noClause(name, 'This scope is within no organization.')
  if (takes === 'AdminScope' && !isAdminScope(scope))
    throw noClause(name, 'Whoever is in this scope does not look after the house.')
}
