import { statfsSync, type StatsFs } from 'node:fs'

/** A database that grows takes a page or two; its log takes more. */
const LEAST_BYTES = 1024 * 1024

type StatFs = (path: string) => Pick<StatsFs, 'bavail' | 'bsize'>

/**
 * Whether the disk under a folder has no room left. Asked when something could
 * not be written, and of no other request.
 */
export function isDiskFull(folder: string, statfs: StatFs = statfsSync): boolean {
  try {
    const { bavail, bsize } = statfs(folder)
    return bavail * bsize < LEAST_BYTES
  } catch {
    return false
  }
}
