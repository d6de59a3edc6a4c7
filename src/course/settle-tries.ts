/**
 * What somebody has done may be something that `/try` speaks of, by whatever
 * means it came about: on any page, in a lesson, in a lab, at the prompt. It is
 * kept with their progress, so that it stays when the sandbox goes.
 */
import type { Trace } from '#trace/trace-step.ts'
import { untraced } from '#trace/trace.ts'
import { countIn } from './run-of.ts'
import { listTries, occursIn, TRY } from './tries.ts'

type Locals = Pick<App.Locals, 'front' | 'sandbox' | 'visitor'>

/**
 * Keeps what a trace shows of what there is to try. Most traces show nothing new, and cost no query.
 *
 * @example
 * await settleTries(locals, trace)
 * await triesMet(locals)
 * // => new Set(['a-rule'])
 */
export async function settleTries(locals: Locals, trace: Trace): Promise<void> {
  const { front, visitor } = locals
  // What only leads to something has not occurred before its reader's eyes.
  if (!visitor || front.fromInside?.runs === null || isOfGlass(trace)) return
  try {
    await untraced(async () => {
      const shown: string[] = []
      for (const one of listTries())
        if (await occursIn(one, trace, countIn(locals))) shown.push(one.id)
      if (shown.length === 0) return
      const met = await triesMet(locals)
      for (const id of shown)
        if (!met.has(id)) await front.services.progress.meetCheck(visitor, TRY, id)
    })
  } catch (error) {
    // What the reader did stands, whether or not it can be remembered.
    front.services.logError(error, front.requestId)
  }
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
}: Pick<Locals, 'front' | 'visitor'>): Promise<ReadonlySet<string>> {
  if (!visitor) return new Set()
  const { checks } = await front.services.progress.listOfLesson(visitor, TRY)
  return new Set(checks.map(({ check_id }) => check_id))
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
