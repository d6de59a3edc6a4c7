/** What a form asks of the race lab, read and done. */
import type { APIContext } from 'astro'
import { text } from '#http/params.ts'
import { Refusal } from '#lib/refusal.ts'
import type { Sandbox, Visitor } from '#sandbox/sandbox.ts'
import { noteRace } from '#trace/raced.ts'
import { untraced } from '#trace/trace.ts'
import { noteBending } from '#visit/bend.ts'
import { sandboxOf } from '#visit/sandbox-of.ts'
import { inTurn } from '../act/in-turn.ts'
import { answerWish, type Peeled } from '../peel/answer-wish.ts'
import { devicesOf } from './devices.ts'
import { KINDS, kindOf, type RaceKind } from './kinds.ts'
import { ordersOf, readOrder, type Order } from './orders.ts'
import { racedOf, type RaceRun } from './race-run.ts'
import { outcomeInWords } from './race-view.ts'
import { forget, runRace } from './run-race.ts'

/** The kind that is named, or the first. Throws a `Refusal` (422) for one that is none. */
export function kindAsked(name: string | null): RaceKind {
  if (name === null || name === '') return KINDS[0]!
  const kind = kindOf(name)
  if (kind) return kind
  throw new Refusal(422, `Say of what: ${KINDS.map((one) => one.name).join(', ')}.`)
}

/**
 * Does what is asked, in this visitor’s turn: switches guards, as the lab of
 * layers does, and runs an order, or all of them. Answers which rows stand in the
 * way of a guard that was to come back: then nothing is run.
 */
export async function answerRace(context: APIContext, visitor: Visitor): Promise<Peeled | null> {
  const { params } = context.locals
  const kind = kindAsked(text(params, 'of'))
  const switches = params['without'] !== undefined || params['with'] !== undefined
  if (switches && params['order'] === undefined)
    return inTurn(context, visitor, () => answerWish(context.locals))
  const orders = ordersAsked(kind, text(params, 'order') ?? '')
  const races = await inTurn(context, visitor, async (): Promise<Peeled | readonly RaceRun[]> => {
    const wished = switches ? await switchGuards(context) : null
    if (wished && wished.breaking.length > 0) return wished
    const { sandbox } = sandboxOf(context.locals)
    const runs: RaceRun[] = []
    for (const order of orders) runs.push(await runRace({ context, sandbox }, kind, order))
    return runs
  })
  if ('breaking' in races) return races
  note(kind, races, sandboxOf(context.locals).sandbox)
  return null
}

/** What a race before has left stands in no guard’s way: this one begins without it. */
async function switchGuards({ locals }: APIContext): Promise<Peeled> {
  await untraced(() => forget(sandboxOf(locals).sandbox))
  return answerWish(locals)
}

/** In the trace of whoever asked: what the races went without, and what came of each. */
function note(kind: RaceKind, races: readonly RaceRun[], sandbox: Sandbox): void {
  noteBending(sandbox)
  for (const run of races) {
    const ran = devicesOf(run.passed.map(({ lane }) => lane))
    noteRace(racedOf(run), `${ran}: ${outcomeInWords(kind, run)}`)
  }
}

function ordersAsked(kind: RaceKind, written: string): readonly Order[] {
  const gates = kind.gates.length
  if (written === 'all') return ordersOf(gates)
  const order = readOrder(written, gates)
  if (order) return [order]
  throw new Refusal(
    422,
    `An order names whose turn it is, A or B, ${gates === 1 ? 'once' : 'twice'} each: order=${'AB'.repeat(gates)}. Or order=all.`,
  )
}
