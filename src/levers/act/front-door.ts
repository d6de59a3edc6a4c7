/** What was turned away before anybody could watch it, as a trace. */
import { randomBytes } from 'node:crypto'
import { stepOfAct } from '#course/act.ts'
import type { Demo } from '#course/course-data.ts'
import { requestOfStep, stepName, titleOfStep } from '#course/steps.ts'
import { recordReply } from '#http/reply.ts'
import { Recorder } from '#trace/recorder.ts'
import type { Trace } from '#trace/trace-step.ts'
import { collect, record } from '#trace/trace.ts'

interface TurnedAway {
  readonly demo: Demo
  readonly number: number
  readonly response: Response
}

/**
 * A request that says it comes from another site ends at the front door, which
 * leaves no trace of strangers. For whoever has asked to see it, this is it;
 * `null` for any other step.
 */
export function traceOfFrontDoor({ demo, number, response }: TurnedAway): Trace | null {
  const taken = stepOfAct(demo, number)
  if (!taken || response.status !== 403) return null
  const { path, fields, isForeign } = requestOfStep(demo, taken.step)
  if (!isForeign) return null
  const method = fields['_method']?.toUpperCase() ?? 'POST'
  const { persona } = taken
  const name = titleOfStep(demo, taken.step)
  const [, route = path] = name.split(' ')
  const recorder = new Recorder({ id: randomBytes(12).toString('base64url'), title: name, persona })
  const sent = { ...fields, _step: stepName(demo.id, number) }
  const data = { method, path: route, persona, fields: sent }
  const tag = `request.${method.toLowerCase()}`
  collect(recorder, () => {
    record({ layer: 'request', name, tag, data })
    record({
      ...{ layer: 'request', name: 'front door: Origin', tag: 'request.origin', outcome: 'halt' },
      detail: 'it came from another site',
    })
    recordReply(403, 'A form of this site sends its own Origin.')
  })
  return recorder.snapshot()
}
