/** What a form asks of the layers, read and done. */
import { Refusal } from '#lib/refusal.ts'
import type { Said } from '#http/messages.ts'
import { text } from '#http/params.ts'
import { sandboxOf } from '#visit/sandbox-of.ts'
import { leverMessages } from '../messages.ts'
import { putAllBack, switchLayers, type Breaking, type Wish } from './switch-layers.ts'

/** What came of it: what to say, or which rows stand in the way of which tags. */
export interface Peeled {
  readonly message: Said
  readonly breaking: readonly Breaking[]
  readonly tags: readonly string[]
}

const HOW =
  'Say what is switched: without=TAG, with=TAG, or back=all for everything. Several tags are parted by spaces.'

/** More than there are. */
const MOST_TAGS = 200

/** Does it, for the visitor of this request. Throws a `Refusal` (422) for what asks nothing, or for no layer. */
export async function answerWish(locals: App.Locals): Promise<Peeled> {
  const { params, front } = locals
  const board = { sandboxes: front.services.sandboxes, ...sandboxOf(locals) }
  if (text(params, 'back') === 'all') {
    const put = await putAllBack(board)
    const message = put ? leverMessages.layers_back() : leverMessages.layers_were_on()
    return { message, breaking: [], tags: [] }
  }
  const wish = wishOf(params)
  const breaking = await switchLayers(board, wish)
  const message = wish.off.length > 0 ? leverMessages.layers_off() : leverMessages.layers_on()
  return { message, breaking, tags: wish.on }
}

function wishOf(params: App.Locals['params']): Wish {
  const off = tagsIn(params, 'without')
  const on = tagsIn(params, 'with')
  if (off.length + on.length === 0 || off.length + on.length > MOST_TAGS)
    throw new Refusal(422, HOW)
  return { off, on, deletesRows: text(params, 'rows') === 'delete' }
}

function tagsIn(params: App.Locals['params'], name: string): readonly string[] {
  if (params[name] === undefined) return []
  const written = text(params, name)
  if (written === null) throw new Refusal(422, HOW)
  return written.split(/\s+/).filter((tag) => tag !== '')
}
