/** The walk’s own lines, as they stand, on the functions of the app. */
import { describe, expect } from 'vitest'
import { test } from '../support/fixtures.ts'
import { Prompt } from './prompt-of.ts'

const EXPORTS = [
  ...['change_user_email/1', 'change_user_email/2', 'change_user_email/3'],
  ...['change_user_password/1', 'change_user_password/2', 'change_user_password/3'],
  ...['delete_user_session_token/1', 'deliver_login_instructions/2'],
  ...['deliver_user_update_email_instructions/3', 'generate_user_session_token/1', 'get_user!/1'],
  ...['get_user_by_email/1', 'get_user_by_email_and_password/2', 'get_user_by_magic_link_token/1'],
  ...['get_user_by_session_token/1', 'login_user_by_magic_link/1', 'register_user/1'],
  ...['sudo_mode?/1', 'sudo_mode?/2', 'update_user_email/2', 'update_user_password/2'],
]

const JIMMY = (id: number, time = '~U[…]') => `{:ok,
 #Glasshouse.Accounts.User<
   __meta__: #Ecto.Schema.Metadata<:loaded, "users">,
   id: ${id},
   email: "jimmy@gmail.com",
   confirmed_at: nil,
   inserted_at: ${time},
   updated_at: ${time},
   ...
 >}`

const NOBODY = `{:error,
 #Ecto.Changeset<
   action: :insert,
   changes: %{},
   errors: [email: {"can't be blank", [validation: :required]}],
   data: #Glasshouse.Accounts.User<>,
   valid?: false,
   ...
 >}`

const timeless = (answer: string) => answer.replaceAll(/~U\[[^\]]+\]/g, '~U[…]')

describe('in Elixir', () => {
  test('looks around in Accounts', async ({ scope }) => {
    const prompt = new Prompt(scope)

    expect((await prompt.elixir('alias Pento.Accounts')).answer).toBe('Pento.Accounts')
    const { answer } = await prompt.elixir('exports Accounts')
    const [phoenix = ''] = answer.split('\n\nand, in this house')
    expect(phoenix.split(/\s+/)).toEqual(
      [...EXPORTS, 'create_user_api_token/1', 'fetch_user_by_api_token/1'].toSorted(),
    )
  })

  test('gives several modules a short name at once, and says of which there is none', async ({
    scope,
  }) => {
    const prompt = new Prompt(scope)

    expect((await prompt.elixir('alias Pento.{Accounts, Scores}')).answer).toBe(
      '[Pento.Accounts, Pento.Scores]',
    )
    expect((await prompt.elixir('alias Pento.{Accounts, Games}')).answer).toContain(
      'There is no module Games at this prompt.',
    )
  })

  test('registers somebody, with the two queries of the log', async ({ scope }) => {
    const prompt = new Prompt(scope)

    await prompt.elixir('params = %{email: "jimmy@gmail.com"}')
    const { answer, queries } = await prompt.elixir('Accounts.register_user(params)')

    expect(timeless(answer)).toBe(JIMMY(1))
    expect(queries.map((query) => query.split('\n')[0])).toEqual([
      '[debug] QUERY OK source="users" db=…ms',
      '[debug] QUERY OK source="users" db=…ms',
    ])
    expect(queries[0]).toMatch(/\nselect .* from "users" where "email" = \?1 .*"jimmy@gmail\.com"/)
    expect(queries[0]).toMatch(/↳ unsafeValidateUnique, at: src\/app\/accounts\/user\.ts:\d+$/)
    expect(queries[1]).toMatch(/\ninsert into "users" /)
    expect(queries[1]).toMatch(/↳ registerUser, at: src\/app\/accounts\/accounts\.ts:\d+$/)
  })

  test('refuses nobody, to the letter', async ({ scope }) => {
    expect((await new Prompt(scope).elixir('Accounts.register_user(%{})')).answer).toBe(NOBODY)
  })

  test('inserts a changeset that came down a pipe', async ({ scope }) => {
    const prompt = new Prompt(scope)
    const line = `%User{}
      |> User.email_changeset(%{email: "jimmy@gmail.com"})
      |> Repo.insert()`

    expect(timeless((await prompt.elixir(line)).answer)).toBe(JIMMY(1))
    expect((await prompt.elixir(line)).answer).toContain(
      'errors: [\n     email: {"has already been taken"',
    )
  })

  test('takes a transcript as it is pasted', async ({ scope }) => {
    const pasted = `iex(1)> alias Pento.Accounts
Pento.Accounts
iex(2)> Accounts.register_user(%{email: "jimmy@gmail.com"})
[debug] QUERY OK source="users" db=1.1ms
{:ok, #Pento.Accounts.User<…>}`

    expect(timeless((await new Prompt(scope).elixir(pasted)).answer)).toBe(JIMMY(1))
  })

  test('makes a changeset by hand, once Ecto.Changeset is imported', async ({ scope }) => {
    const prompt = new Prompt(scope)

    expect((await prompt.elixir('cast(%User{}, %{}, [:email])')).answer).toContain(
      'type `import Ecto.Changeset` first',
    )
    await prompt.elixir('import Ecto.Changeset')
    const line = `%User{}
      |> cast(%{"email" => "jimmy"}, [:email])
      |> validate_required([:email])
      |> validate_length(:email, min: 10)
      |> unsafe_validate_unique(:email, Pento.Repo)
      |> unique_constraint(:email)`
    expect((await prompt.elixir(line)).answer).toContain('should be at least %{count} character(s)')
    expect((await prompt.elixir('v().valid?')).answer).toBe('false')
  })
})

describe('in TypeScript', () => {
  test('registers somebody by the name of the source', async ({ scope }) => {
    const prompt = new Prompt(scope)
    const line = `await Accounts.registerUser({ email: 'jimmy@gmail.com' })`

    const { answer, notes } = await prompt.typescript(line)

    expect(timeless(answer)).toBe(JIMMY(1))
    expect(notes).toEqual(['Read as `registerUser(scope, params)`.'])
    expect((await prompt.typescript('await Accounts.registerUser(scope, {})')).answer).toBe(NOBODY)
  })

  test('inserts a changeset that the library made here', async ({ scope }) => {
    const prompt = new Prompt(scope)
    const line = `const changeset = pipe(
      cast(build(users), { email: 'jimmy@gmail.com' }, ['email']),
      validateRequired(['email']),
      uniqueConstraint('email'),
    )
    Repo.insert(changeset)`

    expect(timeless((await prompt.typescript(line)).answer)).toBe(JIMMY(1))
    expect((await prompt.typescript('Repo.insert(changeset)')).answer).toContain(
      '"has already been taken"',
    )
  })

  test('shares its variables with Elixir', async ({ scope }) => {
    const prompt = new Prompt(scope)

    await prompt.elixir('{:ok, user} = Accounts.register_user(%{email: "jimmy@gmail.com"})')

    expect((await prompt.typescript('user.email')).answer).toBe('"jimmy@gmail.com"')
    await prompt.typescript(`const params = { email: 'bo@example.com' }`)
    expect((await prompt.elixir('{:ok, bo} = Accounts.register_user(params)\nbo.id')).answer).toBe(
      '2',
    )
  })

  test('keeps the last answer as _', async ({ scope }) => {
    const prompt = new Prompt(scope)

    await prompt.typescript(`await Accounts.registerUser({ email: 'jimmy@gmail.com' })`)
    expect((await prompt.typescript('_.value.email')).answer).toBe('"jimmy@gmail.com"')
    expect((await prompt.typescript('_.length')).answer).toBe('15')
  })

  test('looks around', async ({ scope }) => {
    const prompt = new Prompt(scope)

    expect((await prompt.typescript('exports(Scores)')).answer).toContain('list_scores/1')
    expect((await prompt.typescript('h(Accounts.registerUser)')).answer).toContain(
      'Accounts.register_user/1  Accounts.registerUser(scope, params)\n\nRegisters a user.',
    )
    expect((await prompt.typescript('Accounts.regsterUser({})')).answer).toBe(
      '** (TypeError) Accounts has no function regsterUser. Did you mean: registerUser',
    )
  })
})
