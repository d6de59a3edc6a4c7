/**
 * A run as a file for Vitest: it does to a server of its own what was done here
 * before, sends the same, and expects what the trace of the run shows. It stands
 * alone, so that it can be kept beside any code; what is secret was never in a
 * trace, so a password and a link are found anew.
 */
import { splitStepName, stepOf } from '#course/steps.ts'
import { REDACTED } from '#lib/redacted.ts'
import { kindOfSecret } from '#lib/secret-name.ts'
import { typescriptText as text } from '#lib/typescript-text.ts'
import { outcomeOf } from '#trace/outcome.ts'
import { requestSent, type RequestSent } from '#trace/request-sent.ts'
import { traceInWords } from '#trace/strip.ts'
import type { Trace } from '#trace/trace-step.ts'
import { testFile } from './test-file.ts'

interface Copied {
  readonly trace: Trace
  /** What was done in the same sandbox before, the oldest first. */
  readonly before: readonly Trace[]
  /** Whether that is all that was. */
  readonly isWhole: boolean
  /** Where the server is: `http://localhost:4321`. */
  readonly origin: string
}

/** The text of the file, or `null` for a run that no request began. */
export function testOf({ trace, before, isWhole, origin }: Copied): string | null {
  const said = sayingOf(trace)
  if (said === null) return null
  return testFile({
    origin,
    title: trace.title,
    sentence: traceInWords(trace),
    before: before.filter(changesSomething).flatMap((one) => sayingOf(one) ?? []),
    isWhole,
    said,
    status: trace.status,
    outcome: outcomeOf(trace),
  })
}

/** Whoever only looks leaves a server as it is. */
const changesSomething = (trace: Trace) => {
  const request = requestSent(trace)
  return request !== null && (request.method !== 'GET' || isStep(trace))
}

const isStep = (trace: Trace) => splitStepName(stepOf(trace) ?? '').number > 0

/** The line of the test that does it again. */
function sayingOf(trace: Trace): string | null {
  const request = requestSent(trace)
  if (!request) return null
  const { demo, number } = splitStepName(stepOf(trace) ?? '')
  if (isStep(trace)) return `press(${text(demo)}, ${number})`
  const path = pathOf(request)
  const fields = request.fields.map((field) => pairOf(field, trace, request))
  // What was read from a body stands in `fields`; a form overrides its method there.
  const method = request.method === 'GET' || request.method === 'HEAD' ? 'GET' : 'POST'
  const isTold = request.fields.some(([name]) => name === '_method')
  const own = method === 'POST' && request.method !== 'POST' && !isTold
  const sent = own ? [`['_method', ${text(request.method.toLowerCase())}]`, ...fields] : fields
  const list = sent.length === 0 ? '' : `, [${sent.join(', ')}]`
  return `send(${text(method)}, ${path}${list})`
}

/** `[token]` in an address is the one of the newest link. */
function pathOf({ base, path }: RequestSent): string {
  if (!path.includes('[')) return text(base + path)
  const [start = '', ...rest] = (base + path).split(/\[[a-z]\w*\]/)
  return `${text(start)} + (await newestToken(${text(base)}))${rest.join('') === '' ? '' : ` + ${text(rest.join(''))}`}`
}

function pairOf(
  [name, value]: readonly [string, string],
  trace: Trace,
  { base }: RequestSent,
): string {
  if (value !== REDACTED) return `[${text(name)}, ${text(value)}]`
  if (kindOfSecret(name) === 'token') return `[${text(name)}, await newestToken(${text(base)})]`
  return `[${text(name)}, ${passwordFor(name, trace)}]`
}

/** What was typed is not known. What became of it is, and tells what a test has to type for the same. */
function passwordFor(name: string, { steps }: Trace): string {
  const went = (tag: RegExp) => steps.some((step) => tag.test(step.tag) && step.outcome === 'error')
  const isConfirmation = name.includes('confirmation')
  if (isConfirmation) return went(/password.*\.confirmation$/) ? 'OTHER_PASSWORD' : 'PASSWORD'
  if (went(/password.*\.required$/)) return "''"
  if (went(/password.*\.length$/)) return "'short'"
  const isUnknown = steps.some(
    ({ tag, data }) => /^context\.\w*ByEmailAndPassword$/.test(tag) && data['returned'] === null,
  )
  return isUnknown || (name.includes('current') && went(/current_password/))
    ? 'OTHER_PASSWORD'
    : 'PASSWORD'
}
