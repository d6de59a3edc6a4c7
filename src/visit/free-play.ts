import { inFreePlay, printPlace } from '#course/act.ts'
import { placeOf } from '#course/place-of.ts'
import { keepPlace } from '#sandbox/keep-place.ts'
import { untraced } from '#trace/trace.ts'

/**
 * What somebody does in an act that is no step of it: from then on it is not
 * where its steps led. `leads` says whether it was anything that leads elsewhere.
 */
export async function noteFreePlay(locals: App.Locals, leads: boolean): Promise<void> {
  const { front, sandbox, visitor } = locals
  const place = placeOf(locals)
  if (!leads || !sandbox || !visitor || !place || place.free || front.fromInside) return
  const writer = front.services.sandboxes.writerOf(visitor, sandbox)
  await untraced(() => keepPlace(sandbox, writer, printPlace(inFreePlay(place))))
}
