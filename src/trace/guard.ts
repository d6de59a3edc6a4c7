import type { End } from './ending.ts'
import type { Floor } from './floors.ts'
import { pictureOf } from './picture.ts'
import type { Pictured } from './placing.ts'
import type { Json, TraceStep } from './trace-step.ts'

export const GUARDS = [
  'browser',
  'request',
  'limit',
  'route',
  'plug',
  'hook',
  'scope',
  'context',
  'changeset',
  'sql',
  'unique index',
  'foreign key',
  'check',
  'not null',
] as const

/** Who caught it: the word on the badge beside a refusal. */
export type Guard = (typeof GUARDS)[number]

/** The floor of the house on which a guard stands. */
export function floorOfGuard(guard: Guard): Floor {
  if (guard === 'browser') return 'request'
  if (guard === 'plug' || guard === 'hook' || guard === 'route' || guard === 'limit')
    return 'guards'
  return isConstraint(guard) ? 'constraint' : guard
}

/** The guard that refused a request, or `null` if none did: one that found nothing was not refused. */
export function caughtBy(trace: Pictured): Guard | null {
  return guardOfEnd(pictureOf(trace).end)
}

export function guardOfEnd({ kind, step, floor }: End): Guard | null {
  if (kind !== 'refused') return null
  return step ? guardOfStep(step) : GUARD_OF_FLOOR[floor]
}

/** Who stands on a floor, where no step says who refused. */
const GUARD_OF_FLOOR: Readonly<Record<Floor | 'live', Guard>> = {
  request: 'request',
  pipeline: 'plug',
  scope: 'scope',
  // It answers nothing of the kind: no plug said so.
  guards: 'route',
  context: 'context',
  changeset: 'changeset',
  sql: 'sql',
  constraint: 'unique index',
  live: 'context',
}

/** The guard behind an error of a changeset: the constraint it names, else the changeset itself. */
export function guardOfError({ constraint }: { readonly constraint?: string | null }): Guard {
  return constraint ? (KINDS[constraint] ?? 'unique index') : 'changeset'
}

export function guardOfStep({ layer, tag, name, data }: TraceStep): Guard {
  if (tag.startsWith('limit.')) return 'limit'
  if (tag.startsWith('live.onMount.')) return 'hook'
  if (layer === 'constraint') return kindOf(data['kind'], name)
  if (layer === 'request') return tag.startsWith('browser.') ? 'browser' : 'request'
  if (layer === 'mail' || layer === 'live' || layer === 'reply') return 'context'
  return layer
}

type ConstraintGuard = Extract<Guard, 'unique index' | 'foreign key' | 'check' | 'not null'>

const KINDS: Readonly<Record<string, ConstraintGuard>> = {
  unique: 'unique index',
  foreign: 'foreign key',
  foreignKey: 'foreign key',
  foreign_key: 'foreign key',
  check: 'check',
  notNull: 'not null',
  not_null: 'not null',
}

const isConstraint = (guard: Guard): guard is ConstraintGuard =>
  guard === 'unique index' || guard === 'foreign key' || guard === 'check' || guard === 'not null'

function kindOf(kind: Json | undefined, name: string): Guard {
  const known = typeof kind === 'string' ? KINDS[kind] : undefined
  if (known) return known
  if (name.endsWith('_fkey')) return 'foreign key'
  if (name.endsWith('_check')) return 'check'
  return name.endsWith('_not_null') ? 'not null' : 'unique index'
}
