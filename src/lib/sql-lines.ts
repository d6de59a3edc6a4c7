// A quoted name or text is taken whole first: it may hold any word.
const QUOTED_OR_BREAK =
  /("[^"]*"|'[^']*')|(?<!\b(?:left|inner))\s+(?=(?:from|where|values|set|limit|returning|order by|group by|having|on conflict|left join|inner join|join)\b)/gi

/** Breaks one SQL statement into lines, a clause on each, for reading in a narrow place. */
export function sqlLines(sql: string): readonly string[] {
  return sql
    .trim()
    .replace(QUOTED_OR_BREAK, (_, quoted?: string) => quoted ?? '\n')
    .split('\n')
}
