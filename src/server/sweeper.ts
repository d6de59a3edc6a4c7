import { MINUTE } from '#lib/duration.ts'
import { counters } from './counters.ts'

const EVERY = 5 * MINUTE

interface Sweeping {
  /** Answers how many it ended. */
  readonly sandboxes: { readonly sweep: () => Promise<number> }
  readonly logError: (error: unknown, where: string) => void
}

/**
 * Ends, now and then, what nobody uses. A round that fails is logged and counted, and the next one comes all
 * the same; one that takes longer than the time between two is not joined by another. Answers what stops it.
 */
export function sweepNowAndThen({ sandboxes, logError }: Sweeping, every = EVERY): () => void {
  let isSweeping = false
  const round = async () => {
    if (isSweeping) return
    isSweeping = true
    try {
      counters.add('glasshouse_swept_total', await sandboxes.sweep())
      counters.count('glasshouse_sweeps_total', { outcome: 'done' })
    } catch (error) {
      counters.count('glasshouse_sweeps_total', { outcome: 'failed' })
      logError(error, 'sweep')
    } finally {
      isSweeping = false
    }
  }
  const rounds = setInterval(() => void round(), every).unref()
  return () => clearInterval(rounds)
}
