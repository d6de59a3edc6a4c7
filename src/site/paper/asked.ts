/**
 * What a lesson on paper asks of its reader. Each question, task and exercise
 * has a number in the order in which the text draws it, and its answer stands
 * at the end under the same number.
 */

const KINDS = {
  question: 'Question',
  recall: 'Question',
  task: 'Task',
  exercise: 'Exercise',
} as const

export type AskedKind = keyof typeof KINDS

export interface Asked {
  readonly kind: AskedKind
  /** `ana-comes-in.whose-is-it` of a demo, `who-comes-in.a` of a lesson, or the id of an exercise. */
  readonly id: string
  readonly number: number
}

/**
 * Where its answer stands in the page.
 *
 * @example
 * answerId({ kind: 'recall', id: 'who-comes-in.a' })
 * // => 'answer-recall-who-comes-in.a'
 */
export const answerId = ({ kind, id }: Pick<Asked, 'kind' | 'id'>): string => `answer-${kind}-${id}`

/** Where it is asked. */
export const askedId = ({ kind, id }: Pick<Asked, 'kind' | 'id'>): string => `asked-${kind}-${id}`

/** As a text calls it: `Task 4`. */
export const askedName = ({ kind, number }: Pick<Asked, 'kind' | 'number'>): string =>
  `${KINDS[kind]} ${number}`

const MARK = /(?<link><a [^>]*data-asks="(?<kind>\w+) (?<id>[^"]+)"[^>]*>)(?<end><\/a>)/g

/**
 * A text with its numbers, and what it asks, in its order. `AskedNumber.astro` draws what is numbered.
 *
 * @example
 * const { html, asked } = numbered('<a data-asks="task a.b"></a>')
 * html
 * // => '<a data-asks="task a.b">Task 1</a>'
 * asked
 * // => [{ kind: 'task', id: 'a.b', number: 1 }]
 */
export function numbered(drawn: string): {
  readonly html: string
  readonly asked: readonly Asked[]
} {
  const asked: Asked[] = []
  const html = drawn.replaceAll(MARK, (whole, ...found) => {
    const {
      link = '',
      kind = '',
      id = '',
      end = '',
    } = found.at(-1) as Readonly<Record<string, string>>
    if (!Object.hasOwn(KINDS, kind)) return whole
    // The pattern of a name that `KINDS` has.
    const one = { kind: kind as AskedKind, id, number: asked.length + 1 }
    asked.push(one)
    return link + askedName(one) + end
  })
  return { html, asked }
}

/**
 * The values of an attribute, each once, in the order of the text.
 *
 * @example
 * namedIn('<b data-term="plug"></b><b data-term="plug"></b>', 'data-term')
 * // => ['plug']
 */
export const namedIn = (html: string, attribute: string): readonly string[] => [
  ...new Set(
    [...html.matchAll(new RegExp(`\\s${attribute}="([^"]+)"`, 'g'))].map(([, name = '']) => name),
  ),
]
