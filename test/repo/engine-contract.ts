/**
 * What a database must do to stand behind a repo. An engine of its own is a
 * folder in `src/repo`, and one line in a test file beside this one:
 *
 *     engineContract('PostgreSQL', { open: …, types: … })
 *
 * What differs between databases and may differ, such as the words of an error
 * or the type under which a value is kept, is tested in the engine's own folder.
 */
import { describe } from 'vitest'
import { constraintContract } from './contract/constraints.ts'
import { fileContract } from './contract/files.ts'
import { inspectContract } from './contract/inspect.ts'
import { migrationContract } from './contract/migrations.ts'
import { transactionContract } from './contract/transactions.ts'
import type { EngineUnderTest } from './contract/under-test.ts'
import { watchContract } from './contract/watch.ts'
import { writeContract } from './contract/writes.ts'

export function engineContract(name: string, engine: EngineUnderTest): void {
  describe(name, () => {
    constraintContract(engine)
    writeContract(engine)
    transactionContract(engine)
    inspectContract(engine)
    watchContract(engine)
    migrationContract(engine)
    fileContract(engine)
  })
}
