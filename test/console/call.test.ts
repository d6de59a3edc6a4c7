/** What a call may be, and what it is told where it may not. */
import { describe, expect } from 'vitest'
import { call } from '#console/call.ts'
import { registry } from '#console/registry.ts'
import { scopeForUser } from '#app/accounts/scope.ts'
import { confirmedUserFixture, test, userFixture } from '../support/fixtures.ts'
import { organizationFixture } from '../support/organization-fixtures.ts'
import { Prompt } from './prompt-of.ts'

const answers = async (prompt: Prompt, line: string) => (await prompt.elixir(line)).answer

describe('whose scope', () => {
  test('a function that Phoenix gives none has the scope of whoever asks', async ({ scope }) => {
    const prompt = new Prompt(scope)

    await prompt.elixir('{:ok, ana} = Accounts.register_user(%{email: "ana@example.com"})')

    expect(await answers(prompt, 'Accounts.get_user_by_email("ANA@example.com").id')).toBe('1')
    expect(await answers(prompt, 'Accounts.get_user!(99)')).toMatch(
      /^\*\* \(Ecto\.NoResultsError\)/,
    )
  })

  test('a person in front is a scope of theirs, and never in sudo mode', async ({ scope }) => {
    const user = await userFixture(scope, { email: 'ana@example.com' })
    const own = scopeForUser(scope, user, scope.clock.now())
    const line = 'ana = Accounts.get_user_by_email("ana@example.com")\nAccounts.sudo_mode?(ana)'

    expect(await answers(new Prompt(scope), line)).toBe('false')
    // But for whoever has just logged in.
    expect(await answers(new Prompt(own), line)).toBe('true')
    const prompt = new Prompt(own)
    await userFixture(scope, { email: 'bo@example.com' })
    expect(await answers(prompt, 'Accounts.sudo_mode?(Accounts.get_user!(2))')).toBe('false')
    await prompt.elixir('ana = Accounts.get_user!(1)')
    expect(await answers(prompt, 'Accounts.sudo_mode?(ana, -10)')).toBe('true')
    expect(await answers(prompt, 'Accounts.sudo_mode?(ana, 10)')).toBe('false')
  })

  test('scores take a scope first, and somebody has to be in it', async ({ scope }) => {
    const prompt = new Prompt(scope)
    await userFixture(scope, { email: 'ana@example.com' })

    expect(await answers(prompt, 'Scores.list_scores()')).toBe(
      '** (UndefinedFunctionError) function Scores.list_scores/0 is undefined or private. list_scores/1 takes a scope first. You have one: `scope`',
    )
    expect(await answers(prompt, 'Scores.list_scores(scope)')).toBe(
      '** (FunctionClauseError) no function clause matching in Scores.list_scores/1\n\n    Nobody is in this scope. Log in on the page, or take `Scope.for_user(user)`.',
    )
    await prompt.elixir('own = Scope.for_user(Accounts.get_user!(1))')
    await prompt.elixir('Scores.create_score(own, %{points: 7, guesses: 4})')
    expect(await answers(prompt, 'length(Scores.list_scores(own))')).toBe('1')
  })

  test('another’s score is found by nobody', async ({ scope }) => {
    const prompt = new Prompt(scope)
    await userFixture(scope, { email: 'ana@example.com' })
    await userFixture(scope, { email: 'bo@example.com' })
    await prompt.elixir('ana = Scope.for_user(Accounts.get_user!(1))')
    await prompt.elixir('bo = Scope.for_user(Accounts.get_user!(2))')
    await prompt.elixir('{:ok, score} = Scores.create_score(ana, %{points: 7, guesses: 4})')

    const sentence = 'You have no such score. It may be deleted already.'
    expect(await answers(prompt, 'Scores.get_score!(bo, 1)')).toBe(sentence)
    expect(await answers(prompt, 'Scores.delete_score(bo, score)')).toBe(sentence)
  })
})

describe('what is a function of Accounts', () => {
  test('uses a link as Phoenix answers it', async ({ scope, mailbox }) => {
    const prompt = new Prompt(scope)
    await prompt.elixir('{:ok, ana} = Accounts.register_user(%{email: "ana@example.com"})')
    expect(await answers(prompt, 'Accounts.deliver_login_instructions(ana, & &1)')).toMatch(
      /^\{:ok,\n #Swoosh\.Email</,
    )
    const [mail] = await mailbox.list()
    const token = /log-in\/([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? ''

    expect(await answers(prompt, `Accounts.get_user_by_magic_link_token("${token}").email`)).toBe(
      '"ana@example.com"',
    )
    expect(
      await answers(
        prompt,
        `{:ok, {user, tokens}} = Accounts.login_user_by_magic_link("${token}")\ntokens`,
      ),
    ).toMatch(/context: "login"/)
    expect(await answers(prompt, `Accounts.login_user_by_magic_link("${token}")`)).toBe(
      '{:error, :not_found}',
    )
  })

  test('takes the person with the new address first, as Phoenix does', async ({
    scope,
    mailbox,
  }) => {
    const prompt = new Prompt(scope)
    await confirmedUserFixture(scope, { email: 'ana@example.com' })
    await prompt.elixir('ana = Accounts.get_user_by_email("ana@example.com")')
    await prompt.elixir(
      'Accounts.deliver_user_update_email_instructions(%{ana | email: "new@example.com"}, ana.email, & &1)',
    )
    const [mail] = await mailbox.list()
    const token = /confirm-email\/([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? ''

    expect(mail?.to).toBe('new@example.com')
    expect(
      await answers(
        prompt,
        `{:ok, user} = Accounts.update_user_email(ana, "${token}")\nuser.email`,
      ),
    ).toBe('"new@example.com"')
    expect(await answers(prompt, 'Accounts.update_user_email(ana, "none")')).toBe(
      '{:error, :transaction_aborted}',
    )
  })

  test('takes options as keywords', async ({ scope }) => {
    const prompt = new Prompt(scope)
    await userFixture(scope, { email: 'ana@example.com' })
    await userFixture(scope, { email: 'bo@example.com' })
    await prompt.elixir('bo = Accounts.get_user!(2)')
    const line = 'Accounts.change_user_email(bo, %{email: "ana@example.com"}'

    expect(await answers(prompt, `${line}).valid?`)).toBe('false')
    expect(await answers(prompt, `${line}, validate_unique: false).valid?`)).toBe('true')
  })

  test('is told what an argument has to be', async ({ scope }) => {
    const prompt = new Prompt(scope)

    expect(await answers(prompt, 'Accounts.get_user_by_email(5)')).toContain('`email` is a text.')
    expect(await answers(prompt, 'Accounts.change_user_email(5, %{})')).toContain(
      'It takes a user first.',
    )
    expect(await answers(prompt, 'Accounts.register_user(%{"a" => 1, b: 2})')).toMatch(
      /^\*\* \(Ecto\.CastError\) expected params to be a map with atoms or string keys/,
    )
  })

  test('is listed and not called where it would print what opens a door', async ({ scope }) => {
    const prompt = new Prompt(scope)
    const user = await userFixture(scope)

    for (const line of [
      'Accounts.generate_user_session_token(user)',
      'Accounts.get_user_by_session_token("a")',
      'Accounts.delete_user_session_token("a")',
      'Accounts.create_user_api_token(user)',
      'Accounts.fetch_user_by_api_token("a")',
    ]) {
      prompt.session.variables.set('user', { id: user.id })
      expect(await answers(prompt, line)).toMatch(/^(?:Sessions are made|A token opens)/)
    }
    expect(prompt.asked).toEqual([])
  })

  test('is refused by the server, whoever asks it', async ({ scope }) => {
    const asked = { name: 'Accounts.createUserApiToken', args: [], spelling: 'elixir' } as const

    await expect(call(asked, { scope, origin: 'http://localhost:4321' })).rejects.toThrow(
      /^A token opens a door/,
    )
  })
})

describe('a changeset from outside', () => {
  test('meets the index, whatever it says of itself', async ({ scope, repo }) => {
    const prompt = new Prompt(scope)
    await prompt.elixir('import Ecto.Changeset')
    const taken = 'change(%User{}, email: "ana@example.com")'

    expect(await answers(prompt, `Repo.insert(${taken})`)).toMatch(/^\{:ok,/)
    expect(await answers(prompt, `Repo.insert(${taken})`)).toMatch(
      /^\*\* \(Ecto\.ConstraintError\) .*users_email_index/s,
    )
    expect(
      await answers(prompt, `${taken} |> unique_constraint(:email) |> Repo.insert()`),
    ).toContain('"has already been taken"')
    expect(await repo.db.selectFrom('users').selectAll().execute()).toHaveLength(1)
  })

  test('plants no hash, and reads none', async ({ scope }) => {
    const prompt = new Prompt(scope)
    await userFixture(scope, { email: 'ana@example.com' })
    await prompt.elixir('import Ecto.Changeset')
    await prompt.elixir('ana = Accounts.get_user!(1)')

    expect(await answers(prompt, 'change(ana, hashed_password: "x") |> Repo.update()')).toMatch(
      /holds what a prompt is not given/,
    )
    expect(await answers(prompt, 'ana.hashed_password')).toBe(
      '`hashed_password` is redacted by its schema: it never leaves the server.',
    )
    const bare = [...prompt.asked].pop()
    expect(JSON.stringify(bare)).not.toContain('"x"')
  })

  test('is invalid, and no database is asked', async ({ scope }) => {
    const prompt = new Prompt(scope)
    await prompt.elixir('import Ecto.Changeset')

    const { answer, queries } = await prompt.elixir(
      '%User{} |> cast(%{}, [:email]) |> validate_required([:email]) |> Repo.insert()',
    )

    expect(answer).toContain(`email: {"can't be blank"`)
    expect(queries).toEqual([])
  })

  test('of a row that is gone changes nothing', async ({ scope, repo }) => {
    const prompt = new Prompt(scope)
    await userFixture(scope, { email: 'ana@example.com' })
    await prompt.elixir('import Ecto.Changeset\nana = Accounts.get_user!(1)')
    await repo.db.deleteFrom('users').execute()

    expect(await answers(prompt, 'change(ana, email: "b@example.com") |> Repo.update()')).toMatch(
      /^\*\* \(Ecto\.StaleEntryError\) this User is no longer in the database/,
    )
  })
})

describe('the changeset of a password', () => {
  const PASSWORD = 'plums in a crate'

  test('has its hash in it, and prints neither', async ({ scope }) => {
    const prompt = new Prompt(scope)
    await prompt.elixir(`params = %{password: "${PASSWORD}"}`)

    const made = await answers(prompt, 'changeset = User.password_changeset(%User{}, params)')

    expect(made).toContain('changes: %{...}')
    expect(made).toContain('valid?: true')
    expect(await answers(prompt, 'Map.keys(changeset.changes)')).toBe('[:hashed_password]')
    expect(await answers(prompt, 'changeset.changes')).toBe('%{hashed_password: "**redacted**"}')
    const typed = 'typed = User.password_changeset(%User{}, params, hash_password: false)'
    expect(await answers(prompt, typed)).not.toContain(PASSWORD)
    expect(await answers(prompt, 'Map.keys(typed.changes)')).toBe('[:password]')
    const inTypeScript = await prompt.typescript(
      `await User.passwordChangeset(build(users), { password: '${PASSWORD}' })`,
    )
    expect(inTypeScript.answer).toContain('changes: %{...}')
  })

  test('tells of a password what its rules say, in a pipe behind another changeset', async ({
    scope,
  }) => {
    const prompt = new Prompt(scope)
    const line = `params = %{email: "eva", password: "plums", password_confirmation: "plum"}
      made = %User{} |> User.email_changeset(params) |> User.password_changeset(params)
      Enum.map(made.errors, & &1.message)`

    const { answer } = await prompt.elixir(line)

    expect(answer).toContain('"should be at least %{count} character(s)"')
    expect(answer).toContain('"does not match password"')
    expect(answer).toContain('"must have the @ sign and no spaces"')
  })

  test('is written by the function that belongs to it, and never by hand', async ({ scope }) => {
    const prompt = new Prompt(scope)
    await userFixture(scope, { email: 'ana@example.com' })
    const line = `Accounts.get_user!(1)
      |> User.password_changeset(%{password: "${PASSWORD}"})
      |> Repo.update()`

    expect(await answers(prompt, line)).toContain('Accounts.update_user_password/2')
  })

  test.for([
    ['User.password_changeset(%Score{}, %{})', 'It takes a struct first: %User{}.'],
    ['User.password_changeset(5, %{})', 'It takes a struct first: %User{}.'],
    ['User.password_changeset(%User{}, %{}, "no")', 'Options stand last'],
  ] as const)('%s is no call of it', async ([line, sentence], { scope }) => {
    expect(await answers(new Prompt(scope), line)).toContain(sentence)
  })
})

describe('a scope within an organization', () => {
  const ACME = 'acme = Organizations.get_organization_by_slug!(ana, "acme")'

  test('is made of a scope and an organization, in both spellings', async ({ scope }) => {
    const prompt = new Prompt(scope)
    const user = await userFixture(scope, { email: 'ana@example.com' })
    await organizationFixture(scopeForUser(scope, user, 0), { slug: 'acme', name: 'Acme' })
    await prompt.elixir(`ana = Scope.for_user(Accounts.get_user!(1))\n${ACME}`)

    const made = await answers(prompt, 'within = Scope.put_organization(ana, acme)')

    expect(made).toMatch(/^%Glasshouse\.Accounts\.Scope\{/)
    expect(made).toContain('slug: "acme"')
    expect(await answers(prompt, 'Scores.list_scores(within)')).toBe('[]')
    await prompt.typescript('const same = await Scope.putOrganization(ana, acme)')
    expect(await answers(prompt, 'same == within')).toBe('true')
  })

  test('believes what it is told, and whoever takes it does not', async ({ scope }) => {
    const prompt = new Prompt(scope)
    const user = await userFixture(scope, { email: 'ana@example.com' })
    await userFixture(scope, { email: 'bo@example.com' })
    await organizationFixture(scopeForUser(scope, user, 0), { slug: 'acme', name: 'Acme' })
    await prompt.elixir(`ana = Scope.for_user(Accounts.get_user!(1))\n${ACME}`)
    await prompt.elixir('bo = Scope.for_user(Accounts.get_user!(2))')

    expect(await answers(prompt, 'within = Scope.put_organization(bo, acme)')).toContain('"acme"')
    expect(await answers(prompt, 'Scores.list_scores(within)')).toBe(
      'There is no such organization, or you are no member of it.',
    )
  })

  test.for([
    ['Scope.put_organization(nil, %{slug: "acme"})', 'It takes a scope first.'],
    ['Scope.put_organization(scope, %{slug: "acme"})', 'Nobody is in this scope.'],
    ['Scope.put_organization(ana, "acme")', 'It takes an organization'],
  ] as const)('%s has no clause', async ([line, sentence], { scope }) => {
    const prompt = new Prompt(scope)
    await userFixture(scope, { email: 'ana@example.com' })
    await prompt.elixir('ana = Scope.for_user(Accounts.get_user!(1))')

    const answer = await answers(prompt, line)

    expect(answer).toMatch(/^\*\* \(FunctionClauseError\).*Scope\.put_organization\/2/)
    expect(answer).toContain(sentence)
  })
})

describe('an address', () => {
  test('is made of a path, in both spellings', async ({ scope }) => {
    const prompt = new Prompt(scope)
    const token = 'abc'
    await prompt.elixir(`token = "${token}"`)

    const address = '"http://localhost:4321/users/log-in/abc"'
    expect(await answers(prompt, 'url(~p"/users/log-in/#{token}")')).toBe(address)
    expect(await answers(prompt, 'hd(Enum.map([token], &url(~p"/users/log-in/#{&1}")))')).toBe(
      address,
    )
    const { answer } = await prompt.typescript('url(`/users/log-in/${token}`)')
    expect(answer).toBe(address)
    expect(await answers(prompt, 'url("users")')).toMatch(
      /^\*\* \(ArgumentError\) url\/1 takes a path/,
    )
  })

  test.for(['url', '&url(~p"/users/log-in/#{&1}")', '& &1'])(
    '%s may stand for what makes the link of a mail, which the house makes by itself',
    async (given, { scope, mailbox }) => {
      const prompt = new Prompt(scope)
      await prompt.elixir('{:ok, ana} = Accounts.register_user(%{email: "ana@example.com"})')

      const { answer, notes } = await prompt.elixir(
        `Accounts.deliver_login_instructions(ana, ${given})`,
      )

      expect(answer).toMatch(/^\{:ok,\n #Swoosh\.Email</)
      expect(notes).toEqual([
        'The house makes the link of the mail by itself: what your function gives is not used.',
      ])
      const [mail] = await mailbox.list()
      expect(mail?.text).toMatch(/^http:\/\/localhost:4321\/users\/log-in\/[\w-]{43}$/m)
    },
  )
})

describe('the registry', () => {
  test('has each name of Phoenix once, and a sentence for each function', () => {
    for (const { functions } of registry().modules) {
      const names = functions.flatMap(({ elixir }) => elixir)
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
      expect(functions.filter(({ sentence }) => sentence === '')).toEqual([])
    }
  })

  test('lists what the walk lists of UserAuth', () => {
    const userAuth = registry().modules.find(({ name }) => name === 'UserAuth')
    const names = userAuth?.functions.flatMap(({ elixir }) => elixir) ?? []

    expect(names).toEqual(
      expect.arrayContaining([
        ...['fetch_current_scope_for_user/2', 'log_in_user/2', 'log_in_user/3', 'log_out_user/1'],
        ...['on_mount/4', 'redirect_if_user_is_authenticated/2', 'require_authenticated_user/2'],
      ]),
    )
  })

  test('sends no field that a schema redacts but its name', () => {
    const user = registry().schemas.find(({ name }) => name === 'User')

    expect(user?.fields.filter(({ redact }) => redact).map(({ name }) => name)).toEqual([
      'password',
      'hashed_password',
    ])
  })
})
