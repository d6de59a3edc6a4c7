const WIDEST = 30
const BETWEEN = 5

/** As many names beside each other as IEx has: three in 80 columns, of `exports Accounts`. */
export function inColumns(names: readonly string[], width: number): string {
  const longest = Math.max(0, ...names.map(({ length }) => length))
  const cell = Math.min(longest, WIDEST) + BETWEEN
  const beside = Math.max(1, Math.ceil(width / cell))
  // A cell is as wide as the longest name may be: what is longer moves the rest of its line.
  const lines = Array.from({ length: Math.ceil(names.length / beside) }, (_, line) =>
    names
      .slice(line * beside, (line + 1) * beside)
      .map((name) => `${name.padEnd(cell - 1)} `)
      .join('')
      .trimEnd(),
  )
  return lines.join('\n')
}
