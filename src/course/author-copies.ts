/** A step of a trace as it is written in a lesson: as a clause, as a value, as what a paragraph is about. */
export interface AuthorCopy {
  readonly name: 'clause' | 'Value' | 'About'
  readonly text: string
}

interface Written {
  readonly tag: string
  readonly outcome: string
  /** 1 for the first of its tag in its trace. */
  readonly nth: number
}

/**
 * What an author copies of one step. A value is quoted from the recording of a
 * demo's step: of any other trace there is none.
 *
 * @example
 * authorCopies({ tag: 'scope.current', outcome: 'ok', nth: 1 }, { demo: 'a-first-visit', number: 2 })[1].text
 * // => '<Value demo="a-first-visit" step="2" tag="scope.current" />'
 */
export function authorCopies(
  { tag, outcome, nth }: Written,
  of: { readonly demo: string; readonly number: number } | null,
): readonly AuthorCopy[] {
  const which = nth > 1 ? ` nth="${nth}"` : ''
  const value = of && `<Value demo="${of.demo}" step="${of.number}" tag="${tag}"${which} />`
  return [
    { name: 'clause', text: `- step: ${tag}\n  outcome: ${outcome}\n  otherwise: ` },
    ...(value === null ? [] : [{ name: 'Value', text: value } as const]),
    { name: 'About', text: `<About tags="${tag}">\n\n</About>` },
  ]
}

/**
 * Which of its tag a step is, from 1.
 *
 * @example
 * const plug = { tag: 'plug' }
 * nthOfTag([{ tag: 'plug' }, { tag: 'reply' }, plug], plug)
 * // => 2
 */
export const nthOfTag = <Step extends { readonly tag: string }>(
  steps: readonly Step[],
  step: Step,
): number => steps.slice(0, steps.indexOf(step) + 1).filter(({ tag }) => tag === step.tag).length
