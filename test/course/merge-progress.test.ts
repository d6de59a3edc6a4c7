import { describe, expect, test } from 'vitest'
import { mergeProgress } from '#course/merge-progress.ts'
import type { ProgressRecords } from '#course/progress-records.ts'

const NONE: ProgressRecords = {
  ...{ lessons: [], checks: [], predictions: [], later: [], tasks: [], recalls: [] },
}
const of = { lesson_id: 'one', version: '0123456789ab' }
const opened = (change: Partial<ProgressRecords['lessons'][number]>) => ({
  ...{ ...of, opened_at: 5, last_opened_at: 5, read_at: null, last_step: null, stepped_at: null },
  ...change,
})
const recall = (times_known: number, marked_at: number) => ({
  ...{ recall_id: 'one.a', knew: times_known > 0, times_known, marked_at },
})
const said = (change: Partial<ProgressRecords['predictions'][number]>) => ({
  ...{ ...of, demo_id: 'd', question_id: 'q', answer: 'plug', found: null, correct: null },
  ...{ settled: null, made_at: 1, marked_at: null, ...change },
})

describe('mergeProgress', () => {
  test('keeps the earliest and the latest of a lesson, and the newest step', () => {
    const own = { ...NONE, lessons: [opened({ last_step: 'd.1', stepped_at: 5 })] }
    const brought = {
      ...NONE,
      lessons: [
        opened({ opened_at: 3, last_opened_at: 4, read_at: 4, last_step: 'd.2', stepped_at: 4 }),
      ],
    }

    expect(mergeProgress(own, brought).written.lessons).toEqual([
      opened({ opened_at: 3, read_at: 4, last_step: 'd.1', stepped_at: 5 }),
    ])
  })

  test.for([
    ['known more often', recall(2, 1), recall(1, 9), 0],
    ['known as often, and later', recall(1, 1), recall(1, 9), 1],
    ['known better there', recall(0, 9), recall(1, 1), 1],
  ] as const)('of what was remembered the better one counts: %s', ([, own, brought, written]) => {
    const merged = mergeProgress({ ...NONE, recalls: [own] }, { ...NONE, recalls: [brought] })

    expect([merged.written.recalls.length, merged.known]).toEqual([written, 1 - written])
  })

  test.for([
    ['what waits for a run gives way', said({}), 1],
    ['what was marked stays', said({ found: 'scope', correct: false, marked_at: 2 }), 0],
    ['what was skipped stays', said({ answer: null, settled: 'skipped' }), 0],
  ] as const)('of two first answers %s', ([, own, written]) => {
    const brought = said({ found: 'plug', correct: true, marked_at: 3 })
    const merged = mergeProgress(
      { ...NONE, predictions: [own] },
      { ...NONE, predictions: [brought] },
    )

    expect(merged.written.predictions.length).toBe(written)
  })
})
