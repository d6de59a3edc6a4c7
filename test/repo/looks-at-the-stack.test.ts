/** To look at the stack costs more than a small query: how often it is done is counted here. */
import { syncBuiltinESMExports } from 'node:module'
import util from 'node:util'
import { afterAll, beforeAll, expect } from 'vitest'
import type { Repo } from '#repo/repo.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { test } from '../support/repo.ts'
import * as Members from './house/src/accounts/members.ts'

const original = util.getCallSites
let looks = 0

beforeAll(() => {
  // Without the frame of its own: whoever looks counts from where they stand.
  util.getCallSites = ((frames: number, options) => {
    looks += 1
    return original(frames + 1, options).slice(1)
  }) as typeof original
  syncBuiltinESMExports()
})

afterAll(() => {
  util.getCallSites = original
  syncBuiltinESMExports()
})

/** How often a query looks at the stack once its lines are known, and how often while nobody watches. */
async function looksOf(repo: Repo, ask: (repo: Repo) => Promise<unknown>) {
  const recorder = () => new Recorder({ id: '1', title: 'test', persona: 'you' })
  const watched = () => collect(recorder(), () => ask(repo))
  const count = async (run: () => Promise<unknown>) => {
    looks = 0
    await run()
    return looks
  }
  await watched()
  return { watched: await count(watched), unwatched: await count(() => ask(repo)) }
}

test('a query looks once, and only while somebody watches', async ({ repo }) => {
  const found = await looksOf(repo, (open) => Members.findMember(open, 'ana@b'))

  expect(found).toEqual({ watched: 1, unwatched: 0 })
})

test('one that was prepared does not look at all', async ({ repo }) => {
  const found = await looksOf(repo, (open) => Members.findPrepared(open, 'ana@b'))

  expect(found).toEqual({ watched: 0, unwatched: 0 })
})

test('a write looks as often as it has lines to name', async ({ repo }) => {
  let number = 0
  const found = await looksOf(repo, (open) => Members.join(open, `ana${(number += 1)}@b`))

  // The line that hands it to the repo, and the one that declared its constraint.
  expect(found).toEqual({ watched: 2, unwatched: 0 })
})

test('a rule that asks looks for itself and for its query', async ({ repo }) => {
  const found = await looksOf(repo, (open) => Members.askFirst(open, 'ana@b'))

  // For its query twice: who asks stands above all that makes a step. One is of the constraint before it.
  expect(found).toEqual({ watched: 4, unwatched: 0 })
})

test('a method of the repo looks once', async ({ repo }) => {
  const ways: ((open: Repo) => Promise<unknown>)[] = [
    (open) => Members.findById(open, 1),
    (open) => Members.isThere(open, 'ana@b'),
  ]

  for (const way of ways) expect(await looksOf(repo, way)).toEqual({ watched: 1, unwatched: 0 })
})

test('each rule of a changeset looks once', async ({ repo }) => {
  const found = await looksOf(repo, () => Promise.resolve(Members.rules('ana@b')))

  expect(found).toEqual({ watched: 4, unwatched: 0 })
})
