import { callSite } from './call-site.ts'
import type { StepReport } from './recorder.ts'
import { span } from './trace.ts'

/** The least that a scope is: who is asking, and of which database. */
interface AnyScope {
  readonly repo: object
  readonly user: { readonly id: number; readonly email?: string } | null
}

/**
 * Makes a public function of a context. Its first argument is a scope, by
 * type: a context function without one does not compile. Each call is a step
 * of the trace, named as the reader finds it in the source, and says whose
 * scope it was given.
 */
export function contextFunction<Scope extends AnyScope, Rest extends readonly unknown[], Value>(
  name: string,
  fn: (scope: Scope, ...rest: Rest) => Promise<Value>,
): (scope: Scope, ...rest: Rest) => Promise<Value> {
  const report: StepReport = { layer: 'context', name, tag: `context.${name}`, source: callSite() }
  return (scope, ...rest) => {
    const data = { scope: { user: whoAsks(scope) } }
    return span({ ...report, data }, () => fn(scope, ...rest), outcomeOf)
  }
}

/** A user holds more than a trace may show. */
const whoAsks = ({ user }: AnyScope) => user && { id: user.id, email: user.email }

function outcomeOf(value: unknown): Partial<StepReport> {
  if (value === null) return { outcome: 'ok', detail: 'nothing found' }
  if (typeof value !== 'object' || !('ok' in value)) return {}
  return value.ok ? { outcome: 'ok' } : { outcome: 'error', detail: 'answered with an error' }
}
