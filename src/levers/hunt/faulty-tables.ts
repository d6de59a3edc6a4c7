/**
 * A fault in a migration: no request runs otherwise for it, the tables of the
 * house are others. What they are is not written down here: the patched
 * migration makes them once, in a copy that is thrown away.
 */
import { mutants } from 'virtual:glasshouse/mutants'
import type { WholeTable } from '#repo/engine.ts'
import type { Hunt } from '#sandbox/sandbox-bending.ts'
import type { Sandboxes } from '#sandbox/sandbox.ts'
import { fileOfFault, isOfMigration } from '#visit/stand-ins.ts'

/** Whether the fault of a hunt is in the tables; not so for no hunt. */
export const isInTables = (hunt: Pick<Hunt, 'fault'> | null): boolean =>
  hunt !== null && isOfMigration(fileOfFault(hunt.fault) ?? '')

const made = new Map<string, Promise<readonly WholeTable[]>>()

/** The tables that a house with this fault begins with; `null` where it is none of theirs. */
export function faultyTables(
  { copies }: Pick<Sandboxes, 'copies'>,
  hunt: Pick<Hunt, 'fault'> | null,
): Promise<readonly WholeTable[]> | null {
  if (!isInTables(hunt) || !hunt) return null
  const tables = made.get(hunt.fault) ?? makeTables(copies, hunt.fault)
  made.set(hunt.fault, tables)
  // What has failed once may go well the next time.
  tables.catch(() => made.delete(hunt.fault))
  return tables
}

async function makeTables(
  copies: Sandboxes['copies'],
  fault: string,
): Promise<readonly WholeTable[]> {
  const found = mutants.find(({ name }) => name === fault)
  const { modules } = (await found?.load()) ?? { modules: [] }
  const [patched] = modules
  if (!patched) throw new Error(`faultyTables: there is no fault ${fault}.`)
  return copies.tablesMadeWith(patched.file, patched.exports)
}
