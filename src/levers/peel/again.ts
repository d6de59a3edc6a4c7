/** The last request, as a form that sends it once more. */
import { REDACTED } from '#lib/redacted.ts'
import { pathFor } from '#http/links.ts'
import { stepOf, splitStepName } from '#course/steps.ts'
import { isMap, type Json, type Trace } from '#trace/trace-step.ts'

export interface Again {
  readonly action: string
  readonly fields: readonly (readonly [name: string, value: string])[]
  readonly persona: string
  /** The step of an act that it is, `DEMO.2`. */
  readonly run: string | null
  /** `Send ana@example.test again` */
  readonly label: string
}

/**
 * `null` for what cannot be sent again as it was: a secret is in no trace, an
 * address with a part that is not known leads nowhere, and looking is no sending.
 */
export function againOf({ steps, persona }: Pick<Trace, 'steps' | 'persona'>): Again | null {
  const { method, path, fields = null } = steps[0]?.data ?? {}
  const sent = flatten(fields).filter(([name]) => name !== '_step')
  const run = stepOf({ steps })
  const label = labelOf(sent)
  if (run !== null) {
    const { demo, number } = splitStepName(run)
    const lesson = sent.filter(([name]) => name === '_lesson')
    const own = [
      ['act', demo],
      ['step', String(number)],
    ] as const
    return { action: '/acts', fields: [...own, ...lesson], persona, run, label }
  }
  if (typeof method !== 'string' || method === 'GET' || typeof path !== 'string') return null
  if (path.includes('[') || sent.some(([, value]) => value === REDACTED)) return null
  return { action: pathFor(persona, path), fields: sent, persona, run, label }
}

function labelOf(sent: Again['fields']): string {
  const value = sent.find(([name]) => !name.startsWith('_'))?.[1] ?? ''
  return value !== '' && value.length <= MOST_LETTERS && value !== REDACTED
    ? `Send ${value} again`
    : 'Send it again'
}

const MOST_LETTERS = 30

/** `user[email]`, as a form has it. */
function flatten(value: Json, name = ''): readonly (readonly [string, string])[] {
  if (isMap(value))
    return Object.entries(value).flatMap(([key, inner]) =>
      flatten(inner, name === '' ? key : `${name}[${key}]`),
    )
  return typeof value === 'string' ? [[name, value]] : []
}
