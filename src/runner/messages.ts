/** What page and worker say to each other. What a task is, each worker says by itself. */

/** From the page. */
export type ToWorker =
  | { readonly type: 'run'; readonly id: number; readonly task: unknown }
  | { readonly type: 'answer'; readonly call: number; readonly answer: unknown }
  | { readonly type: 'ping' }

/** From the worker, as it should be. The page believes none of it before it has looked. */
export type FromWorker =
  | { readonly type: 'up' }
  | { readonly type: 'pong' }
  | {
      readonly type: 'call'
      readonly call: number
      readonly name: string
      readonly args: readonly unknown[]
    }
  | { readonly type: 'done'; readonly id: number; readonly value: unknown }
  | {
      readonly type: 'threw'
      readonly id: number
      readonly name: string
      readonly message: string
    }

/** What was said, if it has the shape of a message; or `null`. */
export function readMessage(said: unknown): FromWorker | null {
  if (typeof said !== 'object' || said === null || !('type' in said)) return null
  const message = said as { readonly [key: string]: unknown }
  switch (message['type']) {
    case 'up':
    case 'pong':
      return { type: message['type'] }
    case 'call': {
      const { call, name, args } = message
      const isCall = typeof call === 'number' && typeof name === 'string' && Array.isArray(args)
      return isCall ? { type: 'call', call, name, args: args as readonly unknown[] } : null
    }
    case 'done':
      return typeof message['id'] === 'number'
        ? { type: 'done', id: message['id'], value: message['value'] }
        : null
    case 'threw': {
      const { id, name, message: text } = message
      const isThrown = typeof id === 'number' && typeof name === 'string'
      return isThrown && typeof text === 'string'
        ? { type: 'threw', id, name, message: text }
        : null
    }
  }
  return null
}
