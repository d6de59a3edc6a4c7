/** Names that an author may have meant. */

/** More of them would bury the rest of the sentence. */
const MOST_NAMES = 14

/**
 * The known name that is nearest to what was written, or `null` where none is near.
 *
 * @example
 * nearest('a-new-adress', ['a-link', 'a-new-address'])
 * // => 'a-new-address'
 * nearest('nothing-like-it', ['a-link'])
 * // => null
 */
export function nearest(written: string, known: readonly string[]): string | null {
  const most = Math.max(1, Math.min(3, Math.floor(written.length / 3)))
  const ranked = known
    .map((name) => ({ name, far: distance(written.toLowerCase(), name.toLowerCase()) }))
    .filter(({ far }) => far <= most)
    .toSorted((a, b) => a.far - b.far)
  return ranked[0]?.name ?? null
}

/**
 * What to write in place of a name that is not there.
 *
 * @example
 * offer('plugg', ['plug', 'scope'])
 * // => 'Did you mean plug? There are plug, scope.'
 * offer('x', [])
 * // => 'There is none.'
 */
export function offer(written: string, known: readonly string[]): string {
  const near = nearest(written, known)
  const meant = near === null ? '' : `Did you mean ${near}? `
  if (known.length === 0) return 'There is none.'
  // In place of one more name, “and 1 more” would stand there.
  const count = known.length === MOST_NAMES + 1 ? known.length : MOST_NAMES
  const shown = known.slice(0, count).join(', ')
  const more = known.length - count
  const verb = known.length === 1 ? 'is' : 'are'
  return `${meant}There ${verb} ${shown}${more > 0 ? `, and ${more} more` : ''}.`
}

/**
 * How many letters must be put in, taken out, replaced or swapped.
 *
 * @example
 * distance('pulg', 'plug')
 * // => 1
 */
export function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)]
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1]
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row[j] = Math.min(
        rows[i - 1]![j]! + 1,
        row[j - 1]! + 1,
        rows[i - 1]![j - 1]! + (same ? 0 : 1),
        swapped ? rows[i - 2]![j - 2]! + 1 : Infinity,
      )
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]!
}
