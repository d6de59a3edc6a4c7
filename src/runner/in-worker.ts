/**
 * The worker's half: it takes tasks by one port, and asks by it for whatever
 * it has not. It has no address of its own, no network and no storage. What
 * it needs of the language is taken before the first line of a reader runs.
 */
import type { FromWorker, ToWorker } from './messages.ts'

/** Asks the page for something by its name. */
export type Ask = (name: string, args: readonly unknown[]) => Promise<unknown>

/** Does a task of this worker, and answers with plain data. */
export type Work = (task: unknown, ask: Ask) => Promise<unknown>

interface WorkerScope {
  onmessage: ((event: MessageEvent) => void) | null
  importScripts(url: string): void
}

// What a classic worker has, which the types of a page do not know.
const own = globalThis as unknown as WorkerScope

/** Begins to take tasks. Call it once, last. */
export function serve(work: Work): void {
  freezeLanguage()
  own.onmessage = ({ ports: [port] }) => {
    if (!port) return
    own.onmessage = null
    listen(port, work)
  }
}

function listen(port: MessagePort, work: Work): void {
  const tell = port.postMessage.bind(port) as (message: FromWorker) => void
  const waiting = new Map<number, (answer: unknown) => void>()
  let calls = 0
  const ask: Ask = (name, args) =>
    new Promise((resolve) => {
      calls += 1
      waiting.set(calls, resolve)
      tell({ type: 'call', call: calls, name, args })
    })

  const run = async (id: number, task: unknown) => {
    try {
      tell({ type: 'done', id, value: await work(task, ask) })
    } catch (error) {
      tell({ type: 'threw', id, ...thrown(error) })
    }
  }
  const hear = (message: ToWorker) => {
    if (message.type === 'ping') return tell({ type: 'pong' })
    if (message.type === 'run') return void run(message.id, message.task)
    waiting.get(message.call)?.(message.answer)
    waiting.delete(message.call)
  }
  port.onmessage = ({ data }: MessageEvent<ToWorker>) => hear(data)
  tell({ type: 'up' })
}

/** Anything can be thrown. */
function thrown(error: unknown): { readonly name: string; readonly message: string } {
  if (error instanceof Error) return { name: String(error.name), message: String(error.message) }
  return { name: 'Error', message: typeof error === 'string' ? error : 'Something was thrown.' }
}

/**
 * Makes the language's own objects such as cannot be changed: a line that puts
 * something else in the place of `Array.prototype.map` is told so, and does
 * not reach what prints the next answer.
 */
function freezeLanguage(): void {
  const names = [
    ...['Object', 'Function', 'Array', 'String', 'Number', 'Boolean', 'BigInt', 'Symbol', 'Date'],
    ...['Promise', 'RegExp', 'Map', 'Set', 'WeakMap', 'WeakSet', 'Error', 'TypeError', 'Proxy'],
    ...['RangeError', 'SyntaxError', 'ReferenceError', 'JSON', 'Math', 'Reflect', 'Uint8Array'],
    ...['MessagePort', 'EventTarget', 'URL', 'Blob'],
  ]
  const globals = globalThis as unknown as Readonly<Record<string, { prototype?: object }>>
  for (const name of names) {
    const global = globals[name]
    if (!global) continue
    if (global.prototype) keepAssignable(global.prototype)
    Object.freeze(global)
    Object.defineProperty(globalThis, name, { writable: false, configurable: false })
  }
}

/**
 * Frozen, but for what an object of its own may be given: `error.name = …` and
 * `{}.toString = …` would fail where the prototype is frozen plainly.
 */
function keepAssignable(prototype: object): void {
  for (const key of ['name', 'message', 'toString', 'constructor', 'valueOf', 'toJSON']) {
    const found = Object.getOwnPropertyDescriptor(prototype, key)
    if (!found || !('value' in found) || !found.configurable) continue
    const value: unknown = found.value
    Object.defineProperty(prototype, key, {
      configurable: false,
      enumerable: found.enumerable ?? false,
      get: () => value,
      set(this: object, next: unknown) {
        if (this === prototype) throw new TypeError(`“${key}” of the language stays as it is.`)
        Object.defineProperty(this, key, {
          ...{ value: next, writable: true, enumerable: true, configurable: true },
        })
      },
    })
  }
  Object.freeze(prototype)
}

/** Runs a script in this worker: neither `eval` nor `Function` is allowed here. */
export function runScript(code: string): void {
  const url = addressOf(code)
  try {
    importScripts(url)
  } finally {
    URL.revokeObjectURL(url)
  }
}

const importScripts = own.importScripts?.bind(globalThis)

/** An address for code, to be imported as a module. */
export const addressOf = (code: string): string =>
  URL.createObjectURL(new Blob([code], { type: 'text/javascript' }))
