/** What an author wrote that cannot be: where it stands, what is wrong with it, what to write. */

/** A place in a file, as an editor counts: from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/**
 * `broken`: nothing can be made of the file, or no page of the text. `wrong`: it can be shown, and
 * says something that is not so. `recording`: `npm run lessons:record` mends it. `style`: a rule of
 * the house.
 */
export type MistakeKind = 'broken' | 'wrong' | 'recording' | 'style'

/** What is wrong, and what stands there when it is right: whole sentences. */
export interface Wrong {
  readonly what: string
  readonly write: string
}

/** One mistake, with the place that an editor opens. */
export interface Mistake extends Place, Wrong {
  /** From the folder of package.json. */
  readonly file: string
  readonly kind: MistakeKind
}

/** Where a file begins, for what it lacks as a whole. */
export const BEGINNING: Place = { line: 1, column: 1 }

/**
 * A mistake in one line, as a terminal and an editor know places.
 *
 * @example
 * const place = { file: 'content/course.yaml', line: 3, column: 1, kind: 'wrong' }
 * mistakeInWords({ ...place, what: 'It has no title.', write: 'Write title: Scopes.' })
 * // => 'content/course.yaml:3:1 It has no title. Write title: Scopes.'
 */
export const mistakeInWords = ({ file, line, column, what, write }: Mistake): string =>
  `${file}:${line}:${column} ${[what, write].filter(Boolean).join(' ')}`

/** Collects what is wrong, so that an author reads it all at once. */
export class Mistakes {
  readonly #all: Mistake[] = []

  add(file: string, kind: MistakeKind, { line, column }: Place, { what, write }: Wrong): void {
    this.#all.push({ file, line, column, what, write, kind })
  }

  /** By file and line, each once. */
  get all(): readonly Mistake[] {
    const inOrder = this.#all.toSorted(
      (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column,
    )
    return [...new Map(inOrder.map((one) => [mistakeInWords(one), one])).values()]
  }

  /** Whether a file has mistakes that leave nothing of it. */
  isBroken(file: string): boolean {
    return this.#all.some((one) => one.file === file && one.kind === 'broken')
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/**
 * Throws one error that tells them all, and does nothing where there are none.
 *
 * @example
 * refuseMistakes([])
 * // => undefined
 */
export function refuseMistakes(mistakes: readonly Mistake[]): void {
  if (mistakes.length === 0) return
  const lines = mistakes.map((mistake) => `  ${mistakeInWords(mistake)}`)
  const error = new Error(`The course has mistakes.\n${lines.join('\n')}`)
  // The places to look at are in the sentences. Its own would lead away from them.
  error.stack = 'Error: The course has mistakes.'
  throw error
}
