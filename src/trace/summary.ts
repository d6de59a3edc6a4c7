import { journeyOf, type Floor, type Journey } from './journey.ts'
import { numbered } from '#lib/counted.ts'
import { caughtBy, type Guard } from './guard.ts'
import { isRule, type Json, type Trace, type TraceStep } from './trace-step.ts'

/** One sentence for somebody who cannot see the picture, and for everybody who can. */
export function summarize(trace: Trace | null): string {
  if (!trace || trace.steps.length === 0) return 'Nothing has happened yet.'
  const request = requestOf(trace.persona)
  const journey = journeyOf(trace)
  const guard = caughtBy(trace)

  if (guard)
    return `${theGuard(guard, journey.step)} ${verb(journey)} ${request}${reason(trace, journey)}`
  if (journey.outcome === 'open')
    return `${capital(request)} is on its way, ${numbered(trace.steps.length, 'step')} so far.`
  return `${capital(request)} ${way(journey.floor)} and was answered with ${trace.status}.${mails(trace)}`
}

/** `your request`, `Alice’s request`. */
function requestOf(persona: string): string {
  return persona === 'you' ? 'your request' : `${capital(persona)}’s request`
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const FLOOR_PHRASES: Readonly<Record<Floor, string>> = {
  request: 'came to the front door',
  plug: 'went through the plugs',
  scope: 'went as far as the scope',
  context: 'went as far as the context',
  changeset: 'went as far as the changeset',
  sql: 'went down to SQL',
  constraint: 'passed every floor down to the constraints',
}

const way = (floor: Floor) => FLOOR_PHRASES[floor]

const verb = ({ outcome }: Journey) => (outcome === 'halted' ? 'halted' : 'refused')

/** Names what the reader can look up: the plug, the index. */
function theGuard(guard: Guard, step: TraceStep | null): string {
  if (guard === 'request') return 'The front door'
  if (guard === 'sql') return 'The database'
  const named = step && (step.layer === 'plug' || step.layer === 'constraint')
  return `The ${guard}${named ? ` ${step.name}` : ''}`
}

function reason(trace: Trace, { step, floor, outcome }: Journey): string {
  if (outcome === 'halted')
    return trace.status === null ? '.' : ` and answered with ${trace.status}.`
  if (!step) return plainReason(trace, floor)
  const others = trace.steps.filter(
    (other) => other.layer === step.layer && other.outcome === 'error' && isRule(other),
  )
  const also =
    step.layer === 'changeset' && others.length > 1 ? ` (and ${others.length - 1} more)` : ''
  const words = firstError(step) ?? step.detail
  return words ? `: ${words.replace(/\.$/, '')}${also}.` : `${also}.`
}

/** A refusal that no step owns: what the reply says of it. */
function plainReason({ steps }: Trace, floor: Floor): string {
  const said = steps.findLast(({ layer }) => layer === 'reply')?.detail.replace(/\.$/, '')
  if (said) return `: ${said}.`
  return floor === 'context' ? ': it found nothing that matches.' : '.'
}

/** The message as the form shows it: `email has already been taken`. */
function firstError({ data }: TraceStep): string | null {
  const error = Array.isArray(data['errors']) ? (data['errors'] as readonly Json[])[0] : null
  if (!error || typeof error !== 'object' || Array.isArray(error)) return null
  const { field, message } = error as { readonly [key: string]: Json }
  return typeof field === 'string' && typeof message === 'string' ? `${field} ${message}` : null
}

function mails({ steps }: Trace): string {
  const sent = steps.filter(({ layer, outcome }) => layer === 'mail' && outcome === 'ok').length
  if (sent === 0) return ''
  return sent === 1 ? ' One mail was sent.' : ` ${sent} mails were sent.`
}
