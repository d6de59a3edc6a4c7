/**
 * What a server answers to a stage, and where each piece of it goes. Nobody
 * writes the name of a place twice: what sends a piece and what puts it in
 * place take the same names.
 */

export interface Place {
  /** In one window of the app, in the stage that was pressed, or anywhere in the text of the page. */
  readonly in: 'window' | 'stage' | 'text'
  /** A text has several of its kind: a piece says of which one it is. */
  readonly of?: 'run' | 'question' | 'task' | 'recall' | 'exercise' | 'lesson'
}

export const PLACES = {
  /** The page of the app, one for each persona. */
  page: { in: 'window' },
  flash: { in: 'window' },
  /** In the place of the pages: what two runs left, beside each other. */
  pages: { in: 'stage' },
  /** What came of the run, in one sentence. */
  strip: { in: 'stage' },
  house: { in: 'stage' },
  /** The steps in order, and what came after the run: the page it led to, the page that connected. */
  list: { in: 'stage' },
  /** Below the steps: how a page that stays open connected. */
  connected: { in: 'stage' },
  /** The track, the runs, what can be taken away. */
  foot: { in: 'stage' },
  /** Who, the clock, counts, the time that is left. */
  bar: { in: 'stage' },
  /** Below the bar: which layers are switched off. */
  layers: { in: 'stage' },
  /** The trace as data, for lights, the scrubber and whatever compares. */
  data: { in: 'stage' },
  /** Under the button that was pressed: what was done to get there. */
  act: { in: 'text', of: 'run' },
  /** Under the button that was pressed, on a phone: the answer. */
  card: { in: 'text', of: 'run' },
  question: { in: 'text', of: 'question' },
  task: { in: 'text', of: 'task' },
  /** Below a question that was answered from memory: that it is kept. */
  recall: { in: 'text', of: 'recall' },
  /** On the card of an exercise: how far its reader is with it. */
  exercise: { in: 'text', of: 'exercise' },
  /** At the top of a lesson: a question of an earlier one. */
  asked: { in: 'text' },
  /** How far the visitor is with the course. */
  progress: { in: 'text' },
  /** Where to go on. */
  continue: { in: 'text' },
  /** In the outline of a lesson: what waits to be answered from memory. */
  due: { in: 'text' },
  /** In a list of lessons: opened, read. */
  mark: { in: 'text', of: 'lesson' },
  /** At the end of a lesson: whether it was read. */
  read: { in: 'text', of: 'lesson' },
} as const satisfies Readonly<Record<string, Place>>

export type PlaceName = keyof typeof PLACES

/** The places of which a text has several. */
export type PlaceOfMany = {
  [Name in PlaceName]: (typeof PLACES)[Name] extends { readonly of: string } ? Name : never
}[PlaceName]

/** A piece of an answer: where it goes and, of many such places, to which. */
export type Target =
  | { readonly to: Exclude<PlaceName, PlaceOfMany>; readonly id?: undefined }
  | { readonly to: PlaceOfMany; readonly id: string }

/**
 * The name of a place as the page carries it, in `data-part`.
 *
 * @example
 * partName({ to: 'question', id: 'bo-goes-down.how-far' })
 * // => 'question-bo-goes-down.how-far'
 */
export const partName = ({ to, id }: Target): string => (id === undefined ? to : `${to}-${id}`)

/**
 * The place that a name stands for, or `null` where it stands for none.
 *
 * @example
 * placeOf('question-bo-goes-down.how-far')
 * // => { in: 'text', of: 'question' }
 */
export function placeOf(name: string): Place | null {
  const [to = '', id] = name.split(/-(.*)/)
  if (!Object.hasOwn(PLACES, to)) return null
  // Its own key, as was asked above.
  const place: Place = PLACES[to as PlaceName]
  return (id === undefined) === (place.of === undefined) ? place : null
}
