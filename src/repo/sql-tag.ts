/** In SQL, what is no word of it: text in quotes, and comments. */
export const TEXT_OR_COMMENT = /'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/
const TEXTS_AND_COMMENTS = new RegExp(TEXT_OR_COMMENT.source, 'g')

const TABLE =
  /\b(?:into|from|update(?:\s+or\s+\w+)?|(?:create|drop|alter)(?:\s+unique|\s+temp|\s+temporary)?\s+(?:table|index|trigger|view)(?:\s+if(?:\s+not)?\s+exists)?)\s+["`[]?(\w+)/i

/**
 * Names a statement the same way whatever its values and columns are.
 *
 * @example
 * sqlTag('insert into "users" ("email") values (?)')
 * // => 'sql.insert.users'
 */
export function sqlTag(sql: string): string {
  const words = sql.replace(TEXTS_AND_COMMENTS, ' ')
  const verb = /[a-z]+/i.exec(words)?.[0].toLowerCase() ?? 'unknown'
  const table = TABLE.exec(words)?.[1]
  return table ? `sql.${verb}.${table}` : `sql.${verb}`
}
