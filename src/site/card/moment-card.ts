/**
 * Which picture stands for a moment. A link says what it sends, and never what
 * came of it: that is known where the same was recorded. Of anything else a
 * link may name its end; a stranger chooses among our pictures, and draws none.
 */
import { runIn, type Moment } from '#course/moment-link.ts'
import type { Cards, DrawnCard, StepCard } from './card.ts'

interface Known {
  /** The path of its lesson. */
  readonly lesson: string
  /** How it ended, as its link says: `refused.constraint`. */
  readonly end: string | null
}

/** That of the step that it repeats; else that of its end; else that of its lesson. */
export function cardOfMoment(cards: Cards, moment: Moment, { lesson, end }: Known): DrawnCard {
  const recorded = repeatedStep(moment, own(cards.demos, moment.demo) ?? [])
  return recorded ?? own(cards.ends, end ?? '') ?? own(cards.lessons, lesson) ?? cards.home
}

const own = <Value>(values: Readonly<Record<string, Value>>, name: string): Value | null =>
  Object.hasOwn(values, name) ? (values[name] ?? null) : null

/**
 * The recorded step whose run a moment would be. Its Run was pressed; or all
 * that was recorded up to it was sent by hand, in the same order, and nothing
 * else: a step alone may come out otherwise without what came before it.
 */
export function repeatedStep(
  { demo, steps }: Moment,
  recorded: readonly StepCard[],
): StepCard | null {
  const pressed = steps.map(runIn)
  if (pressed.every(([act]) => act === demo))
    return recorded.find(({ step }) => String(step) === pressed.at(-1)?.[1]) ?? null
  const sent = steps.map(({ path, fields }) =>
    JSON.stringify([path, ...fields.filter(([name]) => name !== '_step').flat()]),
  )
  let taken = 0
  for (const each of recorded) {
    if (each.sent === null) return null
    // Whoever only looks changes nothing.
    if (each.sent.length === 0) continue
    if (JSON.stringify(each.sent) !== sent[taken]) return null
    taken += 1
    if (taken === sent.length) return each
  }
  return null
}
