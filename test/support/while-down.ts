import { setTimeout as sleep } from 'node:timers/promises'
import type { BuiltServer } from './built-server.ts'

/** Kills a server, does this to what it has left behind, and starts it again on that. */
export async function whileDown(server: BuiltServer, act: () => void | Promise<void>) {
  const pid = server.pid()
  process.kill(pid, 'SIGKILL')
  while (isThere(pid)) await sleep(5)
  await act()
  await server.restart()
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
