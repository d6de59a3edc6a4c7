/**
 * Counts work instead of timing it, so that a busy machine finds what a quiet
 * one does: how many blocks of `src` were run, each turn of a loop and each
 * call being one. What the engine does by itself, as in an expression or a
 * sort, is not seen.
 */
import { Session, type Profiler } from 'node:inspector'
import { setFlagsFromString } from 'node:v8'
import { vi } from 'vitest'

export class BlockCounter {
  readonly #session = new Session()

  private constructor() {
    this.#session.connect()
    this.#session.post('Profiler.enable')
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
    // Blocks are counted in what is compiled from now on, and not found in a cache of what was compiled before.
    setFlagsFromString('--no-compilation-cache')
    vi.resetModules()
  }

  /** Begins. Load what is to be counted by `await import(…)` after this. */
  static start(): BlockCounter {
    return new BlockCounter()
  }

  /** How many blocks of `src` ran while `work` did. */
  count(work: () => unknown): number {
    this.#take()
    work()
    return this.#take()
      .filter(({ url }) => /\/src\/.+\.ts$/.test(url))
      .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
      .reduce((sum, { count }) => sum + count, 0)
  }

  stop(): void {
    this.#session.post('Profiler.stopPreciseCoverage')
    this.#session.disconnect()
    setFlagsFromString('--compilation-cache')
    // What counts is slow, and the next file need not have it.
    vi.resetModules()
  }

  /** What was counted since the last call. */
  #take(): readonly Profiler.ScriptCoverage[] {
    let taken: readonly Profiler.ScriptCoverage[] = []
    // In its own process a session answers at once.
    this.#session.post('Profiler.takePreciseCoverage', (error, { result }) => {
      if (error) throw error
      taken = result
    })
    return taken
  }
}
