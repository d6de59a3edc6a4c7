import { readFileSync } from 'node:fs'

/** Bytes of memory that a process holds, where the system says so; elsewhere 0. */
export function memoryOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/VmRSS:\s+(?<kilobytes>\d+)/.exec(status)?.groups?.kilobytes ?? 0) * 1024
  } catch {
    return 0
  }
}
