/** A table of Markdown as Prettier lays it out: the first column on the left, numbers on the right. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const widths = head.map((_cell, column) =>
    Math.max(3, ...[head, ...rows].map((row) => [...(row[column] ?? '')].length)),
  )
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => padded(cell, widths[column] ?? 0, column)).join(' | ')} |`
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  )
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}

function padded(cell: string, width: number, column: number): string {
  const gap = ' '.repeat(width - [...cell].length)
  return column === 0 ? cell + gap : gap + cell
}

export const thousands = (count: number): string => count.toLocaleString('en')
