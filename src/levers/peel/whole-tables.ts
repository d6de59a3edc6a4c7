/** The tables of a house with all of their constraints: what layers are taken from, and put back to. */
import type { WholeTable } from '#repo/engine.ts'
import { inspectTables } from '#repo/inspect-tables.ts'
import type { Bending } from '#sandbox/sandbox-bending.ts'
import type { Sandboxes } from '#sandbox/sandbox.ts'
import { untraced } from '#trace/trace.ts'
import { faultyTables } from '../hunt/faulty-tables.ts'

type Lobby = Sandboxes['lobby']

/** Its rows are sessions and links. No lab changes where they are kept. */
const SESSIONS = 'users_tokens'

const whole = new WeakMap<Lobby, Promise<readonly WholeTable[]>>()

/** As every sandbox begins. */
export async function wholeTables(lobby: Lobby): Promise<readonly WholeTable[]> {
  const known = whole.get(lobby) ?? untraced(() => inspectTables(lobby.repo, { mostRows: 0 }))
  whole.set(lobby, known)
  return withoutSessions(await known)
}

/** As this sandbox has them: in a house with a fault in its tables, with that fault. */
export async function tablesOfHouse(
  sandboxes: Pick<Sandboxes, 'copies' | 'lobby'>,
  { hunt }: Pick<Bending, 'hunt'>,
): Promise<readonly WholeTable[]> {
  const faulty = await faultyTables(sandboxes, hunt)
  return faulty ? withoutSessions(faulty) : wholeTables(sandboxes.lobby)
}

const withoutSessions = (tables: readonly WholeTable[]) =>
  tables.filter(({ name }) => name !== SESSIONS)
