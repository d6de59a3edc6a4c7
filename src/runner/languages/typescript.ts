import { LRLanguage } from '@codemirror/language'
import { typescript as parser } from '#prompt/typescript/grammar.ts'

/** TypeScript, for the editor: at the prompt and in exercises. */
export const typescript = LRLanguage.define({
  name: 'typescript',
  parser,
  languageData: { commentTokens: { line: '//' }, closeBrackets: { brackets: ['(', '[', '{'] } },
})
