/** What a query asked for, in words: the table, and the columns by which it looked. Never what they were compared with. */

const TABLE = /\bfrom\s+"?(\w+)/i
/** Texts first: they may hold any word. */
const TEXT = /'(?:[^']|'')*'/g
const INNER = /\(select\b[^()]*\)/gi
const WHERE = /\bwhere\b(.*?)(?:\b(?:group by|having|order by|limit|returning)\b|$)/is
/** Not what another column is compared with. */
const COLUMN = /(?<![=<>] ?(?:"\w+"\.)?)"(\w+)"(?!\.)/g

/**
 * The question of a `select`; `null` for a statement that is none, or that
 * asks for every row.
 *
 * @example
 * askedInWords('select * from "scores" where "user_id" = ?1 and "id" = ?2')
 * // => 'No row of scores by user_id and id.'
 */
export function askedInWords(sql: string): string | null {
  const said = sql.replace(TEXT, "''").replace(INNER, '')
  const [, table] = TABLE.exec(said) ?? []
  const [, where = ''] = WHERE.exec(said) ?? []
  const columns = [...new Set(Array.from(where.matchAll(COLUMN), ([, column]) => column!))]
  if (!/^\s*select\b/i.test(sql) || table === undefined || columns.length === 0) return null
  return `No row of ${table} by ${columns.join(', ').replace(/, ([^,]+)$/, ' and $1')}.`
}
