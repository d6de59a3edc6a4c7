/** Where the visitor’s sandbox stands in an act. */
import { printPlace, readPlace, type ActPlace } from '#course/act.ts'
import { keepPlace } from '#sandbox/keep-place.ts'
import type { Visitor } from '#sandbox/sandbox.ts'

type Locals = Pick<App.Locals, 'sandbox' | 'front'>

/** Where it stands, or `null` outside of any act. */
export const placeOf = ({ sandbox }: Pick<Locals, 'sandbox'>): ActPlace | null =>
  readPlace(sandbox?.place.json ?? null)

/** Keeps it, and the traces of the runs that it lists. */
export async function savePlace(
  { sandbox, front }: Locals,
  visitor: Visitor,
  place: ActPlace,
): Promise<void> {
  if (!sandbox) return
  const writer = front.services.sandboxes.writerOf(visitor, sandbox)
  sandbox.traces.hold(place.runs.map(({ trace }) => trace))
  await keepPlace(sandbox, writer, printPlace(place))
}
