import { LRLanguage } from '@codemirror/language'
import { elixir as parser } from '#prompt/elixir/grammar.ts'

/** Elixir, for the editor: at the prompt alone. */
export const elixir = LRLanguage.define({
  name: 'elixir',
  parser,
  languageData: { commentTokens: { line: '#' }, closeBrackets: { brackets: ['(', '[', '{'] } },
})
