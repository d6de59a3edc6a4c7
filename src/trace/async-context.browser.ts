/**
 * The same for browsers, which cannot say who awaited what: a stack of the
 * values whose work has not ended. That is right for work done one after the
 * other, as at a prompt or in an exercise, and for no server.
 */
import type { AsyncContext, TELLS_WORK_APART as TellsWorkApart } from './async-context.ts'

/** Of two that overlap, one may see the value of the other: nothing may be refused by it. */
export const TELLS_WORK_APART: typeof TellsWorkApart = false

export function createAsyncContext<Value>(): AsyncContext<Value> {
  const open: { readonly value: Value }[] = []
  return {
    getStore: () => open.at(-1)?.value,
    run(value, fn) {
      const own = { value }
      // Its own place and not the last one: of two that do overlap, the first may end first.
      const leave = () => void open.splice(open.indexOf(own), 1)
      open.push(own)
      let isWaiting = false
      try {
        const result = fn()
        isWaiting = result instanceof Promise
        if (result instanceof Promise) void result.then(leave, leave)
        return result
      } finally {
        if (!isWaiting) leave()
      }
    },
  }
}
