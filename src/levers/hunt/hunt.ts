/** Gives the house of a sandbox a fault, takes it away again, and answers who points at it. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { candidates, mutants, type MutantModule } from 'virtual:glasshouse/mutants'
import { numbered } from '#lib/counted.ts'
import { Refusal } from '#lib/refusal.ts'
import type { Hunt } from '#sandbox/sandbox-bending.ts'
import type { Sandbox, Sandboxes, Visitor } from '#sandbox/sandbox.ts'
import { callSite } from '#trace/call-site.ts'
import { faultIn } from '#trace/layers-off.ts'
import type { StepReport } from '#trace/recorder.ts'
import type { Trace } from '#trace/trace-step.ts'
import { span, untraced } from '#trace/trace.ts'
import { codeOfFault, readStandIns } from '#visit/stand-ins.ts'
import { bendAnew } from '../peel/switch-layers.ts'
import { drawFault } from './draw.ts'
import { isInTables } from './faulty-tables.ts'
import { getMutant, type Mutant } from './mutants.ts'
import { answerPointing, type Heard, type Pointed, type Run } from './point.ts'

/** Whose house it is. */
export interface House {
  readonly sandboxes: Sandboxes
  readonly sandbox: Sandbox
  readonly visitor: Visitor
}

/** A hunt, and the fault that it is for. */
export interface Hunted {
  readonly hunt: Hunt
  readonly mutant: Mutant
  readonly fault: MutantModule
  /** The file that has it. */
  readonly file: string
}

/** From now on the house has the fault that this number draws from a set, in place of any other. */
export function beginHunt(house: House, number: number, among: string): Promise<void> {
  const { name } = drawFault(number, among)
  return asStep('Hunt.begin', { detail: `a fault by number ${number}` }, async () => {
    // Before anything asks for it.
    await readStandIns(name)
    await keep(house, { number, among, fault: name, tries: 0, isFound: false })
  })
}

/** The house is as it was built. Answers what was wrong with it, or `null` for nothing. */
export function putRight(house: House): Promise<Hunted | null> {
  return asStep('Hunt.putRight', { detail: 'the house as it was built' }, async () => {
    const hunted = await huntedIn(house.sandbox)
    if (house.sandbox.bending.now.hunt) await keep(house, null)
    return hunted
  })
}

/** Answers who points, and counts the tries. Throws a `Refusal` (409) where no house has a fault. */
export async function pointAt(house: House, pointed: Pointed): Promise<Heard> {
  const { sandbox } = house
  const hunted = await huntedIn(sandbox)
  if (!hunted) throw new Refusal(409, 'Your house has no fault. Give it one first.')
  const { hunt, mutant, fault, file } = hunted
  const heard = answerPointing(pointed, {
    ...{ mutant, file, changed: fault.changed },
    lines: (await fileIn(hunted, pointed.file)).lines,
    runs: runsOf(sandbox, hunt),
  })
  const { found } = sandbox.bending.now
  const all = heard.isRight ? [...new Set([...found, mutant.name])] : found
  const after = {
    ...hunt,
    tries: hunt.tries + (heard.isRight || hunt.isFound ? 0 : 1),
    isFound: hunt.isFound || heard.isRight,
  }
  const report = {
    outcome: heard.isRight ? 'ok' : 'error',
    detail: heard.isRight
      ? `found after ${numbered(after.tries, 'wrong try', 'wrong tries')}; ${all.length} found in this house`
      : 'not there, or not that',
  } as const
  await asStep('Hunt.point', report, () => keep(house, after, all))
  return heard
}

/** The hunt that a sandbox is on; `null` for none, and for a fault of another version. */
export async function huntedIn({ bending }: Pick<Sandbox, 'bending'>): Promise<Hunted | null> {
  const { hunt } = bending.now
  const mutant = hunt && getMutant(hunt.fault)
  const found = hunt && mutants.find(({ name }) => name === hunt.fault)
  if (!mutant || !found) return null
  return { hunt, mutant, fault: await found.load(), file: found.file }
}

/** What was done in the house since it has this fault, as far as it is kept, numbered from 1. */
export function runsOf(
  { traces }: Pick<Sandbox, 'traces'>,
  { fault }: Pick<Hunt, 'fault'>,
): readonly Run[] {
  const code = codeOfFault(fault)
  const bent = traces.list().filter((trace) => isOf(trace, code))
  return bent.toReversed().map((trace, index) => ({ number: index + 1, trace }))
}

// A clock is moved around the app, and says how much later a run was.
const isOf = (trace: Trace, code: string | null) =>
  code !== null && (faultIn(trace) === code || trace.title === 'POST /sandbox/clock')

/** Where the fault may be: the file of every fault that there is. */
export const listFiles = (): readonly string[] => candidates

/** A file as it runs in this house. Throws a `Refusal` (422) for one that no hunt is about. */
export async function fileIn(
  { fault, file: patched }: Pick<Hunted, 'fault' | 'file'>,
  file: string,
): Promise<{ readonly text: string; readonly lines: readonly string[]; readonly html: string }> {
  const { files } = await import('virtual:glasshouse/mutants/files')
  const found = file === patched ? fault : Object.hasOwn(files, file) ? files[file] : undefined
  if (found) return { ...found, lines: found.text.trimEnd().split('\n') }
  throw new Refusal(422, `Point into one of these files: ${listFiles().join(', ')}.`)
}

async function keep(
  { sandboxes, sandbox, visitor }: House,
  hunt: Hunt | null,
  found = sandbox.bending.now.found,
): Promise<void> {
  const writer = sandboxes.writerOf(visitor, sandbox)
  const before = sandbox.bending.now.hunt
  const isOther = before?.fault !== hunt?.fault
  await writer.inTurn(
    AsyncLocalStorage.bind(async () => {
      // What changes in the tables is in no trace: it would say where the fault is.
      if (isOther && (isInTables(before) || isInTables(hunt)))
        await untraced(() => bendAnew({ sandboxes, sandbox }, hunt))
      sandbox.bending.keep({ hunt, found })
      await untraced(() => writer.write({ bending: sandbox.bending.json }))
      // A page that is open was let in by the house before.
      if (isOther) writer.disconnect()
    }),
  )
}

/** One step of the reader’s trace, at the line that calls this. */
function asStep<Value>(
  name: string,
  told: Partial<StepReport>,
  act: () => Promise<Value>,
): Promise<Value> {
  const source = callSite({ outside: asStep.name })
  return span({ layer: 'context', name, tag: `context.${name}`, source }, act, () => told)
}
