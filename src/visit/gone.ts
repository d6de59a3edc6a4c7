/**
 * A thing of a sandbox that is not there. Where it is known that it was, its
 * reader hears what became of it: gone is 410. What nobody knows of, and what
 * is somebody else's, was never there: 404, whoever asks.
 */
import { Refusal } from '#lib/refusal.ts'
import { TraceRing } from '#sandbox/trace-ring.ts'
import { lossInWords } from './lost-sandbox.ts'

interface Missing {
  /** For what never was. */
  readonly never: string
  /** For what was here, and fell out; `null` for what did not, or nobody can tell. */
  readonly fellOut?: string | null
}

/** Throw what this answers. */
export function goneOrNeverThere(
  { lost, front }: Pick<App.Locals, 'lost' | 'front'>,
  { never, fellOut = null }: Missing,
): Refusal {
  if (lost) {
    const loss = lossInWords(lost, front.services.sandboxes.idleHours)
    return new Refusal(410, `${loss} What was in it is gone. Your next action makes a fresh one.`)
  }
  return fellOut === null ? new Refusal(404, never) : new Refusal(410, fellOut)
}

/** A run whose trace is not kept. */
export function noSuchTrace(
  { sandbox, ...locals }: Pick<App.Locals, 'lost' | 'front' | 'sandbox'>,
  id: string,
): Refusal {
  const never =
    'Your sandbox keeps no such trace. The oldest fall out, and all of them go when nobody has used it for half an hour.'
  const fellOut = `This run is gone: your sandbox keeps the last ${TraceRing.capacity}. Run its step again.`
  return goneOrNeverThere(locals, { never, fellOut: sandbox?.traces.had(id) ? fellOut : null })
}
