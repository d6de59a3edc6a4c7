/**
 * Lets the queries of two requests through one at a time, in an order that
 * somebody chose. A query waits outside any transaction and holds no
 * connection, so it keeps nobody else out; and it never waits longer than the
 * deadline: then all gates are open, and the race says so.
 */
import type { Gate } from '#trace/watch.ts'
import { LANES, type Lane, type Order } from './orders.ts'

/** How long a query waits for its turn, in milliseconds. */
export const DEADLINE = 2_000

/** One lane’s turn at one of its gates. */
export interface Passed {
  readonly lane: Lane
  /** Which of the gates, from 0. */
  readonly gate: number
}

interface Waiting extends Passed {
  readonly open: () => void
}

export class Gates {
  /** By the tags of queries, those that have a gate, in their order: `['sql.select.users', 'sql.insert.users']`. */
  readonly #tags: readonly string[]
  readonly #turns: Passed[]
  readonly #reached: Record<Lane, number> = { A: 0, B: 0 }
  readonly #ended = new Set<Lane>()
  readonly #passed: Passed[] = []
  readonly #deadline: number
  #waiting: Waiting[] = []
  /** Whose query runs now, until that lane is heard of again. */
  #running: Lane | null = null
  #isOpen = false

  constructor(order: Order, tags: readonly string[], deadline = DEADLINE) {
    const seen: Record<Lane, number> = { A: 0, B: 0 }
    this.#turns = order.map((lane) => ({ lane, gate: seen[lane]++ }))
    this.#tags = tags
    this.#deadline = deadline
  }

  /** In the order in which they were passed. */
  get passed(): readonly Passed[] {
    return this.#passed
  }

  /** Whether somebody waited for so long that all gates were opened. */
  get isOpen(): boolean {
    return this.#isOpen
  }

  /** How many queries wait. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** Where the queries of one lane come by. Each gate is passed once; what has none passes. */
  of(lane: Lane): Gate {
    return ({ tag }) => {
      const gate = this.#tags.indexOf(tag, this.#reached[lane])
      if (gate < 0 || this.#isOpen) return Promise.resolve()
      this.#reached[lane] = gate + 1
      return this.#arrive(lane, gate)
    }
  }

  /** The request of this lane is answered: nobody waits for it any more. */
  end(lane: Lane): void {
    this.#ended.add(lane)
    if (this.#running === lane) this.#running = null
    this.#next()
  }

  /** Lets go whoever waits, and whoever comes. */
  open(): void {
    this.#isOpen = true
    const waiting = this.#waiting
    this.#waiting = []
    for (const each of waiting) this.#pass(each)
  }

  #arrive(lane: Lane, gate: number): Promise<void> {
    // Its query before is through: it has come here.
    if (this.#running === lane) this.#running = null
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.open(), this.#deadline)
      const open = () => {
        clearTimeout(timer)
        resolve()
      }
      this.#waiting.push({ lane, gate, open })
      this.#next()
    })
  }

  #next(): void {
    if (this.#running !== null) return
    for (;;) {
      const [turn] = this.#turns
      if (!turn) return
      const waits = this.#waiting.find(({ lane }) => lane === turn.lane)
      // Of a lane that has ended, or is at a later gate, nobody comes to this one.
      const isOver = waits ? waits.gate > turn.gate : this.#ended.has(turn.lane)
      if (isOver) {
        this.#turns.shift()
        continue
      }
      if (!waits) return
      this.#turns.shift()
      this.#waiting = this.#waiting.filter((each) => each !== waits)
      this.#running = turn.lane
      return this.#pass(waits)
    }
  }

  #pass({ lane, gate, open }: Waiting): void {
    this.#passed.push({ lane, gate })
    open()
  }
}

/** Runs one piece of work for each lane, and hears of the end of each, however it comes. */
export function runLanes<Value>(
  gates: Gates,
  work: (lane: Lane, gate: Gate) => Promise<Value>,
): Promise<readonly Value[]> {
  return Promise.all(
    LANES.map(async (lane) => {
      try {
        return await work(lane, gates.of(lane))
      } finally {
        gates.end(lane)
      }
    }),
  )
}
