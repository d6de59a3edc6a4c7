/** What of Elixir this prompt does not read, and what to write in its place. */

const FORMS: Readonly<Record<string, string>> = {
  AnonymousFunction: 'A function (`fn … end`)',
  DoBlock: 'A block (`do … end`)',
  StabClause: 'A clause (`->`)',
  WhenOperator: 'A guard (`when`)',
  Charlist: 'A charlist',
  Bitstring: 'A binary (`<<…>>`)',
  Char: 'A character (`?a`)',
  AtOperator: 'A module attribute (`@…`)',
  Sigil: 'This sigil',
  FunctionDefinitionCall: 'Defining a function (`def`)',
}

/** The nearest that it does read. */
const NEAREST: Readonly<Record<string, string>> = {
  AnonymousFunction: 'A capture does the same: `& &1.email`.',
  Charlist: 'Texts stand in double quotes: "ana@example.com".',
  StabClause: 'A match reads a result: `{:ok, user} = …`.',
}

const OF_KERNEL: Readonly<Record<string, string>> = {
  case: 'A match reads a result: `{:ok, user} = …`.',
  with: 'A match reads a result: `{:ok, user} = …`.',
  for: '`Enum.map(list, & &1.email)` goes through a list.',
  if: '`condition && value` takes one of two.',
  unless: '`condition || value` takes one of two.',
}

const TAKES = 'It takes calls, matches, pipes and data.'
const ELSEWHERE = 'Write the rest in TypeScript, or try it in IEx.'

/** For a form of the language, by its name in the grammar. */
export function refusedForm(form: string, text: string): string {
  const what = FORMS[form] ?? `“${text.slice(0, 30)}”`
  return `${what} is more than this prompt reads. ${NEAREST[form] ?? TAKES} ${ELSEWHERE}`
}

/** For `if`, `case` and their like. */
export const refusedWord = (word: string): string =>
  `\`${word}\` is more than this prompt reads. ${OF_KERNEL[word] ?? TAKES} ${ELSEWHERE}`
