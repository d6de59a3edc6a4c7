/**
 * A value that travels unseen: everything that `run` calls can get it, however
 * deep, and what runs beside it cannot. `package.json` puts
 * `async-context.browser.ts` in place of this file where a browser runs the code.
 */
import { AsyncLocalStorage } from 'node:async_hooks'

export interface AsyncContext<Value> {
  /** The value around the running code, or `undefined` where there is none. */
  getStore(): Value | undefined
  run<Result>(value: Value, fn: () => Result): Result
}

/** Whether a value is never seen by work that runs beside it. */
export const TELLS_WORK_APART: boolean = true

export const createAsyncContext = <Value>(): AsyncContext<Value> => new AsyncLocalStorage<Value>()
