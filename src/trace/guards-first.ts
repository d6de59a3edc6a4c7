/** The order of the plugs of a request, as the watch has it. */
import { currentWatch } from './watch.ts'

/** By which the watch knows that the guards of a route come before what they stand on. */
export const GUARDS_FIRST = 'order.guards-first'

/**
 * As they are written, or the other way round where the watch goes without that order.
 *
 * @example
 * inOrder(['look up', 'guard'])
 * // => ['look up', 'guard']
 */
export const inOrder = <Part>(parts: readonly Part[]): readonly Part[] =>
  currentWatch().without.has(GUARDS_FIRST) ? parts.toReversed() : parts
