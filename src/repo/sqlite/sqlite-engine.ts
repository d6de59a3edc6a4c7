import { Fifo } from '../fifo.ts'
import type { Engine } from '../engine.ts'
import { constraintViolation } from './constraint-violation.ts'
import { ConstraintNames } from './constraint-names.ts'
import { DatabaseWatch } from './database-watch.ts'
import type { Handle } from './handle.ts'
import { sqliteInspector } from './sqlite-inspector.ts'
import { SqliteDialect } from './sqlite-dialect.ts'

/** SQLite as a repo asks for it, over any handle. `turns` says who may use it next. */
export function sqliteEngine(handle: Handle, turns = new Fifo()): Engine {
  // There is one connection.
  const watch = new DatabaseWatch(handle)
  const names = new ConstraintNames()
  const dialect = new SqliteDialect(handle, turns)
  return Object.freeze({
    dialect,
    watch: () => watch,
    violationOf: constraintViolation,
    constraintsOf: names.of.bind(names),
    inspect: sqliteInspector,
    copyTo: (file: string) => dialect.copyTo(file),
    close: () => dialect.close(),
  })
}
