/** How many there are of something: as a sentence says it, and as a list does. */

const NUMBERS = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]

/** `three`; from thirteen on in digits. */
export const numberWord = (count: number): string => NUMBERS[count] ?? String(count)

/**
 * The noun for so many. Say what many are called where an s is not enough.
 *
 * @example
 * plural(2, 'step')
 * // => 'steps'
 * plural(2, 'guess', 'guesses')
 * // => 'guesses'
 */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  count === 1 ? one : many

/**
 * A number of things, in words as far as a text would have them.
 *
 * @example
 * counted(1, 'row')
 * // => 'one row'
 * counted(40, 'row')
 * // => '40 rows'
 */
export const counted = (count: number, one: string, many?: string): string =>
  `${numberWord(count)} ${plural(count, one, many)}`

/**
 * A number of things in digits, for a list or a table.
 *
 * @example
 * numbered(1, 'row')
 * // => '1 row'
 * numbered(0, 'query', 'queries')
 * // => '0 queries'
 */
export const numbered = (count: number, one: string, many?: string): string =>
  `${count} ${plural(count, one, many)}`
