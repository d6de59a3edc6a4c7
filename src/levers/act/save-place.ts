import { printPlace, type ActPlace } from '#course/act.ts'
import { keepPlace } from '#sandbox/keep-place.ts'
import type { Visitor } from '#sandbox/sandbox.ts'

/** Keeps where the visitor’s sandbox stands in an act, and the traces of the runs that it lists. */
export async function savePlace(
  { sandbox, front }: Pick<App.Locals, 'sandbox' | 'front'>,
  visitor: Visitor,
  place: ActPlace,
): Promise<void> {
  if (!sandbox) return
  const writer = front.services.sandboxes.writerOf(visitor, sandbox)
  sandbox.traces.hold(place.runs.map(({ trace }) => trace))
  await keepPlace(sandbox, writer, printPlace(place))
}
