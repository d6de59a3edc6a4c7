import { expect, test } from 'vitest'
import { spellingOf } from '#prompt/spelling.ts'

test.for([
  ['alias Pento.Accounts', 'elixir'],
  ['exports Accounts', 'elixir'],
  ['h Accounts.register_user/1', 'elixir'],
  ['%{email: "a"}', 'elixir'],
  ['{:ok, user} = Accounts.register_user(params)', 'elixir'],
  ['Accounts.register_user(params)', 'elixir'],
  ['Accounts.get_user!(1)', 'elixir'],
  ['Accounts.sudo_mode?(user)', 'elixir'],
  ['user |> inspect()', 'elixir'],
  ['~w(a b)', 'elixir'],
  ['"a" <> "b"', 'elixir'],
  ['await Accounts.registerUser({ email: "a" })', 'typescript'],
  ['Accounts.registerUser({ email: "a" })', 'typescript'],
  ['const user = 1', 'typescript'],
  ['[1, 2].map((n) => n * 2)', 'typescript'],
  ['Accounts.registerUser(params)', 'typescript'],
  ['user.email = 1', 'typescript'],
  ["user?.email === 'a'", 'typescript'],
] as const)('%s is %s, whatever was chosen', ([line, spelling]) => {
  expect(spellingOf(line, 'elixir')).toBe(spelling)
  expect(spellingOf(line, 'typescript')).toBe(spelling)
})

test.for(['user.email', '1 + 2', 'params', 'h(Accounts)'])('%s is what was chosen', (line) => {
  expect(spellingOf(line, 'elixir')).toBe('elixir')
  expect(spellingOf(line, 'typescript')).toBe('typescript')
})
