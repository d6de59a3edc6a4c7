/** The solution beside what a reader has: shown after one more question, as what is different. */
import { button, draw } from './draw.ts'
import { lineDiff, type DiffLine } from './line-diff.ts'

interface File {
  readonly name: string
  readonly yours: string
  readonly theirs: string
}

const SIGNS: Readonly<Record<DiffLine['is'], readonly [sign: string, words: string]>> = {
  same: [' ', ''],
  yours: ['−', 'yours: '],
  theirs: ['+', 'the solution: '],
}

/** Draws it. `put` puts the solution into the editor. */
export function solutionBox(files: readonly File[], put: () => void): HTMLElement {
  const putIn = button('plain', 'Put it in the editor')
  putIn.addEventListener('click', put)
  const isSame = files.every(({ yours, theirs }) => yours === theirs)
  return draw(
    'section',
    { class: 'exercise-solution', 'aria-label': 'The solution, beside yours' },
    draw(
      'p',
      {},
      isSame
        ? 'Yours is the solution, letter for letter.'
        : 'Lines with − are yours, lines with + stand in the solution. There may be other ways.',
    ),
    ...(isSame ? [] : files.map(drawFile)),
    ...(isSame ? [] : [draw('p', {}, putIn)]),
  )
}

function drawFile({ name, yours, theirs }: File): HTMLElement {
  const lines = lineDiff(yours, theirs).map(({ is, text }) => {
    const [sign, words] = SIGNS[is]
    return draw(
      'span',
      { 'data-line-is': is },
      draw('span', { 'aria-hidden': 'true' }, `${sign} `),
      draw('span', { class: 'visually-hidden' }, words),
      `${text}\n`,
    )
  })
  return draw(
    'figure',
    {},
    draw('figcaption', { translate: 'no' }, name),
    draw('pre', { tabindex: '0', translate: 'no' }, ...lines),
  )
}
