/**
 * What nobody sees, for the inside of a class of an expression with the flag
 * `u`: controls and formats, halves of characters, code points without a
 * character, fillers and selectors that are drawn as nothing, and the two blank
 * signs that Unicode counts among the symbols. White space is none of it.
 *
 * @example
 * new RegExp(`[${UNSEEN}]`, 'u').test('ana\u3164')
 * // => true
 * new RegExp(`[${UNSEEN}]`, 'u').test('ana maria')
 * // => false
 */
export const UNSEEN = String.raw`\p{C}\p{Default_Ignorable_Code_Point}\u2800\u{1D159}`
