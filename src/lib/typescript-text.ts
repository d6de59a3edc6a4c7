import { UNSEEN } from './unseen.ts'

// What ends a line, and what nobody would see in an editor.
const TO_ESCAPE = new RegExp(`[${UNSEEN}\u2028\u2029]`, 'gu')

/**
 * A text as TypeScript writes it, between quotes that nothing in it can end:
 * whoever typed it, it is pasted into a file that is run.
 *
 * @example
 * typescriptText("o'hara\n")
 * // => "'o\\'hara\\u{a}'"
 */
export const typescriptText = (text: string): string =>
  `'${text
    .toWellFormed()
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replace(TO_ESCAPE, (sign) => `\\u{${sign.codePointAt(0)!.toString(16)}}`)}'`
