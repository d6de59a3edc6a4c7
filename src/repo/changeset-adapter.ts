/**
 * Sends a changeset's one statement to SQLite, and reads the answer: the row,
 * nothing, or the name of the constraint that refused.
 */
import type { CompiledQuery, Kysely } from 'kysely'
import type { Changeset } from '#lib/changeset/changeset.ts'
import type { Answer, Operation, RepoAdapter } from './operations.ts'
import type { Source } from '#lib/step.ts'
import { tracing, untraced } from '#trace/trace.ts'
import { constraintViolation } from './sqlite/constraint-error.ts'
import type { ConstraintNames } from './sqlite/constraint-names.ts'
import { recordHeld, recordRefusal } from './constraint-steps.ts'
import type { Write } from './sqlite/foreign-key-error.ts'
import { rememberOrigin } from './query-trace.ts'
import {
  equals,
  fromStored,
  toStored,
  withConditions,
  type AnyTables,
  type StoredRow,
} from './schema-query.ts'

interface AdapterOptions<Row extends object> {
  readonly db: Kysely<AnyTables>
  readonly changeset: Changeset<Row>
  readonly constraintNames: ConstraintNames
  /** The line that asked for the write. By the time of the query it may have left the stack. */
  readonly origin: Source | null
  readonly transact: <Value>(work: (db: Kysely<AnyTables>) => Promise<Value>) => Promise<Value>
}

export function changesetAdapter<Row extends object>({
  db: outer,
  changeset,
  constraintNames,
  origin,
  transact,
}: AdapterOptions<Row>): RepoAdapter {
  let db = outer
  return {
    async execute({ operation, source, changes, filters }): Promise<Answer> {
      const write: Write = {
        action: operation,
        table: source,
        values: toStored(changeset.schema, changes),
        key: toStored(changeset.schema, filters),
      }
      const query = compile(db, write)
      rememberOrigin(query, origin)

      const answer = await db.executeQuery<StoredRow>(query).catch((error: unknown) => ({ error }))
      if ('error' in answer) return refusal(db, changeset, write, answer.error)

      const [row] = answer.rows
      if (!row && answer.numAffectedRows !== 1n) return { outcome: 'stale' }
      if (tracing()) await traceHeld(db, changeset, operation, constraintNames)
      return row ? { outcome: 'ok', row: fromStored(changeset.schema, row) } : { outcome: 'ok' }
    },

    // What runs inside must use the transaction's connection.
    transaction: (work) =>
      transact((inner) => {
        db = inner
        return work()
      }),
  }
}

function compile(db: Kysely<AnyTables>, { action, table, values, key }: Write): CompiledQuery {
  const conditions = Object.entries(key).map(([column, value]) => equals(column, value))
  if (action === 'delete') return withConditions(db.deleteFrom(table), conditions).compile()
  if (action === 'update')
    return withConditions(db.updateTable(table).set(values), conditions).returningAll().compile()
  const insert = db.insertInto(table)
  const isEmpty = Object.keys(values).length === 0
  return (isEmpty ? insert.defaultValues() : insert.values(values)).returningAll().compile()
}

/** The constraint that refused. Any other error is thrown on as it came. */
async function refusal<Row extends object>(
  db: Kysely<AnyTables>,
  changeset: Changeset<Row>,
  write: Write,
  error: unknown,
): Promise<Answer> {
  // Looking is the house's own business, and no step of the reader's request.
  const violation = await untraced(() => constraintViolation(db, error, write))
  if (!violation || violation.type === 'not_null' || violation.constraint === null) throw error

  const named = { type: violation.type, name: violation.constraint }
  recordRefusal(changeset, named, violation.columns)
  return { outcome: 'invalid', violations: [named] }
}

async function traceHeld<Row extends object>(
  db: Kysely<AnyTables>,
  changeset: Changeset<Row>,
  operation: Operation,
  names: ConstraintNames,
): Promise<void> {
  const { source } = changeset.schema
  if (changeset.constraints.length === 0 || source === null) return
  recordHeld(changeset, operation, await untraced(() => names.of(db, source)))
}
