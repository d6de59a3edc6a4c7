// Not inside quotes: a quoted name or text may hold any word.
const CLAUSE =
  /\s+(?=(?:from|where|values|set|limit|returning|order by|group by|having|on conflict|(?:inner |left )?join)\b)(?=(?:[^"']|"[^"]*"|'[^']*')*$)/i

/** Breaks one SQL statement into lines, a clause on each, for reading in a narrow place. */
export function sqlLines(sql: string): readonly string[] {
  return sql.trim().split(CLAUSE)
}
