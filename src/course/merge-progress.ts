/**
 * Two records of what one reader did, made one: nothing that is there is
 * lowered. What was read stays read, what was met stays met, and the first
 * answer to a question stays the first. Pure: it asks no database.
 */
import type { ProgressRecords } from './progress-records.ts'

type Kind = keyof ProgressRecords
type RecordOf<Of extends Kind> = ProgressRecords[Of][number]

/** What is to be written, and how many of the brought records were there as well. */
export interface Merged {
  readonly written: ProgressRecords
  readonly known: number
}

/** By what a record of each kind is the same as another. */
const KEYS: { readonly [Of in Kind]: readonly (keyof RecordOf<Of>)[] } = {
  lessons: ['lesson_id', 'version'],
  checks: ['lesson_id', 'version', 'check_id'],
  predictions: ['lesson_id', 'version', 'demo_id', 'question_id'],
  later: ['lesson_id', 'version', 'demo_id', 'question_id', 'nth'],
  tasks: ['lesson_id', 'version', 'check_id'],
  recalls: ['recall_id'],
}

/** What becomes of a record that is there when another of its kind is brought. */
const BOTH: {
  readonly [Of in Kind]: (own: RecordOf<Of>, brought: RecordOf<Of>) => RecordOf<Of>
} = {
  lessons: (own, brought) => ({
    ...own,
    opened_at: Math.min(own.opened_at, brought.opened_at),
    last_opened_at: Math.max(own.last_opened_at, brought.last_opened_at),
    read_at: earlier(own.read_at, brought.read_at),
    ...((brought.stepped_at ?? 0) > (own.stepped_at ?? 0) && {
      ...{ last_step: brought.last_step, stepped_at: brought.stepped_at },
    }),
  }),
  checks: (own, brought) => ({ ...own, met_at: Math.min(own.met_at, brought.met_at) }),
  // What was said and not run yet gives way to what was run; else the answer that is there is the first.
  predictions: (own, brought) => (isOpen(own) && !isOpen(brought) ? brought : own),
  later: (own, brought) => (isOpen(own) && !isOpen(brought) ? brought : own),
  tasks: (own, brought) => ({
    ...own,
    tries: Math.max(own.tries, brought.tries),
    shown_at: earlier(own.shown_at, brought.shown_at),
  }),
  recalls: (own, brought) =>
    brought.times_known > own.times_known ||
    (brought.times_known === own.times_known && brought.marked_at > own.marked_at)
      ? brought
      : own,
}

/** Whether it waits for a run that marks it. Whoever skipped a question has settled it. */
const isOpen = (one: { readonly marked_at: number | null; readonly settled?: string | null }) =>
  one.marked_at === null && (one.settled ?? null) === null

const earlier = (one: number | null, other: number | null) =>
  one === null || other === null ? (one ?? other) : Math.min(one, other)

/** What is to be written so that these records hold what was brought as well. */
export function mergeProgress(own: ProgressRecords, brought: ProgressRecords): Merged {
  let known = 0
  const merge = <Of extends Kind>(kind: Of): readonly RecordOf<Of>[] => {
    const keyOf = (one: RecordOf<Of>) => JSON.stringify(KEYS[kind].map((name) => one[name]))
    const there = new Map(listOf(own, kind).map((one) => [keyOf(one), one]))
    return listOf(brought, kind).flatMap((one) => {
      const before = there.get(keyOf(one))
      const after = before ? BOTH[kind](before, one) : one
      const isNew = JSON.stringify(before) !== JSON.stringify(after)
      if (!isNew) known += 1
      return isNew ? [after] : []
    })
  }
  const written = {
    ...{ lessons: merge('lessons'), checks: merge('checks'), tasks: merge('tasks') },
    ...{ predictions: merge('predictions'), later: merge('later'), recalls: merge('recalls') },
  }
  return { written, known }
}

const listOf = <Of extends Kind>(records: ProgressRecords, kind: Of) =>
  records[kind] as readonly RecordOf<Of>[]
