/** What the system knows of a process, where it says so: on Linux. Elsewhere nobody knows. */
import { readdirSync, readFileSync } from 'node:fs'

const MEGABYTE_IN_KILOBYTES = 1024

/** Milliseconds that all threads of a process have worked so far, in steps of ten. */
export function processorOf(pid: number): number {
  const fields = fieldsOf(pid)
  return fields === null ? Number.NaN : (Number(fields[11]) + Number(fields[12])) * 10
}

/** The most memory that a process has held so far, in megabytes. */
export function peakOf(pid: number): number {
  const status = read(pid, 'status') ?? ''
  const peak = /VmHWM:\s+(?<kilobytes>\d+)/.exec(status)?.groups?.['kilobytes']
  return peak === undefined ? Number.NaN : Number(peak) / MEGABYTE_IN_KILOBYTES
}

/** A process, those that it has started, and theirs. */
export function familyOf(pid: number): readonly number[] {
  const parents = new Map(everyProcess().map((one) => [one, Number(fieldsOf(one)?.[1])]))
  const childrenOf = (parent: number): readonly number[] =>
    [...parents].filter(([, of]) => of === parent).map(([child]) => child)
  const all = (one: number): readonly number[] => [one, ...childrenOf(one).flatMap(all)]
  return all(pid)
}

function everyProcess(): readonly number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
  } catch {
    return []
  }
}

/** What follows its name, which may hold anything. */
function fieldsOf(pid: number): readonly string[] | null {
  return (
    read(pid, 'stat')
      ?.replace(/^.*\) /s, '')
      .split(' ') ?? null
  )
}

function read(pid: number, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    // It may have ended a moment ago.
    return null
  }
}
