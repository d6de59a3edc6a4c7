// A quoted name or text is taken whole first: it may hold any word.
const QUOTED_OR_BREAK =
  /("[^"]*"|'[^']*')|(?<!\b(?:left|inner))\s(?=(?:from|where|values|set|limit|returning|order by|group by|having|on conflict|left join|inner join|join)\b)/gi

/** Breaks one SQL statement into lines, a clause on each, for reading in a narrow place. */
export function sqlLines(sql: string): readonly string[] {
  return sql
    .trim()
    .replace(QUOTED_OR_BREAK, (_, quoted?: string) => quoted ?? '\n')
    .split('\n')
}

const VERB = /^\s*(\w+)/
const TABLE = /\b(into|from|update)\s+"?(\w+)/i
const SCHEMA =
  /^\s*(create|drop|alter)\s+(?:unique\s+)?(table|index|trigger|view)\s+(?:if\s+(?:not\s+)?exists\s+)?"?(\w+)/i

/** A statement's name in a list: `insert into users`, `drop table users`. */
export function sqlName(sql: string): string {
  const [, change, what, name] = SCHEMA.exec(sql) ?? []
  if (name !== undefined) return `${change?.toLowerCase()} ${what?.toLowerCase()} ${name}`
  const verb = VERB.exec(sql)?.[1]?.toLowerCase() ?? 'query'
  const [, word, table] = TABLE.exec(sql) ?? []
  if (table === undefined) return verb
  return word?.toLowerCase() === verb
    ? `${verb} ${table}`
    : `${verb} ${word?.toLowerCase()} ${table}`
}
