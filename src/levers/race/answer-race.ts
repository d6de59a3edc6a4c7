/** What a form asks of the race lab, read and done. */
import type { APIContext } from 'astro'
import { text } from '#http/params.ts'
import { Refusal } from '#lib/refusal.ts'
import type { Visitor } from '#sandbox/sandbox.ts'
import { sandboxOf } from '#visit/sandbox-of.ts'
import { inTurn } from '../act/in-turn.ts'
import { answerWish, type Peeled } from '../peel/answer-wish.ts'
import { KINDS, kindOf, type RaceKind } from './kinds.ts'
import { ordersOf, readOrder, type Order } from './orders.ts'
import { runRace } from './run-race.ts'

/** The kind that is named, or the first. Throws a `Refusal` (422) for one that is none. */
export function kindAsked(name: string | null): RaceKind {
  if (name === null || name === '') return KINDS[0]!
  const kind = kindOf(name)
  if (kind) return kind
  throw new Refusal(422, `Say of what: ${KINDS.map((one) => one.name).join(', ')}.`)
}

/**
 * Runs what is asked, in this visitor’s turn: an order, or all of them; or
 * switches a guard, as the lab of layers does. Answers which rows stand in the
 * way of a guard that was to come back.
 */
export async function answerRace(context: APIContext, visitor: Visitor): Promise<Peeled | null> {
  const { params } = context.locals
  const kind = kindAsked(text(params, 'of'))
  if (params['without'] !== undefined || params['with'] !== undefined)
    return inTurn(context, visitor, () => answerWish(context.locals))
  const orders = ordersAsked(kind, text(params, 'order') ?? '')
  await inTurn(context, visitor, async () => {
    const { sandbox } = sandboxOf(context.locals)
    for (const order of orders) await runRace({ context, sandbox }, kind, order)
  })
  return null
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
