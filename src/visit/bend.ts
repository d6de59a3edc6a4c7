/**
 * Bends a request as the reader of its sandbox has asked for it, in a lab: the
 * one place where what a sandbox keeps becomes the watch of a request. Contexts,
 * changesets and plugs know nothing of it; their runners ask the watch.
 */
import type { Sandbox } from '#sandbox/sandbox.ts'
import { noteBent } from '#trace/layers-off.ts'
import { watched } from '#trace/watch.ts'
import { routeOf } from '#router.ts'
import { codeOfFault, readStandIns, standInsOf } from './stand-ins.ts'

type Bent = Pick<Sandbox, 'bending'>

/**
 * Runs `fn` as the labs of this sandbox bend it. Outside of one, and where
 * nothing is switched, that is `fn` and nothing else. Of a fault it takes what
 * `readyToBend` has read.
 */
export function bentBy<Value>({ bending }: Bent, fn: () => Value): Value {
  if (!bending.isOn) return fn()
  const { without } = bending
  const { hunt } = bending.now
  const instead = hunt && standInsOf(hunt.fault)
  return watched(instead ? { without, instead } : { without }, () => {
    noteBent(without, instead ? codeOfFault(hunt.fault) : null)
    return fn()
  })
}

/** Reads what a sandbox bends by, where that is not at hand yet. */
export async function readyToBend({ bending }: Bent): Promise<void> {
  const { hunt } = bending.now
  if (hunt && !standInsOf(hunt.fault)) await readStandIns(hunt.fault)
}

/**
 * Says in the trace of a lab’s own request, which is never bent, by what those
 * are that it sends.
 */
export function noteBending({ bending }: Bent): void {
  const { hunt } = bending.now
  if (bending.isOn) noteBent(bending.without, hunt && codeOfFault(hunt.fault))
}

/** A request to the app, in the sandbox that it has found. What stands around the app is never bent. */
export function bendRequest<Value>(
  { locals, routePattern }: { readonly locals: App.Locals; readonly routePattern: string },
  fn: () => Promise<Value>,
): Promise<Value> {
  const { sandbox, front } = locals
  if (!sandbox || !routeOf(routePattern).bends) return fn()
  const gate = front.fromInside?.gate
  if (gate) return watched({ gate }, () => bent(sandbox, fn))
  return sandbox.bending.isOn ? bent(sandbox, fn) : fn()
}

async function bent<Value>(sandbox: Bent, fn: () => Promise<Value>): Promise<Value> {
  await readyToBend(sandbox)
  return bentBy(sandbox, fn)
}
