/** The filters of a scope, all of them at once: without them a query gives everybody’s rows. */
import { sandboxOf } from '#visit/sandbox-of.ts'
import { bendFor } from '../labs/bend-for.ts'
import { layersOf } from '../peel/layers.ts'
import { switchLayers } from '../peel/switch-layers.ts'

/** `scope.ownedBy`, and what else narrows a query by who asks. */
export async function scopeFilters({
  front,
  sandbox,
}: Pick<App.Locals, 'front' | 'sandbox'>): Promise<readonly string[]> {
  const layers = await layersOf(front.services.sandboxes.lobby, sandbox)
  return layers.map(({ tag }) => tag).filter((tag) => tag.startsWith('scope.'))
}

/** Switches them off as the lab of layers does, or on again. */
export async function forgetScope(locals: App.Locals, isForgotten: boolean): Promise<void> {
  const filters = await scopeFilters(locals)
  const now = sandboxOf(locals).sandbox.bending.without
  const others = filters.filter((tag) => now.has(tag) !== isForgotten)
  if (others.length === 0) return
  bendFor(locals)
  const board = { sandboxes: locals.front.services.sandboxes, ...sandboxOf(locals) }
  const wish = isForgotten ? { off: others, on: [] } : { off: [], on: others }
  // No rows stand in the way of a filter.
  await switchLayers(board, wish)
}
