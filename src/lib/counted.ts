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
 * A number of things, in words as far as a text would have them.
 *
 * @example
 * counted(1, 'row')
 * // => 'one row'
 * counted(40, 'row')
 * // => '40 rows'
 */
export function counted(count: number, thing: string): string {
  return `${numberWord(count)} ${thing}${count === 1 ? '' : 's'}`
}
