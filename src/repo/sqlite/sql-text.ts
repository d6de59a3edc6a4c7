import { SqlArgumentError } from '../database-error.ts'
import { TEXT_OR_COMMENT } from '../sql-tag.ts'

/** What must be known of a statement before it reaches SQLite. */
export interface SqlText {
  /** The first word, in lower case: `select`, `insert`, `begin`. */
  readonly verb: string
  /** How many values it waits for. */
  readonly places: number
  /** Whether it answers with rows, as far as its words tell. */
  readonly answersRows: boolean
}

/** As long as SQLite's own limit is set; see sqlite3-handle.ts. */
export const LONGEST_SQL = 20_000

const QUOTED_NAME = /"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]/
const NOT_WORDS = new RegExp(`${TEXT_OR_COMMENT.source}|${QUOTED_NAME.source}`, 'g')
// A comment becomes a space. What is quoted must stay something, or `''` would be no SQL.
const STAND_INS: Readonly<Record<string, string>> = {
  "'": " '' ",
  '"': ' _ ',
  '`': ' _ ',
  '[': ' _ ',
}
const ROWS = /^(?:select|with|values|pragma|explain)$/
const NAMED_PLACE = /\?\d|(?<![\w$])[:@$]\w/
const TRIGGER = /^\s*create\s+(?:temp\s+|temporary\s+)?trigger\b/i

/**
 * Reads a statement, or refuses it: sqlite3 ends the whole process when SQL is
 * not text, cuts SQL at a NUL, ignores all after the first `;`, and stores NULL
 * for a value that is missing.
 */
export function readSql(sql: unknown): SqlText {
  if (typeof sql !== 'string') throw refusal(`is ${kindOf(sql)}`, 'Expected text.')
  if (sql.length > LONGEST_SQL)
    throw refusal(`has ${sql.length} characters`, `The most is ${LONGEST_SQL}.`)
  if (sql.includes('\0')) throw refusal('contains a NUL', 'SQLite would cut it there.')
  if (!sql.isWellFormed()) throw refusal('has half a surrogate pair', 'SQLite reads UTF-8.')

  const words = sql.replace(NOT_WORDS, (found) => STAND_INS[found.charAt(0)] ?? ' ')
  const verb = /^[\s;]*([a-z]+)/i.exec(words)?.[1]?.toLowerCase()
  if (!verb) throw refusal('is empty', 'Expected one statement.')
  if (/;\s*\S/.test(words) && !TRIGGER.test(words))
    throw refusal('has more than one statement', 'Only the first would run. Run each alone.')
  if (NAMED_PLACE.test(words))
    throw refusal('has a named or numbered place', 'Write ? and give the values in order.')

  return {
    verb,
    places: words.split('?').length - 1,
    answersRows: ROWS.test(verb) || /\breturning\b/i.test(words),
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : typeof value
}

function refusal(given: string, advice: string): SqlArgumentError {
  return new SqlArgumentError(`sqlite: the SQL ${given}. ${advice}`)
}
