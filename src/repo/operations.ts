/**
 * What every repo does around its one statement: which columns it writes,
 * which row it looks for, and what the database's answer means for the
 * changeset. The adapter sends the statement; this file knows no SQL.
 */
import { fail, ok, type Result } from '#lib/result.ts'
import { applyChanges } from '#lib/changeset/apply.ts'
import { DateTime } from '#lib/changeset/calendar.ts'
import {
  addError,
  newError,
  addErrors,
  draftOf,
  withPatch,
  type Changeset,
  type Constraint,
  type ConstraintType,
  type FieldError,
} from '#lib/changeset/changeset.ts'
import { ConstraintError, NoPrimaryKeyValueError, StaleEntryError } from '#lib/changeset/errors.ts'
import { isNothing, ownValue } from '#lib/changeset/equal.ts'
import { findField, type Field, type Schema, type Values } from '#lib/changeset/schema.ts'

export type Operation = 'insert' | 'update' | 'delete'

/** One statement, in columns. `filters` is empty for an insert, `changes` for a delete. */
export interface Statement {
  readonly operation: Operation
  readonly source: string
  readonly changes: Readonly<Record<string, unknown>>
  readonly filters: Readonly<Record<string, unknown>>
}

/** A constraint that the database named when it refused. */
export interface Violation {
  readonly type: ConstraintType
  readonly name: string
}

/** What the database answered: a row's columns as far as they are known, no row found, or a refusal. */
export type Answer =
  | { readonly outcome: 'ok'; readonly row?: Readonly<Record<string, unknown>> }
  | { readonly outcome: 'stale' }
  | { readonly outcome: 'invalid'; readonly violations: readonly Violation[] }

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
  const source = tableOf(changeset.schema, 'insert')
  const marked = markFor(changeset, 'insert')
  if (!marked.valid) return fail(marked)

  return prepared(adapter, surfaced(marked), async (ready) => {
    const stamped = withTimestamps(ready, 'insert', options)
    const changes = columns(ready.schema, stamped)
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
  const source = tableOf(changeset.schema, 'update')
  if (!changeset.valid) return fail(markFor(changeset, 'update'))
  const filters = columns(changeset.schema, withPrimaryKey(changeset))
  const marked = markFor(changeset, 'update')
  if (Object.keys(marked.changes).length === 0) return ok(marked.data as Row)

  return prepared(adapter, marked, async (ready) => {
    const real = columns(ready.schema, ready.changes)
    if (Object.keys(real).length === 0) return ok(applyChanges(ready))
    const stamped = withTimestamps(ready, 'update', options)
    const changes = columns(ready.schema, stamped)
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
  const source = tableOf(changeset.schema, 'delete')
  const marked = markFor(changeset, 'delete')
  if (!marked.valid) return fail(marked)

  return prepared(adapter, marked, async (ready) => {
    const filters = columns(ready.schema, withPrimaryKey(ready))
    const statement: Statement = { operation: 'delete', source, changes: {}, filters }
    return concluded(await adapter.execute(statement), ready, ready.changes, 'delete', options)
  })
}

/**
 * Finds the constraint that each violation is about: the newest one declared
 * that has its type and matches its name. The errors are in the database's
 * order, in front of older ones.
 *
 * @throws ConstraintError when a violation was not declared.
 */
export function constraintsToErrors<Row extends object>(
  changeset: Changeset<Row>,
  operation: Operation,
  violations: readonly Violation[],
): Changeset<Row> {
  const errors = violations.map((violation): FieldError => {
    const found = matchConstraint(changeset.constraints, violation)
    if (!found) throw undeclared(changeset, operation, violation)
    return newError(found.field, found.errorMessage, {
      constraint: found.errorType,
      constraint_name: violation.name,
    })
  })
  const draft = draftOf(changeset)
  addErrors(draft, errors)
  return Object.freeze(draft)
}

/** The newest constraint that was declared for this violation, or `null`. */
export function matchConstraint(
  constraints: readonly Constraint[],
  { type, name }: Violation,
): Constraint | null {
  return constraints.find((one) => one.type === type && matchesName(one, name)) ?? null
}

function matchesName({ constraint, match }: Constraint, name: string): boolean {
  // A fresh pattern: a global one remembers where it stopped.
  if (constraint instanceof RegExp) return name.search(constraint) >= 0
  if (match === 'suffix') return name.endsWith(constraint)
  return match === 'prefix' ? name.startsWith(constraint) : name === constraint
}

function undeclared<Row extends object>(
  { constraints }: Changeset<Row>,
  operation: Operation,
  { type, name }: Violation,
): ConstraintError {
  const lines = constraints.map(({ type: kind, constraint }) => {
    const shown =
      constraint instanceof RegExp
        ? `~r/${constraint.source}/${constraint.flags}`
        : `"${constraint}"`
    return `    * ${shown} (${kind}_constraint)`
  })
  const defined =
    lines.length === 0
      ? 'The changeset has not defined any constraint.\n'
      : `The changeset defined the following constraints:\n\n${lines.join('\n')}\n`
  return new ConstraintError(
    `constraint error when attempting to ${operation} struct:\n\n` +
      `    * "${name}" (${type}_constraint)\n\n` +
      'If you would like to stop this constraint violation from raising an\n' +
      'exception and instead add it as an error to your changeset, please\n' +
      `call \`${type}_constraint/3\` on your changeset with the constraint\n` +
      `\`:name\` as an option.\n\n${defined}`,
  )
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
  written: Readonly<Record<string, unknown>>,
  operation: Operation,
  options: OperationOptions,
): Outcome<Row> {
  if (answer.outcome === 'invalid') {
    return fail(constraintsToErrors(changeset, operation, answer.violations))
  }
  if (answer.outcome === 'stale' && !options.allowStale) return stale(changeset, operation, options)
  const row = answer.outcome === 'ok' ? fromColumns(changeset.schema, answer.row ?? {}) : {}
  return ok(Object.freeze({ ...applyChanges(changeset), ...written, ...row }))
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
): Readonly<Record<string, unknown>> {
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

const storedFields = <Row extends object>({ fields }: Schema<Row>) =>
  Object.values<Field>(fields).filter(({ virtual }) => !virtual)

/** The values of fields that are stored, under their columns. */
function columns<Row extends object>(
  schema: Schema<Row>,
  values: object,
): Readonly<Record<string, unknown>> {
  const known = values as Readonly<Record<string, unknown>>
  return Object.freeze(
    Object.fromEntries(
      storedFields(schema)
        .filter(({ name }) => Object.hasOwn(known, name))
        .map(({ name, source }) => [source, known[name]]),
    ),
  )
}

/** A row of the database under the names of its fields. */
export function fromColumns<Row extends object>(
  schema: Schema<Row>,
  row: Readonly<Record<string, unknown>>,
): Partial<Row> {
  const entries = storedFields(schema)
    .filter(({ source }) => Object.hasOwn(row, source))
    .map(({ name, source }) => [name, row[source]])
  // The schema was checked against the row; what the database holds is taken at its word.
  return Object.fromEntries(entries) as Partial<Row>
}

function tableOf<Row extends object>({ source, name }: Schema<Row>, operation: string): string {
  if (source !== null) return source
  throw new TypeError(`${operation}: expected a changeset of a table, but ${name} has none.`)
}
