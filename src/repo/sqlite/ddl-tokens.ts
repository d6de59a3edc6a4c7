/** The words of `create table`. What is quoted or in a comment is one of them, as it may hold any word. */
const TOKEN =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\w+|\S/g

export interface Token {
  readonly text: string
  readonly start: number
}

export const tokensOf = (ddl: string): readonly Token[] =>
  [...ddl.matchAll(TOKEN)]
    .map(({ 0: text, index: start }): Token => ({ text, start }))
    .filter(({ text }) => !/^(?:--|\/\*)/.test(text))

export const isWord = (token: Token | undefined, word: string): boolean =>
  token?.text.toLowerCase() === word

/** Where the parenthesis that opens at `opening` closes, or `null`. */
export function closingOf(tokens: readonly Token[], opening: number): number | null {
  let depth = 0
  for (const [index, { text }] of tokens.entries()) {
    if (index < opening) continue
    if (text === '(') depth += 1
    if (text === ')') depth -= 1
    if (depth === 0) return index
  }
  return null
}

export function unquoted(name: string): string {
  const quote = name.charAt(0)
  if (!/["`[]/.test(quote)) return name
  const inner = name.slice(1, -1)
  return quote === '[' ? inner : inner.replaceAll(quote + quote, quote)
}
