/**
 * Whether a reader was told what a way types. Somebody with the sentence of a
 * task and its hints, and the lesson behind them, types nothing else.
 */

/** As it is typed: into a field, at the prompt, as a span of time. */
export interface Typed {
  readonly into: 'field' | 'prompt' | 'clock'
  readonly text: string
}

/**
 * What of it stands nowhere in what was told.
 *
 * @example
 * untold([{ into: 'field', text: 'cy@example.test' }], 'Send cy@example.test by the form.')
 * // => []
 */
export function untold(typed: readonly Typed[], told: string): readonly string[] {
  const read = plain(told)
  return typed.flatMap((one) => piecesOf(one).filter((piece) => !stands(piece, read)))
}

function piecesOf({ into, text }: Typed): readonly string[] {
  if (text.trim() === '') return []
  // 15m: fifteen of something, whichever way it is put.
  if (into === 'clock') return [/\d+/.exec(text)?.[0] ?? text]
  if (into === 'field') return [sameAllAlong(text) ?? text]
  return text.split('\n').flatMap(piecesOfLine)
}

/** The same sign, time after time: one is told how often. */
function sameAllAlong(text: string): string | null {
  const signs = [...new Intl.Segmenter('en').segment(text)].map(({ segment }) => segment)
  return signs.length > 2 && new Set(signs).size === 1 ? String(signs.length) : null
}

/** Names, texts in quotation marks, and numbers: what stands between them is the language. */
const PIECES = /"[^"]*"|[a-z_]\w*[?!]?(?=\()|-?\d+/g

function piecesOfLine(line: string): readonly string[] {
  return [...line.matchAll(PIECES)].map(([piece]) => piece.replaceAll('"', ''))
}

/** A number is no part of a longer one. */
function stands(piece: string, told: string): boolean {
  const wanted = plain(piece)
  if (!/^\d+$/.test(wanted)) return told.includes(wanted)
  return new RegExp(`(?<!\\d)${wanted}(?!\\d)`).test(told)
}

/** As it is read aloud: no minus before a number, no marks of a printer, one space. */
const plain = (text: string) =>
  text
    .replaceAll(/[’‘]/g, "'")
    .replaceAll(/(?<=\d),(?=\d{3})/g, '')
    .replaceAll(/\B-(?=\d)/g, '')
    .replaceAll(/\s+/g, ' ')
