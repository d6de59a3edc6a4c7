/**
 * The rows of the site's own database can be spread over several by their
 * visitor, as long as what is done for a reader names that one. What does not is
 * named here, with its reason; `content/decisions/scaling.md` builds on it.
 */
import { expect } from 'vitest'
import { Progress } from '#course/progress.ts'
import { listLessons } from '#course/course.ts'
import { RowsInMemory, NOTHING_KNOWN } from '#sandbox/row-cache.ts'
import { SandboxRows } from '#sandbox/sandbox-rows.ts'
import { Visitors } from '#sandbox/visitors.ts'
import { heard } from '../support/heard-queries.ts'
import { test } from '../support/repo.ts'

const LESSON = listLessons()[0]!
const QUESTION = { demo_id: 'a-demo', question_id: 'a-question' }
const id = (n: number) => n.toString(16).padStart(32, '0')

const isOfTransaction = (sql: string) => /^(?:begin|commit|rollback|savepoint|release)\b/.test(sql)
const namesVisitor = (sql: string) =>
  sql
    .split(/\bunion\b/)
    .every((part) => /"visitor_id" (?:=|in) |insert into "[a-z_]+" \("visitor_id"/.test(part))

test('what is kept of a reader names that reader', async ({ siteRepo }) => {
  const { repo, statements } = heard(siteRepo)
  const [visitor, progress] = [{ id: 1 }, new Progress(repo)]
  await new Visitors(siteRepo, NOTHING_KNOWN).create()

  await progress.openLesson(visitor, LESSON)
  await progress.markLesson(visitor, LESSON, true)
  await progress.markLesson(visitor, LESSON, false)
  await progress.keepStep(visitor, LESSON, 'a-demo.1')
  await progress.meetCheck(visitor, LESSON, 'a-check')
  await progress.meetChecks(visitor, LESSON, ['another', 'a-third'])
  await progress.keepPrediction(visitor, LESSON, QUESTION, null)
  await progress.keepPrediction(visitor, LESSON, QUESTION, 'plug')
  await progress.markPrediction(visitor, LESSON, QUESTION, 'plug')
  await progress.settleByRun(visitor, LESSON, QUESTION, 'plug')
  await progress.keepLaterAnswer(visitor, LESSON, QUESTION, 'plug')
  await progress.markLaterAnswer(visitor, LESSON, QUESTION, 'plug')
  await progress.tryTask(visitor, LESSON, 'a-task', 'tried')
  await progress.keepRecall(visitor, 'a-recall', true)
  await progress.merge(visitor, await progress.list(visitor))
  await progress.listOfLesson(visitor, LESSON)
  await progress.delete(visitor)

  const asked = [...new Set(statements)].filter((sql) => !isOfTransaction(sql))
  expect(asked.length).toBeGreaterThan(20)
  expect(asked.filter((sql) => !namesVisitor(sql))).toEqual([])
})

test('what is done with a sandbox names whose it is', async ({ siteRepo }) => {
  const { repo, statements } = heard(siteRepo)
  const { visitor } = await new Visitors(siteRepo, NOTHING_KNOWN).create()
  const rows = new SandboxRows(repo, NOTHING_KNOWN, { own: { id: id(9) } })
  const made = await rows.insert(id(1), visitor)

  await rows.current(visitor)
  await rows.lastLost(visitor)
  await rows.update(made, { place: '{}' })
  await rows.end(made, 'aside')
  await rows.asideOf(visitor, 0)
  await rows.listAside({ visitor }, 1)
  await rows.putBack(made)
  await rows.isOpen(made)
  await rows.endGone(made)

  const asked = [...new Set(statements)]
  expect(asked.length).toBeGreaterThan(6)
  expect(asked.filter((sql) => !namesVisitor(sql))).toEqual([])
})

test('the others are two that a cache answers, and what a server does with all of its own', async ({
  siteRepo,
}) => {
  const { repo, statements } = heard(siteRepo)
  const known = new RowsInMemory()
  const visitors = new Visitors(repo, known)
  const { visitor, token } = await new Visitors(siteRepo, NOTHING_KNOWN).create()
  const rows = new SandboxRows(repo, known)
  const { api_key } = await new SandboxRows(siteRepo, NOTHING_KNOWN).insert(id(1), visitor)

  // A cookie and a key say whose they are to whoever looks; each is looked up once.
  await visitors.find(token)
  await rows.byApiKey(api_key)
  await rows.current(visitor)
  const before = statements.length
  await visitors.find(token)
  await rows.byApiKey(api_key)
  await rows.current(visitor)

  expect(statements.length).toBe(before)
  expect(statements.filter((sql) => !namesVisitor(sql))).toEqual([
    expect.stringMatching(/from "visitors" where "token_hash" = /),
    expect.stringMatching(/from "sandboxes" where .*"api_key" = /),
  ])
})
