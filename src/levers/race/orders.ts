/** In which order two requests come through their gates: a lane for each, `A` and `B`. */
import { counted } from '#lib/counted.ts'

export const LANES = ['A', 'B'] as const
export type Lane = (typeof LANES)[number]

/** A lane for each gate that is passed: `['A', 'B', 'A', 'B']`. */
export type Order = readonly Lane[]

export const otherLane = (lane: Lane): Lane => (lane === 'A' ? 'B' : 'A')

/**
 * Every order of two lanes with so many gates each, beginning with `A` alone.
 *
 * @example
 * ordersOf(2).map(printOrder)
 * // => ['AABB', 'ABAB', 'ABBA', 'BAAB', 'BABA', 'BBAA']
 */
export function ordersOf(gates: number): readonly Order[] {
  const grow = (order: Order): readonly Order[] => {
    if (order.length === 2 * gates) return [order]
    return LANES.filter((lane) => order.filter((one) => one === lane).length < gates).flatMap(
      (lane) => grow([...order, lane]),
    )
  }
  return grow([])
}

export const printOrder = (order: Order): string => order.join('')

/** The order that is written so, in any letters, if these gates can be passed in it; else `null`. */
export function readOrder(written: string, gates: number): Order | null {
  return ordersOf(gates).find((order) => printOrder(order) === written.trim().toUpperCase()) ?? null
}

/**
 * What an order is called.
 *
 * @example
 * orderInWords(['A', 'B', 'A', 'B'])
 * // => 'both ask, then both write'
 */
export function orderInWords(order: Order): string {
  const changes = order.filter((lane, at) => at > 0 && lane !== order[at - 1]).length
  if (changes === 1) return 'one after the other'
  const half = order.length / 2
  const isApart = new Set(order.slice(0, half)).size === 2
  if (isApart) return 'both ask, then both write'
  return `${counted(changes, 'turn')} between them`
}
