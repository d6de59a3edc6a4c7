/** The way of a teacher through a lesson: to a step, then press it, then to the next. */

export interface Stop {
  /** A button that runs something. The others are questions and tasks, for the class to answer. */
  readonly isRun: boolean
  /** It was pressed since it was reached. */
  readonly isPressed?: boolean
}

/**
 * Where a key leads from the stop `now`, -1 before the first: to the next stop,
 * or, at a button that was not pressed yet, to pressing it.
 *
 * @example
 * nextStop([{ isRun: true }, { isRun: false }], 0, 1)
 * // => { at: 0, presses: true }
 * nextStop([{ isRun: true, isPressed: true }, { isRun: false }], 0, 1)
 * // => { at: 1, presses: false }
 */
export function nextStop(
  stops: readonly Stop[],
  now: number,
  by: 1 | -1,
): { readonly at: number; readonly presses: boolean } {
  const here = stops[now]
  if (by === 1 && here?.isRun && !here.isPressed) return { at: now, presses: true }
  const at = Math.min(Math.max(now + by, 0), stops.length - 1)
  return { at, presses: false }
}
