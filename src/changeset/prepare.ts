import type { Step } from '#trace/step.ts'
import { withPatch, type Changeset, type Draft, type Prepare } from './changeset.ts'
import { changesetStep } from './changeset-step.ts'
import { fieldValue } from './fields.ts'
import { NO_OPTIONS } from './rule.ts'
import { knownField, type FieldOf, type Values } from './schema.ts'

/**
 * Leaves a function for the repo to run just before it writes, inside the
 * transaction, and only if the changeset is valid. In Ecto: `prepare_changes/2`.
 */
export function prepareChanges<Row extends object>(prepare: Prepare<Row>): Step<Changeset<Row>> {
  return changesetStep('prepareChanges', 'prepare_changes', [], NO_OPTIONS, (draft: Draft<Row>) => {
    draft.prepare = Object.freeze([prepare, ...draft.prepare])
    return true
  })
}

/**
 * Lets a write succeed only if nobody wrote the row since it was read. In Ecto: `optimistic_lock/3`.
 *
 * The row's version must still be the one in this changeset; the write puts
 * `increment` of it in its place.
 */
export function optimisticLock<Row extends object, Field extends FieldOf<Row>>(
  field: Field,
  increment: (current: Row[Field] | null) => Row[Field] | null = nextVersion as never,
): Step<Changeset<Row>> {
  const name = 'optimisticLock'
  const kind = 'optimistic_lock'
  return changesetStep(name, kind, [field], NO_OPTIONS, (draft: Draft<Row>) => {
    knownField(draft.schema, field, name)
    const current = fieldValue(draft, field) ?? null
    // The change waits for the repo: a form that is shown again must not count up.
    const lock: Prepare<Row> = (prepared) => {
      const changes = { ...prepared.changes, [field]: increment(current) }
      return withPatch(prepared, { changes: Object.freeze(changes) as Values<Row> })
    }
    draft.prepare = Object.freeze([lock, ...draft.prepare])
    if (current !== null)
      draft.filters = Object.freeze({ ...draft.filters, [field]: current }) as Values<Row>
    return true
  })
}

// What a 32-bit column holds. A row that never had a version starts at 1.
const LAST_VERSION = 2_147_483_647

const nextVersion = (current: number | null) =>
  current === null || current >= LAST_VERSION ? 1 : current + 1
