/**
 * What somebody has done may be something that `/try` speaks of, by whatever
 * means it came about: on any page, in a lesson, in a lab, at the prompt. It is
 * kept with their progress, so that it stays when the sandbox goes: see settle.ts.
 */
import type { Trace } from '#trace/trace-step.ts'
import { countIn } from './run-of.ts'
import { listTries, occursIn, TRY } from './tries.ts'

/**
 * The ids of what a trace shows of what there is to try. Most traces show nothing.
 *
 * @example
 * await ticksIn(locals, trace)
 * // => ['a-rule']
 */
export async function ticksIn(
  locals: Pick<App.Locals, 'sandbox'>,
  trace: Trace,
): Promise<readonly string[]> {
  // What only leads to something has not occurred before its reader's eyes.
  if (isOfGlass(trace)) return []
  const shown: string[] = []
  for (const one of listTries()) if (await occursIn(one, trace, countIn(locals))) shown.push(one.id)
  return shown
}

/** A start state that is loaded writes and logs in, and nobody has done that. */
function isOfGlass({ steps: [first] }: Trace): boolean {
  const path = first?.data['path']
  return typeof path === 'string' && path.startsWith('/sandbox/')
}

/**
 * The ids of what this visitor has seen so far.
 *
 * @example
 * await triesMet(locals)
 * // => new Set()
 */
export async function triesMet({
  front,
  visitor,
}: Pick<App.Locals, 'front' | 'visitor'>): Promise<ReadonlySet<string>> {
  if (!visitor) return new Set()
  try {
    const { checks } = await front.services.progress.listOfLesson(visitor, TRY)
    return new Set(checks.map(({ check_id }) => check_id))
  } catch (error) {
    // A list of what to try stands without its ticks.
    front.services.logError(error, front.requestId)
    return new Set()
  }
}

/**
 * Whether a check that was met is a tick of `/try`: whoever has some has not begun the course yet.
 *
 * @example
 * isTick({ lesson_id: 'who-comes-in' })
 * // => false
 */
export const isTick = ({ lesson_id }: { readonly lesson_id: string }): boolean =>
  lesson_id === TRY.id
