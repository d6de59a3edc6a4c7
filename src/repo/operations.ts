/**
 * What a repo does around its one statement: which columns it writes, which
 * row it looks for, and what the database's answer means for the changeset.
 * The adapter sends the statement; this file knows no SQL. In Ecto:
 * `Ecto.Repo.Schema`.
 */
import { applyChanges } from '#changeset/apply.ts'
import { DateTime } from '#changeset/calendar.ts'
import { addError, withPatch, type Changeset } from '#changeset/changeset.ts'
import { isNothing, ownValue } from '#changeset/equal.ts'
import { NoPrimaryKeyValueError, StaleEntryError } from '#changeset/errors.ts'
import { asRow } from '#changeset/redact.ts'
import { findField, type Field, type Values } from '#changeset/schema.ts'
import { fail, ok, type Result } from '#lib/result.ts'
import { fromColumns, storedFields, tableOf, toColumns, type StoredRow } from './columns.ts'
import { constraintsToErrors, type Violation } from './constraints-to-errors.ts'
import type { Operation, Statement } from './engine.ts'

/** What the database answered: a row's columns as far as they are known, no row found, or a refusal. */
export type Answer =
  | { readonly outcome: 'ok'; readonly row?: StoredRow }
  | { readonly outcome: 'stale' }
  | { readonly outcome: 'invalid'; readonly violations: readonly Violation[] }

/** Who sends the statement: the repo for its database, and a test for none. */
export interface RepoAdapter {
  execute(statement: Statement): Answer | Promise<Answer>
  /** Runs `work`, and undoes what it wrote when it gives a failure or throws. Left out: no transaction. */
  transaction?<Value extends Result<unknown, unknown>>(work: () => Promise<Value>): Promise<Value>
}

export interface OperationOptions {
  /** Puts an error on this field when the row is gone, instead of throwing. */
  readonly staleErrorField?: string
  readonly staleErrorMessage?: string
  /** Takes a row that is gone as success, as for a second delete. */
  readonly allowStale?: boolean
  /** Milliseconds since 1970, UTC: for timestamps. */
  readonly now?: number
}

type Outcome<Row extends object> = Result<Row, Changeset<Row>>

/**
 * Writes a new row, or says why not. In Ecto: `Repo.insert/2`.
 *
 * An invalid changeset never reaches the database. A refusal by a constraint
 * that the changeset declared becomes an error on its field.
 *
 * @throws ConstraintError when the changeset did not declare the constraint.
 * @throws TypeError when the changeset is marked for another action.
 */
export async function insertWith<Row extends object>(
  adapter: RepoAdapter,
  changeset: Changeset<Row>,
  options: OperationOptions = {},
): Promise<Outcome<Row>> {
  const source = tableOf(changeset.schema)
  const marked = markFor(changeset, 'insert')
  if (!marked.valid) return fail(marked)

  return prepared(adapter, surfaced(marked), async (ready) => {
    const stamped = withTimestamps(ready, 'insert', options)
    const changes = toColumns(ready.schema, stamped)
    const statement: Statement = { operation: 'insert', source, changes, filters: {} }
    return concluded(await adapter.execute(statement), ready, stamped, 'insert', options)
  })
}

/**
 * Writes what changed, or says why not. Without a change it asks the database
 * nothing. In Ecto: `Repo.update/2`.
 *
 * @throws NoPrimaryKeyValueError when the row has no key to be found by.
 * @throws StaleEntryError when the row is gone, unless the options say otherwise.
 */
export async function updateWith<Row extends object>(
  adapter: RepoAdapter,
  changeset: Changeset<Row>,
  options: OperationOptions = {},
): Promise<Outcome<Row>> {
  const source = tableOf(changeset.schema)
  if (!changeset.valid) return fail(markFor(changeset, 'update'))
  const filters = toColumns(changeset.schema, withPrimaryKey(changeset))
  const marked = markFor(changeset, 'update')
  if (Object.keys(marked.changes).length === 0) return ok(marked.data as Row)

  return prepared(adapter, marked, async (ready) => {
    const real = toColumns(ready.schema, ready.changes)
    if (Object.keys(real).length === 0) return ok(applyChanges(ready))
    const stamped = withTimestamps(ready, 'update', options)
    const changes = toColumns(ready.schema, stamped)
    const statement: Statement = { operation: 'update', source, changes, filters }
    return concluded(await adapter.execute(statement), ready, stamped, 'update', options)
  })
}

/** Deletes the row, or says why not. In Ecto: `Repo.delete/2`. */
export async function deleteWith<Row extends object>(
  adapter: RepoAdapter,
  changeset: Changeset<Row>,
  options: OperationOptions = {},
): Promise<Outcome<Row>> {
  const source = tableOf(changeset.schema)
  const marked = markFor(changeset, 'delete')
  if (!marked.valid) return fail(marked)

  return prepared(adapter, marked, async (ready) => {
    const filters = toColumns(ready.schema, withPrimaryKey(ready))
    const statement: Statement = { operation: 'delete', source, changes: {}, filters }
    return concluded(await adapter.execute(statement), ready, ready.changes, 'delete', options)
  })
}

function markFor<Row extends object>(changeset: Changeset<Row>, action: Operation): Changeset<Row> {
  const { action: given, valid } = changeset
  if (given === 'ignore' && valid) {
    throw new TypeError(
      `a valid changeset with action ignore was given to ${action}. Only an invalid one can be ignored.`,
    )
  }
  if (given !== null && given !== action && given !== 'ignore') {
    throw new TypeError(
      `a changeset with action ${given} was given to ${action}. Use the one, or set the action to null.`,
    )
  }
  return given === action ? changeset : withPatch(changeset, { action })
}

/** On insert everything the row holds is a change, so that defaults are written too. */
function surfaced<Row extends object>(changeset: Changeset<Row>): Changeset<Row> {
  const changes: Record<string, unknown> = { ...changeset.changes }
  for (const { name } of storedFields(changeset.schema)) {
    const value = ownValue(changeset.data, name)
    if (!Object.hasOwn(changes, name) && !isNothing(value)) changes[name] = value
  }
  return withPatch(changeset, { changes: Object.freeze(changes) as Values<Row> })
}

/** Runs what `prepareChanges` left, oldest first, and then `write`, in a transaction if there is anything to undo. */
async function prepared<Row extends object>(
  adapter: RepoAdapter,
  changeset: Changeset<Row>,
  write: (ready: Changeset<Row>) => Promise<Outcome<Row>>,
): Promise<Outcome<Row>> {
  const work = async (): Promise<Outcome<Row>> => {
    const ready = changeset.prepare.reduceRight((current, prepare) => {
      const next = prepare(current)
      if (next && 'changes' in next) return next
      throw new TypeError('prepareChanges: expected the function to return a changeset. Return it.')
    }, changeset)
    return ready.valid ? write(ready) : fail(ready)
  }
  if (changeset.prepare.length === 0 || !adapter.transaction) return work()
  return adapter.transaction(work)
}

function concluded<Row extends object>(
  answer: Answer,
  changeset: Changeset<Row>,
  written: StoredRow,
  operation: Operation,
  options: OperationOptions,
): Outcome<Row> {
  if (answer.outcome === 'invalid') {
    return fail(constraintsToErrors(changeset, operation, answer.violations))
  }
  if (answer.outcome === 'stale' && !options.allowStale) return stale(changeset, operation, options)
  const row = answer.outcome === 'ok' ? fromColumns(changeset.schema, answer.row ?? {}) : {}
  return ok(asRow(changeset.schema, { ...applyChanges(changeset), ...written, ...row }))
}

function stale<Row extends object>(
  changeset: Changeset<Row>,
  operation: Operation,
  { staleErrorField, staleErrorMessage = 'is stale' }: OperationOptions,
): Outcome<Row> {
  if (staleErrorField !== undefined) {
    return fail(addError(changeset, staleErrorField, staleErrorMessage, { stale: true }))
  }
  throw new StaleEntryError(
    `attempted to ${operation} a stale struct: the row of ${changeset.schema.name} is gone, or was changed since it was read. ` +
      'Give staleErrorField to make this an error of the changeset, or allowStale to take it as success.',
  )
}

function withPrimaryKey<Row extends object>({ schema, data, filters }: Changeset<Row>) {
  const all: Record<string, unknown> = { ...filters }
  if (schema.primaryKey.length === 0) {
    throw new NoPrimaryKeyValueError(
      `${schema.name} has no primary key. Mark a field with primaryKey: true, or write with a query.`,
    )
  }
  for (const name of schema.primaryKey) {
    const value = ownValue(data, name)
    if (isNothing(value)) {
      throw new NoPrimaryKeyValueError(
        `the row of ${schema.name} is missing its primary key value ${name}. Load it before you change it.`,
      )
    }
    all[name] = value
  }
  return all
}

function withTimestamps<Row extends object>(
  { schema, changes }: Changeset<Row>,
  operation: 'insert' | 'update',
  { now = Date.now() }: OperationOptions,
): StoredRow {
  if (!schema.timestamps) return changes
  const stamped: Record<string, unknown> = { ...changes }
  for (const name of operation === 'insert' ? ['inserted_at', 'updated_at'] : ['updated_at']) {
    const field = findField(schema, name)
    if (field && !Object.hasOwn(stamped, name)) stamped[name] = timestamp(field, now)
  }
  return stamped
}

function timestamp({ type }: Field, now: number): unknown {
  if (type === 'utc_datetime') return DateTime.fromMilliseconds(now, 0)
  return type === 'utc_datetime_usec' ? DateTime.fromMilliseconds(now, 6) : now
}
