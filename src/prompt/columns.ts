const WIDEST = 30
const BETWEEN = 5
/** IEx begins another line behind this column, however wide the last name of it is. */
const TURN = 80

/**
 * Names beside each other as IEx has them, three of `exports Accounts`, as long
 * as there is room. Where it is narrow, there are two as long as a third of them
 * have room, and a longer one has its line to itself. None is cut.
 */
export function inColumns(names: readonly string[], width: number): string {
  const longest = Math.max(0, ...names.map(({ length }) => length))
  const cell = Math.min(longest, WIDEST) + BETWEEN
  for (let beside = Math.ceil(TURN / cell); beside > 1; beside -= 1) {
    const lines = linesOf(names, beside, cell)
    if (lines.every(({ length }) => length <= width)) return lines.join('\n')
  }
  const half = Math.floor((width + 1) / 2)
  const fitting = names.filter(({ length }) => length < half)
  return (fitting.length * 3 >= names.length ? inPairs(names, half) : names).join('\n')
}

// A cell is as wide as the longest name may be: what is longer moves the rest of its line.
const linesOf = (names: readonly string[], beside: number, cell: number): readonly string[] =>
  Array.from({ length: Math.ceil(names.length / beside) }, (_, line) =>
    names
      .slice(line * beside, (line + 1) * beside)
      .map((name) => `${name.padEnd(cell - 1)} `)
      .join('')
      .trimEnd(),
  )

/** The order stays: what stands before a long name has no neighbour. */
function inPairs(names: readonly string[], half: number): readonly string[] {
  const lines: string[] = []
  let left: string | null = null
  for (const name of names) {
    if (left !== null && name.length < half) {
      lines.push(left.padEnd(half) + name)
      left = null
      continue
    }
    if (left !== null) lines.push(left)
    left = name.length < half ? name : null
    if (left === null) lines.push(name)
  }
  return left === null ? lines : [...lines, left]
}
