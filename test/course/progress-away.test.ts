import { expect } from 'vitest'
import { enteredPlace, printPlace, withRun } from '#course/act.ts'
import { listDemosOf, listLessons } from '#course/course.ts'
import { progressOrWhyNot } from '#course/progress-view.ts'
import { Progress } from '#course/progress.ts'
import { settle } from '#course/settle.ts'
import { Refusal } from '#lib/refusal.ts'
import { WhenBack } from '#repo/when-back.ts'
import type { Sandbox } from '#sandbox/sandbox.ts'
import { createVisitor } from '#sandbox/visitors.ts'
import { contextOf } from '../support/context.ts'
import { cutOff } from '../support/cut-off.ts'
import { test as base } from '../support/repo.ts'
import { haltedByPlug } from '../support/sample-trace.ts'

const [lesson] = listLessons()
const LESSON = lesson!
const RECALL = 'a-recall'
const NEVER = 1_000_000

const test = base.extend<{ house: Awaited<ReturnType<typeof houseOf>> }>({
  house: async ({ siteRepo }, use) => use(await houseOf(siteRepo)),
})

type SiteRepo = Parameters<typeof createVisitor>[0]

async function houseOf(siteRepo: SiteRepo) {
  const { visitor } = await createVisitor(siteRepo)
  const { visitor: other } = await createVisitor(siteRepo)
  const { repo, cut, tries } = cutOff(siteRepo)
  const progress = new Progress(repo, new WhenBack({ every: NEVER }))
  return { progress, visitor, other, cut, tries, kept: new Progress(siteRepo) }
}

test('what is done while the database is away is kept once it is back', async ({ house }) => {
  const { progress, visitor, other, cut, kept } = house
  cut(true)
  await progress.keepRecall(visitor, RECALL, false)
  await progress.keepRecall(visitor, RECALL, true)
  await progress.meetCheck(other, LESSON, 'a-check')
  await progress.keepStep(visitor, LESSON, 'a-demo.2')
  expect(progress.waiting).toBe(4)

  cut(false)
  await progress.writeWaiting()

  expect(progress.waiting).toBe(0)
  expect(await kept.list(visitor)).toMatchObject({
    recalls: [{ recall_id: RECALL, knew: true }],
    lessons: [{ last_step: 'a-demo.2' }],
  })
  expect((await kept.list(other)).checks).toMatchObject([{ check_id: 'a-check' }])
})

test('while anything of it waits nobody is told how far they are', async ({ house }) => {
  const { progress, visitor, other, cut } = house
  const { locals } = contextOf({ services: { progress }, locals: { visitor } })
  cut(true)
  await expect(progress.list(visitor)).rejects.toThrow(Refusal)
  const { waits } = await progressOrWhyNot(locals)
  expect(waits).toContain('Your progress waits: the database that keeps it does not answer.')

  await progress.keepRecall(visitor, RECALL, true)
  cut(false)
  // It is back, and this is not written yet: an older state would be told.
  await expect(progress.list(visitor)).rejects.toThrow('Your progress waits')
  expect((await progress.list(other)).recalls).toEqual([])
  await progress.writeWaiting()

  expect((await progress.list(visitor)).recalls).toHaveLength(1)
  expect((await progressOrWhyNot(locals)).waits).toBeNull()
})

test('nothing is said to be deleted that is not', async ({ house }) => {
  const { progress, visitor, cut, kept } = house
  await progress.keepRecall(visitor, RECALL, true)
  cut(true)

  await expect(progress.delete(visitor)).rejects.toThrow('Your progress waits')
  cut(false)
  await progress.writeWaiting()

  expect((await kept.list(visitor)).recalls).toHaveLength(1)
})

test('nobody waits for a database that is known to be away', async ({ house }) => {
  const { progress, visitor, other, cut, tries } = house
  cut(true)
  await progress.keepRecall(visitor, RECALL, true)
  const asked = tries()

  await progress.keepRecall(other, RECALL, true)

  expect(tries()).toBe(asked)
})

test('a prediction is marked by what was there when its step ran', async ({ house, repo }) => {
  const { progress, visitor, cut, kept } = house
  const { demo, question, lesson: own, key } = questionAboutRows()
  await progress.keepPrediction(visitor, own, key, '5')
  const trace = { ...haltedByPlug, id: 'a-run' }
  const run = { step: question.step, persona: trace.persona, trace: trace.id }
  const place = { json: printPlace(withRun(enteredPlace(demo, null), run)) }
  const { locals } = contextOf({
    services: { progress },
    locals: { visitor, lesson: own.path, sandbox: { place, repo } as unknown as Sandbox },
  })
  cut(true)
  await settle(locals, trace)
  // Whatever becomes of the sandbox until then.
  locals.sandbox = null
  cut(false)
  await progress.writeWaiting()

  const { predictions } = await kept.listOfLesson(visitor, own)
  expect(predictions).toMatchObject([{ answer: '5', found: '0', correct: false }])
})

/** The first question of the course that asks how many rows there are. */
function questionAboutRows() {
  for (const own of listLessons())
    for (const demo of listDemosOf(own))
      for (const question of demo.predictions)
        if (question.asks === 'rows') {
          const key = { demo_id: demo.id, question_id: question.id }
          return { lesson: own, demo, question, key }
        }
  throw new Error('No lesson asks how many rows there are.')
}
