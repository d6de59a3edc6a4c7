/** What a form asks of the layers, read and done. */
import { Refusal } from '#lib/refusal.ts'
import type { Said } from '#http/messages.ts'
import { text } from '#http/params.ts'
import { sandboxOf } from '#visit/sandbox-of.ts'
import { GUARDS_FIRST } from '#trace/guards-first.ts'
import { KEY_ACTIONS } from '#repo/table-constraints.ts'
import { bendFor } from '../labs/bend-for.ts'
import { leverMessages } from '../messages.ts'
import { otherwiseOf, tagOfRule, type Layer } from './layers.ts'
import { putAllBack, switchLayers, type Breaking, type Wish } from './switch-layers.ts'

/** What came of it: what to say, or which rows stand in the way of which tags. */
export interface Peeled {
  readonly message: Said
  readonly breaking: readonly Breaking[]
  readonly tags: readonly string[]
}

const HOW =
  'Say what is switched: without=TAG, with=TAG, or back=all for everything. Several tags are parted by spaces. A foreign key has another rule by rule=NAME:restrict, and order=guards-first turns the plugs round.'

/** More than there are. */
const MOST_TAGS = 200

/** Does it, for the visitor of this request. Throws a `Refusal` (422) for what asks nothing, or for no layer. */
export async function answerWish(locals: App.Locals): Promise<Peeled> {
  const { params, front } = locals
  bendFor(locals)
  const board = { sandboxes: front.services.sandboxes, ...sandboxOf(locals) }
  if (text(params, 'back') === 'all') {
    const put = await putAllBack(board)
    const message = put ? leverMessages.layers_back() : leverMessages.layers_were_on()
    return { message, breaking: [], tags: [] }
  }
  const wish = wishOf(params, await otherwiseOf(board.sandboxes.lobby))
  const breaking = await switchLayers(board, wish)
  const message = wish.off.length > 0 ? leverMessages.layers_off() : leverMessages.layers_on()
  return { message, breaking, tags: wish.on }
}

function wishOf(params: App.Locals['params'], otherwise: readonly Layer[]): Wish {
  const [rule, order] = [ruleIn(params, otherwise), orderIn(params)]
  const off = [...tagsIn(params, 'without'), ...rule.off, ...order.off]
  const on = [...tagsIn(params, 'with'), ...rule.on, ...order.on]
  if (off.length + on.length === 0 || off.length + on.length > MOST_TAGS)
    throw new Refusal(422, HOW)
  return { off, on, deletesRows: text(params, 'rows') === 'delete' }
}

const NOTHING: Wish = { off: [], on: [] }

/** `rule=scores_user_id_fkey:set null`. Its own rule puts it back. */
function ruleIn(params: App.Locals['params'], otherwise: readonly Layer[]): Wish {
  if (params['rule'] === undefined) return NOTHING
  const [name = '', said = ''] = (text(params, 'rule') ?? '').split(':')
  const action = KEY_ACTIONS.find((one) => one === said.trim())
  const own = otherwise.filter(({ rule }) => rule?.key === name)
  if (!action || own.length === 0)
    throw new Refusal(422, `A rule names a foreign key and one of ${KEY_ACTIONS.join(', ')}.`)
  const tag = tagOfRule(name, action)
  const isOwn = !own.some((layer) => layer.tag === tag)
  return isOwn ? { off: [], on: own.map((layer) => layer.tag) } : { off: [tag], on: [] }
}

/** `order=guards-first`, or `order=usual`. */
function orderIn(params: App.Locals['params']): Wish {
  const order = params['of'] === undefined ? params['order'] : undefined
  if (order === undefined) return NOTHING
  if (order === 'usual') return { off: [], on: [GUARDS_FIRST] }
  if (order === 'guards-first') return { off: [GUARDS_FIRST], on: [] }
  throw new Refusal(422, HOW)
}

function tagsIn(params: App.Locals['params'], name: string): readonly string[] {
  if (params[name] === undefined) return []
  const written = text(params, name)
  if (written === null) throw new Refusal(422, HOW)
  return written.split(/\s+/).filter((tag) => tag !== '')
}
