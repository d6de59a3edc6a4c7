/** A statement to be read: a clause on each line, and its parameters by number. */
import { sqlLines } from './sql-words.ts'

// A question mark inside a text or a name is none.
const PLACE = /("[^"]*"|'[^']*')|\?(?!\d)/g

/**
 * The statement with numbers for its parameters.
 *
 * @example
 * numberedSql('select * from "scores" where "id" = ? and "user_id" = ?')
 * // => ['select *', 'from "scores"', 'where "id" = ?1 and "user_id" = ?2']
 */
export function numberedSql(sql: string): readonly string[] {
  let next = 0
  const numbered = sql.replace(PLACE, (whole, quoted: string | undefined) => {
    if (quoted !== undefined) return whole
    next += 1
    return `?${next}`
  })
  return sqlLines(numbered)
}
