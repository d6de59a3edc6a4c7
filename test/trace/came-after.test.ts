import { expect, test } from 'vitest'
import { leadsTo, whatCameAfter } from '#trace/came-after.ts'
import type { Trace } from '#trace/trace-step.ts'
import { sampleTrace } from '../support/sample-trace.ts'

const made = (id: string, title: string, more: Partial<Trace> = {}): Trace => ({
  ...sampleTrace([]),
  ...{ id, title, kind: 'request', persona: 'ana', status: 200, ...more },
})

const sent = made('a', 'POST /users/log-in', {
  status: 303,
  steps: sampleTrace([{ layer: 'reply', name: '303', data: { location: '/guess?lesson=x' } }])
    .steps,
})
const page = made('b', 'GET /guess')
const connected = made('c', 'GuessLive, connected', { kind: 'connect' })

const idsAfter = (...later: readonly Trace[]) =>
  whatCameAfter([...later.toReversed(), sent], sent).map(({ id }) => id)

test('the page that a redirect led to, and the page that connected, came of it', () => {
  expect(idsAfter(page, connected)).toEqual(['b', 'c'])
  expect(whatCameAfter([connected, page, sent], page)).toEqual([connected])
})

test('what somebody else did meanwhile is passed over, and the next act ends it', () => {
  const other = made('x', 'GET /scores', { persona: 'bo' })
  expect(idsAfter(page, other, connected)).toEqual(['b', 'c'])
  expect(idsAfter(made('y', 'GET /scores'), connected)).toEqual([])
  expect(idsAfter(page, made('z', 'GET /scores'), connected)).toEqual(['b'])
})

test('of a trace that is kept no more nothing is known', () => {
  expect(whatCameAfter([page], sent)).toEqual([])
})

test('a redirect leads to its path, whatever is asked there, or to one of its pattern', () => {
  const score = made('s', 'POST /scores/new', {
    status: 303,
    steps: sampleTrace([{ layer: 'reply', name: '303', data: { location: '/scores/7' } }]).steps,
  })

  const paths = ['/scores/7', '/scores/[id]', '/scores/8', '/scores', '/scores/7/edit']
  expect(paths.map((path) => leadsTo(score, path))).toEqual([true, true, false, false, false])
  expect(leadsTo(sent, '/guess')).toBe(true)
  expect(leadsTo({ ...sent, status: 200 }, '/guess')).toBe(false)
})
