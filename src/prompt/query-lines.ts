import { queryLog } from '#trace/query-log.ts'
import type { Trace, TraceStep } from '#trace/trace-step.ts'

/** A query of a call, as the debug log of Phoenix has it. */
export interface QueryLines {
  /** The step of the trace. */
  readonly step: number
  /** `[debug] QUERY OK source="users" db=0.4ms` */
  readonly head: string
  readonly sql: string
  /** `↳ registerUser, at: src/app/accounts/accounts.ts:80` */
  readonly caller: string | null
  readonly source: TraceStep['source']
}

// A transaction says nothing that its queries do not.
const QUERY = /^\s*(?:select|insert|update|delete|with)\b/i

/** The queries of a trace, in order. */
export function queriesOf({ steps }: Pick<Trace, 'steps'>): readonly QueryLines[] {
  return steps
    .filter(({ layer, name, data }) => layer === 'sql' && QUERY.test(sqlOf(data, name)))
    .map((step) => {
      const [head = '', ...rest] = queryLog(step).split('\n')
      const { source } = step
      const caller = callerOf(step, steps)
      const at = source && `${source.file}:${source.line}`
      const line = at && `↳ ${caller === null ? '' : `${caller}, `}at: ${at}`
      return { step: step.id, head, sql: rest.join('\n'), caller: line, source }
    })
}

const sqlOf = ({ sql }: TraceStep['data'], name: string) => (typeof sql === 'string' ? sql : name)

/** The function that asked: the nearest around the query that is none of the repo’s. */
function callerOf({ parent }: TraceStep, steps: readonly TraceStep[]): string | null {
  const around = steps.find(({ id }) => id === parent)
  if (!around) return null
  const isCaller = around.layer === 'context' || around.layer === 'changeset'
  if (isCaller && !around.tag.startsWith('changeset.repo.'))
    return around.name.split('.').at(-1) ?? null
  return callerOf(around, steps)
}

/** All of it, as text. */
export const queryText = ({ head, sql, caller }: QueryLines): string =>
  [head, sql, ...(caller === null ? [] : [caller])].join('\n')
