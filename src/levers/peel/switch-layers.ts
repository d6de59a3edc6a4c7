/**
 * Switches layers of a sandbox off and on. What the watch leaves out is kept in
 * the sandbox’s row; what a table refuses by is taken from its schema. Before
 * the first of them a snapshot is taken, by which all can be put back.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { systemClock } from '#lib/clock.ts'
import { Refusal } from '#lib/refusal.ts'
import type { WholeTable } from '#repo/engine.ts'
import { listTableNames } from '#repo/inspect-tables.ts'
import { constraintsOf, type KeyRule, type TableConstraint } from '#repo/table-constraints.ts'
import type { Bending, Hunt } from '#sandbox/sandbox-bending.ts'
import type { Sandbox, Sandboxes, Visitor } from '#sandbox/sandbox.ts'
import { callSite } from '#trace/call-site.ts'
import { span, untraced } from '#trace/trace.ts'
import { isInTables } from '../hunt/faulty-tables.ts'
import { layersOf, otherwiseOf, type Layer } from './layers.ts'
import { tablesOfHouse } from './whole-tables.ts'

/** What is asked: tags to go without from now on, and tags to have again. */
export interface Wish {
  readonly off: readonly string[]
  readonly on: readonly string[]
  /** Rows that break what is to come back are deleted. */
  readonly deletesRows?: boolean
}

/** Rows that a constraint would not have let in, by their numbers. */
export interface Breaking {
  readonly constraint: TableConstraint
  readonly rows: readonly number[]
}

type SandboxWriter = ReturnType<Sandboxes['writerOf']>

/** What the switches stand for: whose they are, and what they are switched with. */
export interface Switchboard {
  readonly sandboxes: Sandboxes
  readonly sandbox: Sandbox
  readonly visitor: Visitor
}

/**
 * Switches, or says which rows stand in the way of a constraint that is to come
 * back, and changes nothing. Throws a `Refusal` (422) for what is no layer.
 */
export async function switchLayers(board: Switchboard, wish: Wish): Promise<readonly Breaking[]> {
  const { sandbox, sandboxes, visitor } = board
  const layers = await known(board, [...wish.off, ...wish.on])
  const without = wanted(sandbox.bending.now.without, wish)
  const writer = sandboxes.writerOf(visitor, sandbox)
  return asStep('Layers.switch', inWords(wish, layers), () =>
    inTurn(writer, async () => {
      const tables = await touched(board, without, layers)
      const breaking = await breakingRows(board, tables, wish, layers)
      if (breaking.length > 0 && !wish.deletesRows) return breaking
      await keepSnapshot(board)
      await change(board, tables, breaking)
      await keep(board, writer, without)
      return []
    }),
  )
}

/**
 * Puts rows and tables back as they were before the first switch. Says whether
 * there was anything to be put back.
 */
export function putAllBack({ sandboxes, sandbox, visitor }: Switchboard): Promise<boolean> {
  const writer = sandboxes.writerOf(visitor, sandbox)
  return asStep('Layers.putAllBack', 'rows and tables, from the snapshot', () =>
    inTurn(writer, async () => {
      const { bending } = sandbox
      if (bending.without.size === 0) return false
      await putTablesBack({ sandboxes, sandbox }, { ...bending.now, without: [] })
      await writeOf(writer, sandbox)
      writer.disconnect()
      return true
    }),
  )
}

/**
 * Rows and tables as the snapshot has them, then the tables as they are bent from
 * now on. The snapshot goes with the last that needs it. In a lever’s turn alone:
 * the row of the sandbox is for its caller to write.
 */
export async function putTablesBack(
  { sandboxes, sandbox }: Pick<Switchboard, 'sandboxes' | 'sandbox'>,
  next: Bent,
): Promise<void> {
  const { bending, migrations } = sandbox
  if (bending.now.since !== null) await sandboxes.restoreSnapshot(sandbox)
  await migrations.look()
  await bendTables(sandboxes, next, sandbox)
  await keepBent({ sandboxes, sandbox }, next)
}

/**
 * The tables of a house that has this fault from now on, or none. Of one that
 * had its fault in the tables, the rows are those that the snapshot has. In a
 * lever’s turn alone.
 */
export async function bendAnew(
  { sandboxes, sandbox }: Pick<Switchboard, 'sandboxes' | 'sandbox'>,
  hunt: Hunt | null,
): Promise<void> {
  const { now } = sandbox.bending
  const next = { ...now, hunt }
  if (isInTables(now.hunt)) return putTablesBack({ sandboxes, sandbox }, next)
  await keepSnapshot({ sandboxes, sandbox })
  await bendTables(sandboxes, next, sandbox)
  await keepBent({ sandboxes, sandbox }, next)
}

/** What of a sandbox may bend its tables. */
type Bent = Pick<Bending, 'without' | 'hunt'>

const isBent = ({ without, hunt }: Bent) => without.length > 0 || isInTables(hunt)

/**
 * Gives a sandbox that has just been made what bent the one before it: its
 * tables change again, and what it has now is what can be put back.
 */
export async function carryOver(sandboxes: Sandboxes, bent: Bent, made: Sandbox): Promise<void> {
  if (isBent(bent)) {
    await untraced(() => keepSnapshot({ sandboxes, sandbox: made }))
    await untraced(() => bendTables(sandboxes, bent, made))
  }
  await keepBent({ sandboxes, sandbox: made }, bent)
}

/**
 * Bends tables that are as a migration has made them. What a fault does to them
 * is in no trace: it would say where the fault is.
 */
export async function bendTables(
  sandboxes: Sandboxes,
  bent: Bent,
  { repo }: Pick<Sandbox, 'repo'>,
): Promise<void> {
  if (!isBent(bent)) return
  const { lobby } = sandboxes
  const all = [...(await layersOf(lobby, null)), ...(await otherwiseOf(lobby))]
  const layers = all.filter(({ tag }) => bent.without.includes(tag))
  const house = await presentTables(sandboxes, bent, repo)
  const tables = isInTables(bent.hunt) ? house : ofLayers(house, layers)
  const bend = async () => {
    for (const table of tables)
      await repo.transact(({ db }) =>
        repo.engine.constraints.leaveOut(
          db,
          table,
          awayFrom(table, layers),
          rulesOf(table, layers),
        ),
      )
  }
  await (isInTables(bent.hunt) ? untraced(bend) : bend())
}

/** Every layer, by its tag. What is none is refused by name. */
async function known(
  { sandbox, sandboxes }: Switchboard,
  tags: readonly string[],
): Promise<readonly Layer[]> {
  const { lobby } = sandboxes
  const layers = [...(await layersOf(lobby, sandbox)), ...(await otherwiseOf(lobby))]
  const strange = tags.find((tag) => !layers.some((layer) => layer.tag === tag))
  if (strange === undefined) return layers
  throw new Refusal(
    422,
    `“${strange.slice(0, 80)}” is no layer that can be switched off. Choose one of those that are listed here.`,
  )
}

/** A foreign key has one rule: the one that was wished for last. */
function wanted(now: readonly string[], { off, on }: Wish): readonly string[] {
  const all = [...new Set([...now.filter((tag) => !off.includes(tag)), ...off])]
  const isLast = (tag: string, at: number) =>
    !all
      .slice(at + 1)
      .some((later) => keyOfTag(later) !== null && keyOfTag(later) === keyOfTag(tag))
  return all.filter((tag, at) => !on.includes(tag) && isLast(tag, at))
}

/** `scores_user_id_fkey` of `rule.scores_user_id_fkey.set_null` */
const keyOfTag = (tag: string) => /^rule\.(.+)\.\w+$/.exec(tag)?.[1] ?? null

interface Touched {
  readonly whole: WholeTable
  readonly away: readonly TableConstraint[]
  readonly rules: readonly KeyRule[]
}

/** The tables whose constraints may be others than they are now. */
async function touched(
  { sandbox, sandboxes }: Switchboard,
  without: readonly string[],
  layers: readonly Layer[],
): Promise<readonly Touched[]> {
  const before = sandbox.bending.now.without
  const moved = layers.filter(
    ({ tag, constraint, rule }) =>
      (constraint ?? rule) && before.includes(tag) !== without.includes(tag),
  )
  const off = layers.filter(({ tag }) => without.includes(tag))
  if (moved.length === 0) return []
  const tables = await presentTables(sandboxes, sandbox.bending.now, sandbox.repo)
  return ofLayers(tables, moved).map((table) => ({
    ...{ whole: table, away: awayFrom(table, off), rules: rulesOf(table, off) },
  }))
}

/** Those that are there: a migration may have been taken back. */
async function presentTables(
  sandboxes: Sandboxes,
  bent: Pick<Bending, 'hunt'>,
  repo: Sandbox['repo'],
): Promise<readonly WholeTable[]> {
  const present = await untraced(() => listTableNames(repo))
  const tables = await tablesOfHouse(sandboxes, bent)
  return tables.filter(({ name }) => present.includes(name))
}

/** Those that any of these layers is about. */
function ofLayers(tables: readonly WholeTable[], layers: readonly Layer[]) {
  const names = new Set(
    layers.flatMap(({ constraint, rule }) => constraint?.table ?? rule?.table ?? []),
  )
  return tables.filter(({ name }) => names.has(name))
}

/** Of these layers what the table has: of a fault in it there may be less. */
function awayFrom(table: WholeTable, layers: readonly Layer[]): readonly TableConstraint[] {
  const own = new Set(constraintsOf(table.name, table).map(({ name }) => name))
  return layers.flatMap(({ constraint }) =>
    constraint?.table === table.name && own.has(constraint.name) ? [constraint] : [],
  )
}

const rulesOf = ({ name }: WholeTable, layers: readonly Layer[]): readonly KeyRule[] =>
  layers.flatMap(({ rule }) => (rule?.table === name ? [rule] : []))

/** What is to come back, and cannot: a row that it would refuse is there. */
async function breakingRows(
  { sandbox: { repo } }: Switchboard,
  tables: readonly Touched[],
  { on }: Wish,
  layers: readonly Layer[],
): Promise<readonly Breaking[]> {
  const back = layers.filter(({ tag }) => on.includes(tag))
  const found: Breaking[] = []
  for (const { whole } of tables)
    for (const constraint of awayFrom(whole, back)) {
      const rows = await untraced(() =>
        repo.engine.constraints.rowsAgainst(repo.db, whole, constraint),
      )
      if (rows.length > 0) found.push({ constraint, rows })
    }
  return found
}

async function keepSnapshot({
  sandbox,
  sandboxes,
}: Pick<Switchboard, 'sandboxes' | 'sandbox'>): Promise<void> {
  if (sandbox.bending.now.since === null) await sandboxes.keepSnapshot(sandbox)
}

async function change(
  { sandbox: { repo } }: Switchboard,
  tables: readonly Touched[],
  breaking: readonly Breaking[],
): Promise<void> {
  const { constraints } = repo.engine
  for (const { whole, away, rules } of tables)
    await repo.transact(async ({ db }) => {
      for (const { constraint, rows } of breaking)
        if (constraint.table === whole.name) await constraints.deleteRows(db, whole.name, rows)
      await constraints.leaveOut(db, whole, away, rules)
    })
}

async function keep(
  { sandbox, sandboxes }: Switchboard,
  writer: SandboxWriter,
  without: readonly string[],
): Promise<void> {
  await keepBent({ sandboxes, sandbox }, { ...sandbox.bending.now, without })
  await writeOf(writer, sandbox)
  // A page that is open was let in by what stood there before.
  writer.disconnect()
}

/** From when on there is a snapshot; it goes with the last that bends the tables. */
async function keepBent(
  { sandbox, sandboxes }: Pick<Switchboard, 'sandboxes' | 'sandbox'>,
  { without, hunt }: Bent,
): Promise<void> {
  const { bending } = sandbox
  const { since } = bending.now
  const isKept = isBent({ without, hunt })
  bending.keep({ without, hunt, since: isKept ? (since ?? systemClock.now()) : null })
  if (!isKept && since !== null) await sandboxes.dropSnapshot(sandbox)
}

const writeOf = (writer: SandboxWriter, { bending }: Sandbox) =>
  untraced(() => writer.write({ bending: bending.json }))

/** One step of the reader’s trace, at the line that calls this. */
function asStep<Value>(name: string, detail: string, act: () => Promise<Value>): Promise<Value> {
  const source = callSite({ outside: asStep.name })
  return span({ layer: 'context', name, tag: `context.${name}`, detail, source }, act)
}

/** One switch after the other; what they change in the tables is a part of the reader’s own trace. */
const inTurn = <Value>(writer: SandboxWriter, act: () => Promise<Value>): Promise<Value> =>
  writer.inTurn(AsyncLocalStorage.bind(act))

function inWords({ off, on }: Wish, layers: readonly Layer[]): string {
  const names = (tags: readonly string[]) =>
    layers
      .filter(({ tag }) => tags.includes(tag))
      .map(({ name }) => name)
      .join(', ')
  const parts = [
    off.length > 0 ? `without ${names(off)}` : '',
    on.length > 0 ? `with ${names(on)} again` : '',
  ]
  return parts.filter((part) => part !== '').join('; ')
}
