/**
 * Watches what of its memory the process still holds once everything that
 * nobody needs was thrown away. Past a share of it, what can be made or found
 * again is let go; past another, new work is turned away until there is room:
 * a process without room does nothing but look for some, and ends. In other
 * words: memory pressure, load shedding.
 */
import { constants, PerformanceObserver } from 'node:perf_hooks'
import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8'
import { MEBIBYTE } from '#lib/bytes.ts'
import { SECOND } from '#lib/duration.ts'

/** Of the memory that there may be. */
const RELIEVED_FROM = 0.7
const SHORT_FROM = 0.85
/** So long it holds that memory is short: whoever is let in then finds out anew. */
const SHORT_FOR = 2 * SECOND
const RELIEVED_EVERY = SECOND

interface Given {
  /** Lets go of what can be made or found again. */
  readonly relieve: () => Promise<void>
  readonly failed: (error: unknown) => void
  /** Milliseconds, by a clock that nobody sets. */
  readonly now?: () => number
  /** The share of its memory that the process holds. */
  readonly share?: () => number
}

export class MemoryWatch {
  readonly #given: Required<Given>
  #shortUntil = -Infinity
  #relieved = -Infinity

  constructor(given: Given) {
    this.#given = { now: () => performance.now(), share: shareOfHeap, ...given }
  }

  /** Whether new work is to be turned away. */
  get isShort(): boolean {
    return this.#given.now() < this.#shortUntil
  }

  /** Looks after each great collection, until the function that this returns is called. */
  start(): () => void {
    const observer = new PerformanceObserver((list) => {
      if (list.getEntries().some(isGreat)) this.look()
    })
    observer.observe({ entryTypes: ['gc'] })
    return () => observer.disconnect()
  }

  /** What is held is needed: nothing else is left at this moment. */
  look(): void {
    const { now, share, relieve, failed } = this.#given
    const held = share()
    if (held >= SHORT_FROM) this.#shortUntil = now() + SHORT_FOR
    if (held < RELIEVED_FROM || now() - this.#relieved < RELIEVED_EVERY) return
    this.#relieved = now()
    relieve().catch(failed)
  }
}

const isGreat = (entry: PerformanceEntry): boolean =>
  'detail' in entry &&
  typeof entry.detail === 'object' &&
  entry.detail !== null &&
  'kind' in entry.detail &&
  entry.detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR

/** Of what lives longer than a moment: the room for everything else is counted beside it. */
function shareOfHeap(): number {
  const used = getHeapSpaceStatistics()
    .filter(({ space_name }) => !space_name.startsWith('new_'))
    .reduce((sum, { space_used_size }) => sum + space_used_size, 0)
  return used / mostBytes([...process.execArgv, process.env.NODE_OPTIONS ?? ''])
}

/** What somebody has said when they started the process, and else what it says of itself. */
export function mostBytes(
  options: readonly string[],
  ofItself = getHeapStatistics().heap_size_limit,
): number {
  const said = [...options.join(' ').matchAll(/--max[-_]old[-_]space[-_]size[= ](?<most>\d+)/g)]
  const most = Number(said.at(-1)?.groups?.['most'] ?? 0)
  return most > 0 ? most * MEBIBYTE : ofItself
}
