import { describe, expect } from 'vitest'
import { listDemosOf, listLessons } from '#course/course.ts'
import { enteredPlace, printPlace, withRun } from '#course/act.ts'
import { stepOf } from '#course/facts.ts'
import { outcomesOf } from '#course/outcomes.ts'
import { settle } from '#course/settle.ts'
import { Progress } from '#course/progress.ts'
import { stepName } from '#course/steps.ts'
import type { Sandbox } from '#sandbox/sandbox.ts'
import { createVisitor } from '#sandbox/visitors.ts'
import type { Json, Trace } from '#trace/trace-step.ts'
import { contextOf } from '../support/context.ts'
import { test } from '../support/repo.ts'
import { haltedByPlug, registered } from '../support/sample-trace.ts'

const traceOf = (data: Readonly<Record<string, Json>> | null): Trace => ({
  ...{ id: 'a', title: 'POST /', persona: 'you', startedAt: 0, status: 200 },
  steps: data
    ? [
        {
          ...{ id: 1, parent: null, at: 0, layer: 'request', name: '', tag: '', outcome: 'ok' },
          ...{ detail: '', source: null, data },
        },
      ]
    : [],
})

test.for([
  [{ fields: { _step: 'a-demo.2' } }, 'a-demo.2'],
  [{ fields: { _step: ['a-demo.2'] } }, null],
  [{ fields: {} }, null],
  [{ fields: null }, null],
  [{ fields: 'text' }, null],
  [{ fields: [1] }, null],
  [{}, null],
  [null, null],
] as const)('the step of a request with %j is %j', ([data, step]) => {
  expect(stepOf(traceOf(data))).toBe(step)
})

/** The first question of the course that asks who stops a request. */
function questionOfTheCourse() {
  for (const lesson of listLessons())
    for (const demo of listDemosOf(lesson))
      for (const question of demo.predictions)
        if (question.asks === 'caught-by') return { lesson, demo, question }
  throw new Error('No lesson asks who stops a request.')
}

describe('outcomesOf', () => {
  const { lesson, demo, question } = questionOfTheCourse()
  const key = { demo_id: demo.id, question_id: question.id }
  const step = stepName(demo.id, question.step)
  // Two runs of the step that answer the question differently.
  const [byPlug, byNobody] = [haltedByPlug, registered]
  /** A sandbox that stands in the act, where this trace is a run of the step. */
  const inAct = (trace: Trace, number: number | null) => {
    const entered = enteredPlace(demo, null)
    const { persona, id } = trace
    const place = number === null ? entered : withRun(entered, { step: number, persona, trace: id })
    return { place: { json: printPlace(place) } } as unknown as Sandbox
  }
  const reader = test.extend<{ readonly run: (trace: Trace, step: string) => Promise<unknown> }>({
    run: async ({ siteRepo }, use) => {
      const { visitor } = await createVisitor(siteRepo)
      const progress = new Progress(siteRepo)
      await progress.keepPrediction(visitor, lesson, key, 'plug')
      const { locals } = contextOf({
        services: { progress },
        locals: { visitor, lesson: lesson.path, sandbox: null },
      })
      await use(async (trace, named) => {
        locals.sandbox = inAct(trace, named === step ? question.step : null)
        await settle({ ...locals, front: { ...locals.front } }, trace)
        const { questions } = await outcomesOf({ locals, traces: [trace] })
        const { predictions } = await progress.listOfLesson(visitor, lesson)
        return [questions.map(({ state }) => state), predictions[0]?.found]
      })
    },
  })

  reader('leaves a prediction as it is until its step has run', async ({ run }) => {
    expect(await run(byPlug, 'another-demo.1')).toMatchObject([
      [{ said: 'plug', found: null }],
      null,
    ])
  })

  reader('marks a prediction by the run of its step', async ({ run }) => {
    expect(await run(byPlug, step)).toMatchObject([[{ said: 'plug', found: 'plug' }], 'plug'])
  })

  reader('shows what was marked, whatever a later run says', async ({ run }) => {
    await run(byPlug, step)

    expect(await run(byNobody, step)).toMatchObject([[{ said: 'plug', found: 'plug' }], 'plug'])
  })

  test('marks nothing that was skipped, and shows nothing that was not asked', async ({
    siteRepo,
  }) => {
    const { visitor } = await createVisitor(siteRepo)
    const progress = new Progress(siteRepo)
    const { locals } = contextOf({
      services: { progress },
      locals: { visitor, lesson: lesson.path, sandbox: null },
    })
    const ask = async () => {
      await settle(locals, byPlug)
      const { questions } = await outcomesOf({ locals, traces: [byPlug] })
      return questions.map(({ state }) => state)
    }

    expect(await ask()).toEqual([])
    await progress.keepPrediction(visitor, lesson, key, null)
    expect(await ask()).toMatchObject([{ said: null, found: null, settled: 'skipped' }])
  })

  reader('reads, and settles nothing', async ({ siteRepo }) => {
    const { visitor } = await createVisitor(siteRepo)
    const progress = new Progress(siteRepo)
    await progress.keepPrediction(visitor, lesson, key, 'plug')
    const { locals } = contextOf({
      services: { progress },
      locals: { visitor, lesson: lesson.path, sandbox: inAct(byPlug, question.step) },
    })

    await outcomesOf({ locals, traces: [byPlug] })

    const { predictions } = await progress.listOfLesson(visitor, lesson)
    expect(predictions).toMatchObject([{ answer: 'plug', found: null }])
  })

  test('does without progress that cannot be read: what the reader did stands', async () => {
    const logged: unknown[] = []
    const failing = { listOfLesson: () => Promise.reject(new Error('no database')) }
    const { locals } = contextOf({
      services: {
        progress: failing as unknown as Progress,
        logError: (error) => void logged.push(error),
      },
      locals: { visitor: { id: 1 }, lesson: lesson.path, sandbox: null },
    })

    const outcomes = await outcomesOf({ locals, traces: [byPlug] })

    expect([outcomes, logged]).toEqual([{ checks: [], questions: [] }, [new Error('no database')]])
  })
})

describe('settle', () => {
  const ofTask = () => {
    for (const lesson of listLessons())
      for (const demo of listDemosOf(lesson))
        for (const check of demo.checks) if (check.alone) return { lesson, demo, check }
    throw new Error('No lesson has a task.')
  }

  test('counts a try at a task once, however often its request asks', async ({ siteRepo }) => {
    const { lesson, demo, check } = ofTask()
    const { visitor } = await createVisitor(siteRepo)
    const progress = new Progress(siteRepo)
    const place = { json: printPlace(enteredPlace(demo, null)) }
    const { locals } = contextOf({
      services: { progress },
      locals: { visitor, lesson: lesson.path, sandbox: { place } as unknown as Sandbox },
    })
    const trace = { ...traceOf({ fields: {} }), title: check.when, status: 500 }

    await settle(locals, trace)
    await settle(locals, trace)
    await settle(locals, { ...trace, title: 'GET /' })

    const { tasks } = await progress.listOfLesson(visitor, lesson)
    expect(tasks).toMatchObject([{ check_id: check.id, tries: 1 }])
  })

  test('asks nothing of what no lesson asks about', async () => {
    const failing = { listOfLesson: () => Promise.reject(new Error('asked')) }
    const logged: unknown[] = []
    const { locals } = contextOf({
      services: {
        progress: failing as unknown as Progress,
        logError: (error) => void logged.push(error),
      },
      locals: { visitor: { id: 1 }, lesson: listLessons()[0]!.path, sandbox: null },
    })

    await settle(locals, { ...traceOf({}), title: 'GET /no/such/page' })

    expect(logged).toEqual([])
  })
})
