import { describe, expect, onTestFinished } from 'vitest'
import { Progress } from '#course/progress.ts'
import { migrateDown, migrateToLatest } from '#repo/migrator.ts'
import { openSqlite } from '#repo/sqlite/sqlite.ts'
import type { SiteTables } from '#repo/site-tables.ts'
import { createVisitor } from '#sandbox/visitors.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { watched, type Gate } from '#trace/watch.ts'
import { test as withRepo, TestClock } from '../support/repo.ts'
import type { Visitor } from '#sandbox/sandbox.ts'

const MINUTE = 60_000
const START = Date.UTC(2026, 0, 12, 9)

interface Fixtures {
  readonly progress: Progress
  readonly ana: Visitor
  readonly bo: Visitor
}

const test = withRepo.extend<Fixtures>({
  progress: async ({ siteRepo }, use) => use(new Progress(siteRepo)),
  ana: async ({ siteRepo }, use) => use((await createVisitor(siteRepo)).visitor),
  bo: async ({ siteRepo }, use) => use((await createVisitor(siteRepo)).visitor),
})

const lesson = { id: 'who-comes-in', version: '0123456789ab' }
const rewritten = { ...lesson, version: 'ba9876543210' }
const QUESTION = { demo_id: 'ana-comes-in', question_id: 'who-answers' }
const NOTHING = { lessons: [], checks: [], predictions: [], later: [], tasks: [], recalls: [] }

describe('openLesson', () => {
  test('remembers when a lesson was first opened, and when last', async ({
    progress,
    ana,
    clock,
  }) => {
    await progress.openLesson(ana, lesson)
    clock.advance(MINUTE)
    await progress.openLesson(ana, lesson)

    expect((await progress.list(ana)).lessons).toEqual([
      {
        lesson_id: 'who-comes-in',
        version: '0123456789ab',
        opened_at: START,
        last_opened_at: START + MINUTE,
        read_at: null,
        last_step: null,
        stepped_at: null,
      },
    ])
  })

  test('keeps what was done with another version of the text', async ({ progress, ana }) => {
    await progress.markLesson(ana, lesson, true)
    await progress.openLesson(ana, rewritten)

    const { lessons } = await progress.list(ana)

    expect(lessons.map(({ version, read_at }) => [version, read_at])).toEqual([
      ['0123456789ab', START],
      ['ba9876543210', null],
    ])
  })

  test('does not take back that a lesson was read', async ({ progress, ana, clock }) => {
    await progress.markLesson(ana, lesson, true)
    clock.advance(MINUTE)
    await progress.openLesson(ana, lesson)

    expect((await progress.list(ana)).lessons[0]).toMatchObject({ read_at: START })
  })

  test('counts once when two tabs say it at the same time', async ({ progress, ana }) => {
    await Promise.all(Array.from({ length: 20 }, () => progress.openLesson(ana, lesson)))

    expect((await progress.list(ana)).lessons).toHaveLength(1)
  })

  test('is one step of a trace, without the SQL of the site', async ({ progress, ana }) => {
    const recorder = new Recorder({ id: 'one', title: 'POST /progress', persona: 'you' })

    await collect(recorder, () => progress.openLesson(ana, lesson))

    const { steps } = recorder.snapshot()
    expect(steps.map(({ layer, name, detail }) => [layer, name, detail])).toEqual([
      ['context', 'Progress.openLesson', 'who-comes-in'],
    ])
  })
})

describe('keepStep', () => {
  test('opens the lesson, and keeps the step that was taken last', async ({
    progress,
    ana,
    clock,
  }) => {
    await progress.keepStep(ana, lesson, 'ana-comes-in.1')
    clock.advance(MINUTE)
    await progress.keepStep(ana, lesson, 'ana-comes-in.2')

    expect((await progress.list(ana)).lessons).toMatchObject([
      { opened_at: START, last_opened_at: START + MINUTE, read_at: null },
    ])
    expect((await progress.list(ana)).lessons).toMatchObject([
      { last_step: 'ana-comes-in.2', stepped_at: START + MINUTE },
    ])
  })

  test('takes nothing back that was read', async ({ progress, ana }) => {
    await progress.markLesson(ana, lesson, true)
    await progress.keepStep(ana, lesson, 'ana-comes-in.1')

    expect((await progress.list(ana)).lessons).toMatchObject([{ read_at: START }])
  })
})

describe('merge', () => {
  test('takes what is new in one go, and lowers nothing', async ({ progress, ana, bo, clock }) => {
    await progress.markLesson(ana, lesson, true)
    await progress.meetCheck(ana, lesson, 'a-check')
    await progress.keepPrediction(ana, lesson, QUESTION, 'plug')
    await progress.markPrediction(ana, lesson, QUESTION, 'plug')
    await progress.keepRecall(ana, 'who-comes-in.a', true)
    clock.advance(MINUTE)
    await progress.openLesson(bo, lesson)
    await progress.keepPrediction(bo, lesson, QUESTION, 'changeset')
    await progress.keepRecall(bo, 'who-comes-in.a', false)

    const { written } = await progress.merge(bo, await progress.list(ana))

    const lists: readonly (readonly unknown[])[] = Object.values(written)
    expect(lists.map(({ length }) => length)).toEqual([1, 1, 0, 1, 0, 1])
    const merged = await progress.list(bo)
    expect(merged.lessons).toMatchObject([
      { opened_at: START, last_opened_at: START + MINUTE, read_at: START },
    ])
    expect(merged.predictions).toMatchObject([{ answer: 'plug', correct: true }])
    expect(merged.recalls).toMatchObject([{ knew: true, times_known: 1 }])
    const again = await progress.merge(bo, await progress.list(ana))
    expect(again.known).toBe(4)
    expect(await progress.list(bo)).toEqual(merged)
  })

  test('keeps the first answer that was marked here', async ({ progress, ana, bo }) => {
    for (const [visitor, answer] of [[ana, 'plug'] as const, [bo, 'changeset'] as const]) {
      await progress.keepPrediction(visitor, lesson, QUESTION, answer)
      await progress.markPrediction(visitor, lesson, QUESTION, 'plug')
    }

    await progress.merge(bo, await progress.list(ana))

    expect((await progress.list(bo)).predictions).toMatchObject([{ answer: 'changeset' }])
  })
})

describe('markLesson', () => {
  test('says when a lesson was first read', async ({ progress, ana, clock }) => {
    await progress.openLesson(ana, lesson)
    clock.advance(MINUTE)
    await progress.markLesson(ana, lesson, true)
    clock.advance(MINUTE)
    await progress.markLesson(ana, lesson, true)

    expect((await progress.list(ana)).lessons).toMatchObject([
      { opened_at: START, last_opened_at: START + 2 * MINUTE, read_at: START + MINUTE },
    ])
  })

  test('takes it back, for every version of the text', async ({ progress, ana }) => {
    await progress.markLesson(ana, lesson, true)
    await progress.markLesson(ana, rewritten, true)

    await progress.markLesson(ana, rewritten, false)

    const { lessons } = await progress.list(ana)
    expect(lessons.map(({ read_at }) => read_at)).toEqual([null, null])
  })

  test('opens nothing when there is nothing to take back', async ({ progress, ana }) => {
    await progress.markLesson(ana, lesson, false)

    expect(await progress.list(ana)).toEqual(NOTHING)
  })
})

describe('meetCheck', () => {
  test('remembers when a check was first met', async ({ progress, ana, clock }) => {
    await progress.meetCheck(ana, lesson, 'second-row-refused')
    clock.advance(MINUTE)
    await progress.meetCheck(ana, lesson, 'second-row-refused')

    expect((await progress.list(ana)).checks).toEqual([
      {
        lesson_id: 'who-comes-in',
        version: '0123456789ab',
        check_id: 'second-row-refused',
        met_at: START,
      },
    ])
  })
})

describe('keepPrediction', () => {
  const predict = (progress: Progress, visitor: Visitor, answer: string | null) =>
    progress.keepPrediction(visitor, lesson, QUESTION, answer)

  test('can be changed until it is marked: after that the answer is known', async ({
    progress,
    ana,
    clock,
  }) => {
    await predict(progress, ana, 'plug')
    await predict(progress, ana, 'unique index')
    clock.advance(MINUTE)
    await progress.markPrediction(ana, lesson, QUESTION, 'changeset')
    await predict(progress, ana, 'changeset')
    await progress.markPrediction(ana, lesson, QUESTION, 'unique index')

    expect((await progress.list(ana)).predictions).toEqual([
      {
        ...{ lesson_id: 'who-comes-in', version: '0123456789ab', ...QUESTION },
        ...{ answer: 'unique index', found: 'changeset', correct: false, settled: null },
        ...{ made_at: START, marked_at: START + MINUTE },
      },
    ])
  })

  test('is right when the trace found the same', async ({ progress, ana }) => {
    await predict(progress, ana, 'plug')
    await progress.markPrediction(ana, lesson, QUESTION, 'plug')

    expect((await progress.list(ana)).predictions).toMatchObject([{ found: 'plug', correct: true }])
  })

  test('said after it was skipped is a later answer, and counts as no first one', async ({
    progress,
    ana,
  }) => {
    await progress.keepPrediction(ana, lesson, QUESTION, null)
    await progress.keepPrediction(ana, lesson, QUESTION, 'nobody')
    await progress.keepPrediction(ana, lesson, QUESTION, 'plug')
    await progress.markPrediction(ana, lesson, QUESTION, 'plug')
    await progress.markLaterAnswer(ana, lesson, QUESTION, 'plug')

    const { predictions, later } = await progress.listOfLesson(ana, lesson)

    expect(predictions).toMatchObject([{ answer: null, settled: 'skipped', correct: null }])
    expect(later).toMatchObject([{ nth: 2, answer: 'plug', found: 'plug', correct: true }])
  })

  test('keeps that a question was skipped, and marks nothing of it', async ({ progress, ana }) => {
    await predict(progress, ana, null)
    await progress.markPrediction(ana, lesson, QUESTION, 'plug')

    expect((await progress.list(ana)).predictions).toMatchObject([
      { answer: null, found: null, correct: null, marked_at: null },
    ])
  })

  test('asks again when the lesson has another text', async ({ progress, ana }) => {
    await predict(progress, ana, null)
    await progress.keepPrediction(ana, rewritten, QUESTION, 'plug')

    const answers = (records: { predictions: readonly { answer: string | null }[] }) =>
      records.predictions.map(({ answer }) => answer)
    expect(answers(await progress.list(ana))).toEqual([null, 'plug'])
    expect(answers(await progress.listOfLesson(ana, rewritten))).toEqual(['plug'])
  })
})

describe('delete', () => {
  test('forgets all of one visitor, and nothing of another', async ({ progress, ana, bo }) => {
    for (const visitor of [ana, bo]) {
      await progress.markLesson(visitor, lesson, true)
      await progress.meetCheck(visitor, lesson, 'a-check')
      await progress.keepPrediction(visitor, lesson, QUESTION, null)
    }

    await progress.delete(ana)

    expect(await progress.list(ana)).toEqual(NOTHING)
    const { lessons, checks, predictions } = await progress.list(bo)
    expect([lessons.length, checks.length, predictions.length]).toEqual([1, 1, 1])
  })
})

test('list shows a visitor nothing of another', async ({ progress, ana, bo }) => {
  await progress.markLesson(ana, lesson, true)

  expect(await progress.list(bo)).toEqual(NOTHING)
})

test('progress goes with its visitor', async ({ progress, siteRepo, ana }) => {
  await progress.markLesson(ana, lesson, true)
  await progress.meetCheck(ana, lesson, 'a-check')
  await progress.keepPrediction(ana, lesson, QUESTION, null)

  await siteRepo.db.deleteFrom('visitors').where('id', '=', ana.id).execute()

  expect(await progress.list(ana)).toEqual(NOTHING)
})

test('the database refuses a prediction that is half skipped, or marked wrongly', async ({
  siteRepo,
  ana,
}) => {
  const key = { visitor_id: ana.id, lesson_id: 'a', version: 'b', ...QUESTION, made_at: 1 }
  const row = { answer: null, found: null, correct: null, marked_at: null }
  const insert = (marked: {
    answer?: string
    found?: string
    correct?: number
    marked_at?: number
  }) =>
    siteRepo.db
      .insertInto('predictions')
      .values({ ...key, ...row, ...marked })
      .execute()

  for (const wrong of [
    { answer: 'plug', found: 'plug' },
    { answer: 'plug', found: 'plug', correct: 0, marked_at: 2 },
    { answer: 'plug', found: 'scope', correct: 1, marked_at: 2 },
    { answer: 'plug', marked_at: 2 },
    { found: 'plug', correct: 1, marked_at: 2 },
  ])
    await expect(insert(wrong), JSON.stringify(wrong)).rejects.toThrow()
  await insert({ answer: 'plug', found: 'plug', correct: 1, marked_at: 2 })
})

test('the migration leaves no table behind when it is taken back', async () => {
  const repo = await openSqlite<SiteTables>({ memory: true, clock: new TestClock() })
  onTestFinished(() => repo.close())
  await migrateToLatest(repo, 'site')
  const tables = async () => (await repo.db.introspection.getTables()).map(({ name }) => name)
  expect(await tables()).toContain('lessons_opened')

  for (let name = ''; !/create_progress$/.test(name);)
    name = (await migrateDown(repo, 'site'))?.name ?? 'create_progress'

  expect((await tables()).filter((name) => /lessons|checks|predictions/.test(name))).toEqual([])
})

test('what the site keeps asks no gate: no lab can hold it up', async ({ progress, ana }) => {
  const asked: string[] = []
  const gate: Gate = ({ tag }) => {
    asked.push(tag)
    return Promise.resolve()
  }

  await watched({ gate }, async () => {
    await progress.openLesson(ana, lesson)
    await progress.markLesson(ana, lesson, true)
    await progress.meetCheck(ana, lesson, 'refused')
    await progress.list(ana)
    await progress.delete(ana)
  })

  expect(asked).toEqual([])
})

test('keepRecall keeps what was said last', async ({ progress, ana }) => {
  await progress.keepRecall(ana, 'who-comes-in.a', false)
  await progress.keepRecall(ana, 'who-comes-in.a', true)

  expect((await progress.list(ana)).recalls).toMatchObject([
    { recall_id: 'who-comes-in.a', knew: true },
  ])
})

test('keepRecall counts how often in a row it was known, each time after a while', async ({
  progress,
  ana,
  clock,
}) => {
  const timesKnown = async (knew: boolean, later = 0) => {
    clock.advance(later)
    await progress.keepRecall(ana, 'who-comes-in.a', knew)
    return (await progress.list(ana)).recalls[0]?.times_known
  }
  const DAY = 24 * 60 * MINUTE

  expect(await timesKnown(true)).toBe(1)
  expect(await timesKnown(true, MINUTE)).toBe(1)
  expect(await timesKnown(true, DAY)).toBe(2)
  expect(await timesKnown(false, DAY)).toBe(0)
  expect(await timesKnown(true, MINUTE)).toBe(1)
})
