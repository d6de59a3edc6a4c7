/** The request of a run, as it can be sent once more by somebody else. */
import { getDemo } from '#course/course.ts'
import { requestOfStep, splitStepName, stepOf } from '#course/steps.ts'
import { splitPersona } from '#http/links.ts'
import { REDACTED } from '#lib/redacted.ts'
import { isMap, type Json, type Trace } from '#trace/trace-step.ts'
import { isPathOfApp } from '#visit/app-pages.ts'

/** Without who sends it. */
export interface Asked {
  readonly method: 'GET' | 'POST'
  /** `/scores/1` */
  readonly path: string
  readonly fields: Readonly<Record<string, string>>
}

/**
 * `null` for what nobody can send as it was: a secret is in no trace, an
 * address with a part that is not known leads nowhere, and what is no request
 * to the app is the same for everybody.
 */
export function askedIn(trace: Pick<Trace, 'steps' | 'kind'>): Asked | null {
  if ((trace.kind ?? 'request') !== 'request') return null
  const asked = ofStep(stepOf(trace)) ?? ofTrace(trace)
  if (!asked) return null
  const isHidden = Object.values(asked.fields).includes(REDACTED)
  return isPathOfApp(asked.path) && !isHidden ? asked : null
}

/** A step knows its whole address, where a trace has the pattern of its route. */
function ofStep(name: string | null): Asked | null {
  if (name === null) return null
  const { demo: id, number } = splitStepName(name)
  const demo = getDemo(id)
  const step = demo?.steps[number - 1]
  if (!demo || (step?.does !== 'send' && step?.does !== 'open')) return null
  const { method, path, fields } = requestOfStep(demo, step)
  return { method, path: splitPersona(path).path, fields }
}

function ofTrace({ steps: [first] }: Pick<Trace, 'steps'>): Asked | null {
  const { method, path, fields = null } = first?.data ?? {}
  if (typeof method !== 'string' || typeof path !== 'string') return null
  const sent = flatten(fields).filter(([name]) => name === '_method' || !name.startsWith('_'))
  return { method: method === 'GET' ? 'GET' : 'POST', path, fields: Object.fromEntries(sent) }
}

/** `user[email]`, as a form has it. */
function flatten(value: Json, name = ''): readonly (readonly [string, string])[] {
  if (isMap(value))
    return Object.entries(value).flatMap(([key, inner]) =>
      flatten(inner, name === '' ? key : `${name}[${key}]`),
    )
  return typeof value === 'string' ? [[name, value]] : []
}
