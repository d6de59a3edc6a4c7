import { Fifo } from '../fifo.ts'
import type { Engine } from '../engine.ts'
import { constraintViolation } from './constraint-violation.ts'
import { ConstraintNames } from './constraint-names.ts'
import { DatabaseWatch } from './database-watch.ts'
import type { Handle } from './handle.ts'
import { RowLimits, type RowLimit } from './row-limits.ts'
import { SchemaLook } from './schema-look.ts'
import { sqliteConstraints } from './switch-constraints.ts'
import { sqliteInspector } from './sqlite-inspector.ts'
import { SqliteDialect } from './sqlite-dialect.ts'

interface Given {
  /** Says who may use the database next. */
  readonly turns?: Fifo
  /** How many rows its tables may hold. */
  readonly rowLimits?: readonly RowLimit[]
}

/** SQLite as a repo asks for it, over any handle. */
export function sqliteEngine(
  handle: Handle,
  { turns = new Fifo(), rowLimits = [] }: Given = {},
): Engine {
  // There is one connection.
  const schema = new SchemaLook()
  const watch = new DatabaseWatch(handle, schema)
  const names = new ConstraintNames(schema)
  const limits = new RowLimits(handle, rowLimits, schema)
  const dialect = new SqliteDialect(handle, turns, limits, schema)
  return Object.freeze({
    dialect,
    watch: () => watch,
    violationOf: constraintViolation,
    constraintsOf: names.of.bind(names),
    inspect: sqliteInspector,
    constraints: sqliteConstraints,
    sharedTime: null,
    copyTo: (file: string) => dialect.copyTo(file),
    restoreFrom: (file: string) => dialect.restoreFrom(file, watch),
    close: () => dialect.close(),
  })
}
