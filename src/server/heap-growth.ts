/**
 * Has what nobody needs any more thrown away before it is a multiple of what is
 * needed. On a machine with much memory V8 lets its heap grow to four times of
 * that: with each newcomer's traces in it, it is full of those who have left.
 * In other words: the growing factor of the old generation.
 */
import { setFlagsFromString } from 'node:v8'

/** Of what is held, so much more may lie about until it is looked through. */
export const GROWTH_PERCENT = 30

/** From now on, for the whole process. Call it once, before there is much. */
export function growHeapSlowly(percent = GROWTH_PERCENT): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`)
}
