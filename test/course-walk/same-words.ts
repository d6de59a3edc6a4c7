/**
 * Whether two prints say the same. A narrow prompt breaks lines and columns
 * elsewhere, and every sandbox has its own times, numbers and tokens.
 *
 * @example
 * sameWords('{:ok, 1}', '{:ok,\n  2}')
 * // => true
 */
export function sameWords(one: string, other: string): boolean {
  return wordsOf(one).join(' ') === wordsOf(other).join(' ')
}

const wordsOf = (print: string): readonly string[] =>
  print
    .replaceAll(/~U\[[^\]]*\]/g, '~U')
    .replaceAll(/[\w-]{43}/g, 'token')
    .replaceAll(/(?<![\w/])\d[\d_]*/g, '0')
    .replaceAll(/[[\]{}<>]/g, ' $& ')
    .split(/[\s,]+/)
    .filter(Boolean)
    .toSorted()
