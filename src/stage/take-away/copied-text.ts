/** Answers with a run as text, to be read and copied. */
import type { APIContext } from 'astro'
import { recordReply } from '#http/reply.ts'
import { allow } from '#http/requests.ts'
import { Refusal } from '#lib/refusal.ts'
import type { TraceRing } from '#sandbox/trace-ring.ts'
import type { Trace } from '#trace/trace-step.ts'
import { noSuchTrace } from '#visit/gone.ts'

/**
 * Throws a `Refusal` (404, or 410 for one that it kept) for a run that the
 * sandbox does not keep, and for one of which `textOf` has nothing to tell.
 */
export function copiedText(
  context: APIContext,
  textOf: (trace: Trace, traces: TraceRing) => string | null,
): Response {
  allow(context, ['GET'])
  const { locals, params } = context
  const id = params['id'] ?? ''
  const traces = locals.sandbox?.traces
  const trace = traces?.get(id)
  if (!traces || !trace) throw noSuchTrace(locals, id)
  const text = textOf(trace, traces)
  if (text === null)
    throw new Refusal(404, 'No request began this run, so there is nothing to send again.')
  recordReply(200)
  return new Response(text, { headers: { 'content-type': 'text/plain; charset=utf-8' } })
}
