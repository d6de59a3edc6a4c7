import { Refusal } from '#lib/refusal.ts'
import { refusalForDatabase, type DiskTrouble } from '#sandbox/refusals.ts'
import { textOf, type Log } from './log.ts'

export type LogError = (error: unknown, requestId: string) => void

/**
 * Writes down what went wrong, with its stack, under the request that met it.
 *
 * What is busy, full or away is no fault of this program, and on a full disk
 * every request would tell it again: that is an event, of which so many are
 * written and the rest are counted.
 */
export function faultLog(log: Pick<Log, 'error' | 'event'>, diskTrouble: DiskTrouble): LogError {
  return (error, requestId) => {
    const known = error instanceof Refusal ? error : refusalForDatabase(error, diskTrouble)
    if (known) log.event('not kept', { requestId, status: known.status, why: known.message })
    else log.error('request failed', { requestId, error: textOf(error) })
  }
}
