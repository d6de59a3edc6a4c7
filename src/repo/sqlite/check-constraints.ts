import type { Check } from '../table-shape.ts'
import { closingOf, isWord, tokensOf, unquoted } from './ddl-tokens.ts'

/** The checks of a table, which SQLite keeps nowhere but in the text of `create table`. */
export function checksInDdl(ddl: string): readonly Check[] {
  const tokens = tokensOf(ddl)
  return tokens.flatMap((token, index) => {
    const opening = index + 1
    if (!isWord(token, 'check') || tokens[opening]?.text !== '(') return []
    const closing = closingOf(tokens, opening)
    if (closing === null) return []
    const expression = ddl.slice(tokens[opening].start + 1, tokens[closing]!.start).trim()
    const named = isWord(tokens[index - 2], 'constraint')
    return [{ name: named ? unquoted(tokens[index - 1]!.text) : null, expression }]
  })
}
