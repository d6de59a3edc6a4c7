import { SECOND } from '#lib/duration.ts'

/**
 * Says each second to whoever started this process that it lives: a loop that
 * never ends says nothing, and `src/tasks/keep-running.mjs` hears that. Under
 * systemd or in a container nobody listens, and nothing is said.
 */
export function sayAlive(): void {
  if (!process.send) return
  setInterval(() => {
    // Whoever is gone in this moment is told of as gone by `disconnect`.
    if (process.connected) process.send?.('alive', undefined, {}, () => undefined)
  }, SECOND).unref()
}
