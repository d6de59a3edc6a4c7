/**
 * The time that the server goes by: the machine's, which is never set back, not even between two starts. A file
 * in `DATA_DIR` has as its own time the last one that was seen; touching it takes no room on a full disk.
 */
import { closeSync, openSync } from 'node:fs'
import { stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { runOn } from '#lib/clock.ts'
import { MINUTE, SECOND } from '#lib/duration.ts'
import { SteadyClock } from '#lib/steady-clock.ts'
import type { Config } from './config.ts'
import { counters } from './counters.ts'
import type { Log } from './log.ts'

const KEPT_EVERY = MINUTE
const FILE = 'last-time'

export interface SteadyTime {
  readonly clock: SteadyClock
  /** Keeps the time once more, and no longer. */
  readonly stop: () => Promise<void>
}

/** From now on the house goes by this clock. The folder is this process's own by then. */
export async function goBySteadyTime(
  { dataDirectory }: Pick<Config, 'dataDirectory'>,
  log: Pick<Log, 'error'>,
): Promise<SteadyTime> {
  const file = join(dataDirectory, FILE)
  const from = await lastTime(file)
  const clock = new SteadyClock({
    from,
    setBack: (milliseconds) => {
      const note = `Links and sessions go on as if it had not been. If it was wrong before and is right now, that evens out, five percent at a time; at once when the server is stopped and ${file} deleted.`
      log.error('clock set back', { bySeconds: Math.round(milliseconds / SECOND), note })
    },
  })
  runOn(clock)
  counters.gauge('glasshouse_clock_ahead_seconds', () => clock.ahead / SECOND)
  const keep = () => keepTime(file, clock.now())
  await keep()
  const keeping = setInterval(() => void keep(), KEPT_EVERY).unref()
  return {
    clock,
    stop: async () => {
      clearInterval(keeping)
      await keep()
    },
  }
}

async function lastTime(file: string): Promise<number> {
  try {
    return (await stat(file)).mtimeMs
  } catch {
    return 0
  }
}

/** It may fail: then a start after a crash knows of an earlier time. */
async function keepTime(file: string, now: number): Promise<void> {
  const at = now / SECOND
  try {
    await utimes(file, at, at).catch(async () => {
      closeSync(openSync(file, 'a'))
      await utimes(file, at, at)
    })
  } catch {
    return
  }
}
