/** The checks of an exercise, and what came of each. */
import { draw } from './draw.ts'
import type { CodePlace, Outcome, Unmet } from './outcome.ts'

type State = 'untried' | 'met' | 'unmet'

const SIGNS: Readonly<Record<State, readonly [sign: string, words: string]>> = {
  untried: ['○', 'not tried'],
  met: ['✓', 'met'],
  unmet: ['✗', 'not met'],
}

/** The list before anything ran. */
export const untriedChecks = (names: readonly string[]): readonly HTMLElement[] =>
  names.map((name) => draw('li', { 'data-check': 'untried' }, ...lineOf('untried', name)))

/** The list after a run: the first that is not met is open, and tells what happened. */
export function triedChecks(outcomes: readonly Outcome[]): readonly HTMLElement[] {
  const first = outcomes.find(({ unmet }) => unmet)
  return outcomes.map((outcome) => {
    const { name, unmet, passed } = outcome
    if (!unmet) return draw('li', { 'data-check': 'met' }, ...lineOf('met', name))
    return draw(
      'li',
      { 'data-check': 'unmet' },
      draw(
        'details',
        { open: outcome === first },
        draw('summary', {}, ...lineOf('unmet', name)),
        ...told(unmet, passed),
      ),
    )
  })
}

function lineOf(state: State, name: string): readonly Node[] {
  const [sign, words] = SIGNS[state]
  return [
    draw('span', { class: 'exercise-sign', 'aria-hidden': 'true' }, sign),
    draw('span', {}, name, draw('span', { class: 'visually-hidden' }, ` (${words})`)),
  ]
}

function told({ about, seen, hoped, close, thrown, steps }: Unmet, passed: number) {
  const before =
    passed === 0 ? null : `After ${passed === 1 ? 'one case' : `${passed} cases`} as hoped for.`
  return [
    draw('p', { class: 'exercise-about' }, `${capital(about)}`),
    draw(
      'dl',
      { class: 'exercise-seen' },
      ...pair('Seen', seen),
      ...pair('Hoped for', hoped),
      ...(close === null ? [] : pair('Close', close)),
      ...(thrown?.place ? pair('Where', placeInWords(thrown.place)) : []),
      ...sentTo(steps),
    ),
    before === null ? null : draw('p', { class: 'exercise-note' }, before),
    thrown === null
      ? null
      : folded(
          'The whole exception',
          draw('pre', { tabindex: '0' }, `${thrown.name}: ${thrown.message}`),
        ),
    steps.length === 0
      ? null
      : folded(
          'What the layers did',
          draw(
            'ol',
            { class: 'exercise-steps' },
            ...steps.map(({ layer, name, outcome, detail, line }) =>
              draw(
                'li',
                { 'data-layer': layer },
                draw('span', { class: 'exercise-layer' }, layer),
                draw('code', { translate: 'no' }, name),
                ` ${outcome}${detail === '' ? '' : `: ${detail}`}`,
                line === null ? null : draw('span', {}, ` ↳ ${placeInWords(line)}`),
              ),
            ),
          ),
        ),
  ]
}

/** What the case sent to the database: a failing one is mostly understood by it. */
function sentTo(steps: Unmet['steps']): readonly Node[] {
  const statements = steps.flatMap(({ sql, line }) => (sql === null ? [] : [{ sql, line }]))
  if (statements.length === 0) return []
  const items = statements.map(({ sql, line }) =>
    draw(
      'li',
      {},
      draw('code', { translate: 'no' }, sql),
      line === null ? null : draw('span', {}, ` ↳ ${placeInWords(line)}`),
    ),
  )
  return [draw('dt', {}, 'Sent'), draw('dd', {}, draw('ol', { class: 'exercise-sent' }, ...items))]
}

/** `visitor.ts, line 12` */
export const placeInWords = ({ file, line }: Pick<CodePlace, 'file' | 'line'>): string =>
  `${file}, line ${line}`

const pair = (term: string, words: string) => [draw('dt', {}, term), draw('dd', {}, words)]

const folded = (title: string, inside: Node) =>
  draw('details', { class: 'exercise-more' }, draw('summary', {}, title), inside)

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** What a run came to, in one sentence for whoever hears it. */
export function inOneSentence(outcomes: readonly Outcome[]): string {
  const met = outcomes.filter(({ unmet }) => !unmet).length
  const first = outcomes.find(({ unmet }) => unmet)
  if (!first?.unmet) return `All ${outcomes.length} checks are met.`
  const { seen, hoped } = first.unmet
  const name = capital(first.name)
  return `${met} of ${outcomes.length} checks are met. ${name}: seen ${seen}, hoped for ${hoped}.`
}
