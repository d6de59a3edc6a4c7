/** What a prompt can know of the contexts, from the source of the running server. */
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as AccountsFile from '#app/accounts/accounts.ts'
import * as OrganizationsFile from '#app/organizations/organizations.ts'
import * as RolesFile from '#app/accounts/roles.ts'
import * as ScopeFile from '#app/accounts/scope.ts'
import * as ScoresFile from '#app/scores/scores.ts'
import { exportsOf, listContexts } from '#trace/context-exports.ts'
import { context } from '#trace/context.ts'
import { CONTENT } from '../support/the-course.ts'

const FILES = [AccountsFile, OrganizationsFile, RolesFile, ScoresFile]

const FRONT_DOORS: Readonly<Record<string, object>> = {
  Accounts: AccountsFile.Accounts,
  Organizations: OrganizationsFile.Organizations,
  Roles: RolesFile.Roles,
  Scores: ScoresFile.Scores,
  Scope: ScopeFile,
}

const doors = Object.keys(FRONT_DOORS).flatMap((name) =>
  exportsOf(name).map((each) => [`${name}.${each.name}`, each] as const),
)

describe('exportsOf', () => {
  test.for(Object.entries(FRONT_DOORS))('has every function of %s', ([name, door]) => {
    const functions = Object.entries(door).filter(([, value]) => typeof value === 'function')

    expect(exportsOf(name).map((each) => each.name)).toHaveLength(functions.length)
    expect(
      exportsOf(name)
        .map((each) => each.name)
        .toSorted(),
    ).toEqual(functions.map(([own]) => own).toSorted())
  })

  test.for(doors)('knows a sentence and an example of %s', ([, { sentence, example }]) => {
    expect(sentence).toMatch(/^[A-Z].*[a-z`)]\.$/s)
    expect(example).toContain('// => ')
  })

  test.for(doors)('finds %s in its line', ([, { name, source }]) => {
    const line = readFileSync(source.file, 'utf8').split('\n')[source.line - 1]

    expect(line).toMatch(new RegExp(String.raw`^(?:export )?(?:async )?function ${name}\b`))
  })

  // What `exports Accounts` prints in a generated project, and two functions of the guide on API tokens.
  test('knows the names that Accounts has in Phoenix, with each number of arguments', () => {
    expect(
      exportsOf('Accounts')
        .flatMap(({ elixir }) => elixir)
        .toSorted(),
    ).toEqual([
      'change_user_email/1',
      'change_user_email/2',
      'change_user_email/3',
      'change_user_password/1',
      'change_user_password/2',
      'change_user_password/3',
      'create_user_api_token/1',
      'delete_user_session_token/1',
      'deliver_login_instructions/2',
      'deliver_user_update_email_instructions/3',
      'fetch_user_by_api_token/1',
      'generate_user_session_token/1',
      'get_user!/1',
      'get_user_by_email/1',
      'get_user_by_email_and_password/2',
      'get_user_by_magic_link_token/1',
      'get_user_by_session_token/1',
      'login_user_by_magic_link/1',
      'register_user/1',
      'sudo_mode?/1',
      'sudo_mode?/2',
      'update_user_email/2',
      'update_user_password/2',
    ])
  })

  test('knows those of the scores, of organizations and of the scope', () => {
    const namesOf = (context: string) => exportsOf(context).flatMap(({ elixir }) => elixir)

    expect(namesOf('Scores')).toEqual([
      ...['subscribe_scores/1', 'list_scores/1', 'get_score!/2', 'create_score/2'],
      ...['update_score/3', 'delete_score/2', 'change_score/2', 'change_score/3'],
    ])
    expect(namesOf('Organizations')).toEqual(['get_organization_by_slug!/2'])
    expect(namesOf('Scope')).toEqual(['Scope.for_user/1', 'Scope.put_organization/2'])
  })

  test('says which kind of scope each takes, and what else', () => {
    const find = (name: string) => doors.find(([each]) => each === name)?.[1]

    expect(find('Accounts.registerUser')).toMatchObject({
      takes: 'Scope',
      arity: { least: 1, most: 1 },
      isTraced: true,
    })
    expect(find('Accounts.changeUserEmail')).toMatchObject({
      takes: 'UserScope',
      arity: { least: 0, most: 2 },
    })
    expect(find('Organizations.listMembers')?.takes).toBe('OrganizationScope')
    expect(find('Organizations.listAllOrganizations')?.takes).toBe('AdminScope')
  })

  test('has those that are no steps of the trace, too', () => {
    const plain = exportsOf('Accounts').filter(({ isTraced }) => !isTraced)

    expect(plain.map(({ name, takes }) => [name, takes])).toEqual([
      ['inSudoMode', 'UserScope'],
      ['changeUserRegistration', null],
    ])
    expect(exportsOf('Scope').filter(({ isTraced }) => isTraced)).toEqual([])
  })

  test('knows nothing of a context that is none', () => {
    expect(exportsOf('Garden')).toEqual([])
    context('Garden', { grow: Object.defineProperty(grow, 'name', { value: 'grow' }) })
    expect(exportsOf('Garden')).toEqual([])
  })

  const grow = (_scope: { readonly repo: object; readonly user: null }) => Promise.resolve()
})

test('a front door leads to its context, past which no function is exported', () => {
  const exported = FILES.flatMap((file) => Object.entries<unknown>({ ...file }))

  expect(exported.map(([name]) => name)).toEqual(['Accounts', 'Organizations', 'Roles', 'Scores'])
})

describe('listContexts', () => {
  test('has each of them once, and no twin of a lesson', async () => {
    for (const file of globSync(`${CONTENT}/lessons/*/*/twins.ts`))
      await import(/* @vite-ignore */ `../../${file}`)

    expect(listContexts()).toEqual(expect.arrayContaining(Object.keys(FRONT_DOORS)))
    expect(listContexts().filter((name, index, all) => all.indexOf(name) < index)).toEqual([])
    expect(listContexts()).not.toContain('Twin')
  })
})

describe('a file of a context', () => {
  const files = [...new Set(doors.map(([, { source }]) => source.file))]

  test.for(files)('%s calls a function of its own context by the context', (file) => {
    const source = readFileSync(file, 'utf8')
    const names = doors.flatMap(([, { name, source: own, isTraced }]) =>
      isTraced && own.file === file ? [name] : [],
    )
    const unseen = [...source.matchAll(/(?<!function |[.\w])(?<name>\w+)\(/g)].filter(
      ({ groups }) => names.includes(groups!['name']!),
    )

    expect(unseen.map(({ 0: call }) => call)).toEqual([])
  })
})
