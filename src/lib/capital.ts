/**
 * With its first letter as a capital: a name, or the beginning of a sentence.
 *
 * @example
 * capital('ana')
 * // => 'Ana'
 */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
