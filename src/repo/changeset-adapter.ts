/**
 * Sends a changeset's one statement to the database, and reads the answer: the
 * row, nothing, or the name of the constraint that refused.
 */
import type { CompiledQuery, Kysely } from 'kysely'
import type { Changeset } from '#changeset/changeset.ts'
import type { Source } from '#trace/trace-step.ts'
import { tracing, untraced } from '#trace/trace.ts'
import { dumpValues, loadValues, type StoredRow } from './columns.ts'
import { recordHeld, recordNotNull, recordRefusal } from './constraint-steps.ts'
import type { Engine, Statement } from './engine.ts'
import type { Answer, RepoAdapter } from './operations.ts'
import { rememberOrigin } from './query-trace.ts'
import { equals, withConditions, type AnyTables } from './schema-query.ts'

interface AdapterOptions<Row extends object> {
  readonly db: Kysely<AnyTables>
  readonly engine: Engine
  readonly changeset: Changeset<Row>
  /** The line that asked for the write. By the time of the query it may have left the stack. */
  readonly origin: Source | null
  readonly transact: <Value>(work: (db: Kysely<AnyTables>) => Promise<Value>) => Promise<Value>
}

export function changesetAdapter<Row extends object>({
  db: outer,
  engine,
  changeset,
  origin,
  transact,
}: AdapterOptions<Row>): RepoAdapter {
  const { schema } = changeset
  let db = outer
  return {
    async execute({ operation, source, ...values }): Promise<Answer> {
      const changes = dumpValues(schema, values.changes)
      const filters = dumpValues(schema, values.filters)
      const statement: Statement = { operation, source, changes, filters }
      // Without the plugin that looks who asks: that is known, and has left the stack.
      const query = compile(db.withoutPlugins(), statement)
      rememberOrigin(query, origin)

      const answer = await db.executeQuery<StoredRow>(query).catch((error: unknown) => ({ error }))
      if ('error' in answer) return refusal(engine, db, changeset, statement, answer.error)

      const [row] = answer.rows
      if (!row && answer.numAffectedRows !== 1n) return { outcome: 'stale' }
      if (tracing()) await traceHeld(engine, db, changeset, statement)
      return row ? { outcome: 'ok', row: loadValues(schema, row) } : { outcome: 'ok' }
    },

    // What runs inside must use the transaction's connection.
    transaction: (work) =>
      transact((inner) => {
        db = inner
        return work()
      }),
  }
}

function compile(
  db: Kysely<AnyTables>,
  { operation, source, changes, filters }: Statement,
): CompiledQuery {
  const conditions = Object.entries(filters).map(([column, value]) => equals(column, value))
  if (operation === 'delete') return withConditions(db.deleteFrom(source), conditions).compile()
  if (operation === 'update')
    return withConditions(db.updateTable(source).set(changes), conditions).returningAll().compile()
  const insert = db.insertInto(source)
  const isEmpty = Object.keys(changes).length === 0
  return (isEmpty ? insert.defaultValues() : insert.values(changes)).returningAll().compile()
}

/** The constraint that refused. Any other error is thrown on as it came. */
async function refusal<Row extends object>(
  engine: Engine,
  db: Kysely<AnyTables>,
  changeset: Changeset<Row>,
  statement: Statement,
  error: unknown,
): Promise<Answer> {
  // Looking is the house's own business, and no step of the reader's request.
  const violation = await untraced(() => engine.violationOf(db, error, statement))
  if (violation?.type === 'not_null') recordNotNull(violation)
  if (!violation || violation.type === 'not_null' || violation.constraint === null) throw error

  const named = { type: violation.type, name: violation.constraint }
  recordRefusal(changeset, named, violation.columns)
  return { outcome: 'invalid', violations: [named] }
}

async function traceHeld<Row extends object>(
  engine: Engine,
  db: Kysely<AnyTables>,
  changeset: Changeset<Row>,
  { operation, source }: Statement,
): Promise<void> {
  if (changeset.constraints.length === 0) return
  recordHeld(changeset, operation, await untraced(() => engine.constraintsOf(db, source)))
}
