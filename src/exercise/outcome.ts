/** What comes of a run: plain data, which leaves a worker that nobody believes. */

/** A place in a file of the reader, as an editor counts: from 1. */
export interface CodePlace {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** What was thrown: its first words stand in the sentence, the rest is folded. */
export interface Thrown {
  readonly name: string
  readonly message: string
  /** In the reader’s own code, or `null`. */
  readonly place: CodePlace | null
}

/** One step of the failing case. */
export interface StepLine {
  readonly layer: string
  readonly name: string
  readonly outcome: string
  readonly detail: string
  /** What was sent to the database, with what it was given; `null` for any other step. */
  readonly sql: string | null
  /** The line of the reader that made it; `null` where that is not theirs. */
  readonly line: Pick<CodePlace, 'file' | 'line'> | null
}

export interface Unmet {
  readonly about: string
  readonly seen: string
  readonly hoped: string
  /** What was nearly right, or `null`. */
  readonly close: string | null
  readonly thrown: Thrown | null
  readonly steps: readonly StepLine[]
}

export interface Outcome {
  readonly name: string
  /** How many cases were as hoped for, before one was not. */
  readonly passed: number
  /** `null` where all of them were. */
  readonly unmet: Unmet | null
}

/** Either the checks ran, or the code could not be loaded. */
export type Answer =
  | { readonly type: 'ran'; readonly outcomes: readonly Outcome[] }
  | { readonly type: 'unread'; readonly thrown: Thrown }

const MOST_CHECKS = 20
const MOST_STEPS = 60
const MOST_LETTERS = 2_000

/** What a worker said, as far as it has the shape of an answer; `null` for anything else. */
export function readAnswer(said: unknown): Answer | null {
  if (!isRecord(said)) return null
  if (said['type'] === 'unread') {
    const thrown = readThrown(said['thrown'])
    return thrown && { type: 'unread', thrown }
  }
  const { outcomes } = said
  if (said['type'] !== 'ran' || !Array.isArray(outcomes) || outcomes.length > MOST_CHECKS)
    return null
  const read = outcomes.map(readOutcome)
  return read.includes(null) ? null : { type: 'ran', outcomes: read as Outcome[] }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const text = (value: unknown): string =>
  typeof value === 'string' ? value.slice(0, MOST_LETTERS) : ''

const count = (value: unknown): number => (Number.isSafeInteger(value) ? (value as number) : 0)

function readOutcome(value: unknown): Outcome | null {
  if (!isRecord(value)) return null
  const { name, passed, unmet } = value
  return { name: text(name), passed: count(passed), unmet: readUnmet(unmet) }
}

function readUnmet(value: unknown): Unmet | null {
  if (!isRecord(value)) return null
  const { about, seen, hoped, close, thrown, steps } = value
  const list = Array.isArray(steps) ? steps.slice(0, MOST_STEPS).filter(isRecord) : []
  return {
    ...{ about: text(about), seen: text(seen), hoped: text(hoped) },
    close: typeof close === 'string' ? text(close) : null,
    thrown: readThrown(thrown),
    steps: list.map(({ layer, name, outcome, detail, sql, line }) => ({
      ...{ layer: text(layer), name: text(name), outcome: text(outcome), detail: text(detail) },
      sql: typeof sql === 'string' ? text(sql) : null,
      line: readPlace(line),
    })),
  }
}

function readThrown(value: unknown): Thrown | null {
  if (!isRecord(value)) return null
  const { name, message, place } = value
  return { name: text(name), message: text(message), place: readPlace(place) }
}

function readPlace(value: unknown): CodePlace | null {
  if (!isRecord(value)) return null
  const { file, line, column } = value
  return { file: text(file), line: count(line), column: count(column) }
}
