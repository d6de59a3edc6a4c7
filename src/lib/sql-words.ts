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

/** A statement's name in a list: `insert into users`. */
export function sqlName(sql: string): string {
  const verb = VERB.exec(sql)?.[1]?.toLowerCase() ?? 'query'
  const [, word, table] = TABLE.exec(sql) ?? []
  if (table === undefined) return verb
  return word?.toLowerCase() === verb
    ? `${verb} ${table}`
    : `${verb} ${word?.toLowerCase()} ${table}`
}
