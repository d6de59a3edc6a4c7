/** Of several names those that somebody may have meant, the nearest first. */
export function nearest(name: string, names: readonly string[]): readonly string[] {
  const far = Math.max(2, Math.floor(name.length / 3))
  return [...new Set(names)]
    .map((one) => ({ one, distance: distance(name, one) }))
    .filter((each) => each.distance <= far)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ one }) => one)
}

/** How many letters have to be changed. In other words: Levenshtein’s distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (const [line, letter] of [...a].entries()) {
    const next = [line + 1]
    for (let at = 1; at <= b.length; at += 1) {
      const swapped = row[at - 1]! + (b[at - 1] === letter ? 0 : 1)
      next.push(Math.min(swapped, row[at]! + 1, next[at - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
