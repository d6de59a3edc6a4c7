/**
 * Colours one line of TypeScript that stands alone, by the same names as Shiki
 * does: a server that answers while it runs has no highlighter, and needs none
 * for a line.
 */
export interface LineToken {
  readonly text: string
  readonly kind: 'comment' | 'string' | 'keyword' | 'constant' | 'function' | null
}

const WORDS =
  'async|await|break|case|catch|class|const|continue|default|else|export|extends|finally|for|from|function|if|import|in|instanceof|interface|let|new|of|return|satisfies|static|switch|throw|try|type|typeof|while'
const TOKEN = new RegExp(
  [
    /(?<comment>\/\/.*|\/\*.*?(?:\*\/|$)|^\s*\*.*)/.source,
    /(?<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`)/.source,
    `(?<![\\w$.])(?<keyword>${WORDS})(?![\\w$])`,
    /(?<![\w$.])(?<constant>\d[\d_.]*|true|false|null|undefined)(?![\w$])/.source,
    /(?<function>[A-Za-z_$][\w$]*)(?=\()/.source,
  ].join('|'),
  'g',
)

/**
 * The line without its indent, cut where its colour changes.
 *
 * @example
 * lineTokens("  uniqueConstraint('email'),")
 * // => [
 * //   { text: 'uniqueConstraint', kind: 'function' },
 * //   { text: '(', kind: null },
 * //   { text: "'email'", kind: 'string' },
 * //   { text: '),', kind: null },
 * // ]
 */
export function lineTokens(line: string): readonly LineToken[] {
  const text = line.trim()
  const tokens: LineToken[] = []
  let end = 0
  for (const { index, 0: found, groups } of text.matchAll(TOKEN)) {
    if (index > end) tokens.push({ text: text.slice(end, index), kind: null })
    tokens.push({ text: found, kind: kindOf(groups) })
    end = index + found.length
  }
  if (end < text.length) tokens.push({ text: text.slice(end), kind: null })
  return tokens
}

const KINDS = ['comment', 'string', 'keyword', 'constant', 'function'] as const

const kindOf = (groups: Readonly<Record<string, string | undefined>> = {}) =>
  KINDS.find((kind) => groups[kind] !== undefined) ?? null
