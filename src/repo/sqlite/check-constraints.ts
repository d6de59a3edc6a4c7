import type { Check } from '../table-shape.ts'

const TOKEN =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\w+|\S/g

interface Token {
  readonly text: string
  readonly start: number
}

/**
 * The checks of a table, which SQLite keeps nowhere but in the text of `create
 * table`. What is quoted or in a comment is stepped over, as it may hold any word.
 */
export function checksInDdl(ddl: string): readonly Check[] {
  const tokens = [...ddl.matchAll(TOKEN)]
    .map(({ 0: text, index: start }): Token => ({ text, start }))
    .filter(({ text }) => !/^(?:--|\/\*)/.test(text))

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

const isWord = (token: Token | undefined, word: string) => token?.text.toLowerCase() === word

function closingOf(tokens: readonly Token[], opening: number): number | null {
  let depth = 0
  for (const [index, { text }] of tokens.entries()) {
    if (index < opening) continue
    if (text === '(') depth += 1
    if (text === ')') depth -= 1
    if (depth === 0) return index
  }
  return null
}

function unquoted(name: string): string {
  const quote = name.charAt(0)
  if (!/["`[]/.test(quote)) return name
  const inner = name.slice(1, -1)
  return quote === '[' ? inner : inner.replaceAll(quote + quote, quote)
}
