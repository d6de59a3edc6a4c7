import { createHash } from 'node:crypto'

/**
 * What a log calls a sandbox, in whatever line: one name for each, and nobody finds its files by it.
 *
 * @example
 * nameInLog('f00d').length
 * // => 12
 */
export const nameInLog = (id: string): string =>
  createHash('sha256').update(`log ${id}`).digest('hex').slice(0, 12)
