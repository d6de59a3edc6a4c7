/**
 * The text that made a table or an index, a column or constraint on each line.
 * What is quoted stays whole.
 *
 * @example
 * ddlLines("CREATE TABLE t (a, b default ',', check (a in (1, 2))) strict")
 * // => ['CREATE TABLE t (', '  a,', "  b default ',',", '  check (a in (1, 2))', ') strict']
 */
export function ddlLines(ddl: string): readonly string[] {
  let depth = 0
  const broken = ddl.replace(QUOTED_OR_SIGN, (sign) => {
    if (sign === '(') depth += 1
    if (sign === ')') depth -= 1
    if (sign === '(' && depth === 1) return '(\n  '
    if (sign === ')' && depth === 0) return '\n)'
    return /^,/.test(sign) && depth === 1 ? ',\n  ' : sign
  })
  return broken.split('\n')
}

const QUOTED_OR_SIGN = /"[^"]*"|'[^']*'|`[^`]*`|\[[^[\]]*\]|[()]|,\s*/g
