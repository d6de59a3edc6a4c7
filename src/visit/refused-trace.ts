/** The trace of a request that the front door refused, before anybody was looked for. */
import { splitPersona } from '#http/links.ts'
import { stepOfCheck, type FrontCheck } from '#http/front-request.ts'
import { recordReply } from '#http/reply.ts'
import { randomId } from '#lib/random-id.ts'
import type { Refusal } from '#lib/refusal.ts'
import { findRoute } from '#router.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect, record } from '#trace/trace.ts'
import type { Trace } from '#trace/trace-step.ts'

interface Refused {
  readonly method: string
  readonly url: string
  readonly refusal: Refusal
  /** What it had passed by then, and what it did not. */
  readonly passed: readonly FrontCheck[]
  readonly by: FrontCheck
  /** The step of an act that it is a run of: `ana-comes-in.2`. */
  readonly runs: string | null
}

export function traceOfRefused({ method, url, refusal, passed, by, runs }: Refused): Trace {
  const { persona, path } = splitPersona(url)
  // The pattern, because a path may hold a token.
  const pattern = findRoute(path.split('?', 1)[0] ?? '') ?? 'an unknown address'
  const title = `${method} ${pattern.replace('[token]', '‹token›')}`
  const recorder = new Recorder({ id: randomId(12), title, persona })
  collect(recorder, () => {
    const request = {
      layer: 'request',
      name: title,
      tag: `request.${method.toLowerCase()}`,
      data: { method, path: pattern, persona, ...(runs !== null && { fields: { _step: runs } }) },
    } as const
    const halted = { ...stepOfCheck(by), outcome: 'halt' } as const
    record(request, [...passed.map(stepOfCheck), halted])
    recordReply(refusal.status, refusal.message)
  })
  return recorder.snapshot()
}

/** Whether a request came no further than the front door. */
export const isTurnedAway = ({ steps }: Trace): boolean =>
  steps.some(({ layer, outcome }) => layer === 'request' && outcome === 'halt')
