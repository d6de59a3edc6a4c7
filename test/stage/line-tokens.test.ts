import { expect, test } from 'vitest'
import { lineTokens } from '#stage/list/step/line-tokens.ts'

const told = (line: string) =>
  lineTokens(line)
    .filter(({ kind }) => kind !== null)
    .map(({ kind, text }) => `${kind}: ${text}`)

test.for([
  ["  validateFormat('email', EMAIL, {", ['function: validateFormat', "string: 'email'"]],
  [
    'async function registerUser(',
    ['keyword: async', 'keyword: function', 'function: registerUser'],
  ],
  ["message: 'it\\'s from', // why", ["string: 'it\\'s from'", 'comment: // why']],
  ['validateLength({ max: 160 })', ['function: validateLength', 'constant: 160']],
  ['scope.from.new', []],
  ['   * In Phoenix: `register_user/1`', ['comment: * In Phoenix: `register_user/1`']],
] as const)('%s', ([line, tokens]) => {
  expect(told(line)).toEqual(tokens)
})

test('nothing of a line is lost but its indent', () => {
  const line = "    const found = await repo.one(users.where('id', '=', 7)) // ours"

  expect(
    lineTokens(line)
      .map(({ text }) => text)
      .join(''),
  ).toBe(line.trim())
})
