/**
 * Bends a request as the reader of its sandbox has asked for it, in a lab: the
 * one place where what a sandbox keeps becomes the watch of a request. Contexts,
 * changesets and plugs know nothing of it; their runners ask the watch.
 */
import type { Sandbox } from '#sandbox/sandbox.ts'
import { noteLayersOff } from '#trace/layers-off.ts'
import { watched } from '#trace/watch.ts'
import { routeOf } from '#router.ts'

/**
 * Runs `fn` as the labs of this sandbox bend it. Outside of one, and where
 * nothing is switched, that is `fn` and nothing else.
 */
export function bentBy<Value>({ bending }: Pick<Sandbox, 'bending'>, fn: () => Value): Value {
  if (!bending.isOn) return fn()
  const { without } = bending
  return watched({ without }, () => {
    noteLayersOff(without)
    return fn()
  })
}

/** A request to the app, in the sandbox that it has found. What stands around the app is never bent. */
export function bendRequest<Value>(
  { locals, routePattern }: { readonly locals: App.Locals; readonly routePattern: string },
  fn: () => Value,
): Value {
  const { sandbox, front } = locals
  if (!sandbox || !routeOf(routePattern).bends) return fn()
  const gate = front.fromInside?.gate
  const bent = () => bentBy(sandbox, fn)
  return gate ? watched({ gate }, bent) : bent()
}
