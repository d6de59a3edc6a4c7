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

/**
 * A number of things, in words as far as a text would have them.
 *
 * @example
 * counted(1, 'row')
 * // => 'one row'
 * counted(40, 'row')
 * // => '40 rows'
 */
export function counted(count: number, thing: string): string {
  return `${NUMBERS[count] ?? count} ${thing}${count === 1 ? '' : 's'}`
}
