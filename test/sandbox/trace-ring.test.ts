import { describe, expect, test } from 'vitest'
import { TraceRing } from '#sandbox/trace-ring.ts'
import { sampleTrace } from '../support/sample-trace.ts'

const numbered = (number: number) => sampleTrace([], { id: `trace-${number}` })

describe('TraceRing', () => {
  test('lists the newest first', () => {
    const ring = new TraceRing()

    for (const number of [1, 2, 3]) ring.add(numbered(number))

    expect(ring.list().map(({ id }) => id)).toEqual(['trace-3', 'trace-2', 'trace-1'])
  })

  test('finds a trace by its id, or none', () => {
    const ring = new TraceRing()
    ring.add(numbered(1))

    expect(ring.get('trace-1')).toEqual(numbered(1))
    expect(ring.get('trace-2')).toBeNull()
    expect(ring.get('')).toBeNull()
  })

  test('keeps thirty, and lets the oldest go', () => {
    const ring = new TraceRing()

    for (let number = 1; number <= 31; number += 1) ring.add(numbered(number))

    expect(ring.list()).toHaveLength(30)
    expect(ring.get('trace-1')).toBeNull()
    expect(ring.get('trace-2')).not.toBeNull()
  })

  test('remembers of what fell out that it was here, for a while', () => {
    const ring = new TraceRing()
    for (let number = 1; number <= 31; number += 1) ring.add(numbered(number))

    expect([ring.had('trace-1'), ring.had('trace-2'), ring.had('trace-99')]).toEqual([
      ...[true, false, false],
    ])
    for (let number = 32; number <= 400; number += 1) ring.add(numbered(number))
    expect([ring.had('trace-1'), ring.had('trace-370')]).toEqual([false, true])
  })

  test('leaves a list alone that was handed out before', () => {
    const ring = new TraceRing()
    ring.add(numbered(1))
    const before = ring.list()

    ring.add(numbered(2))

    expect(before.map(({ id }) => id)).toEqual(['trace-1'])
  })

  test('gives one place to what others did, and takes none of an act for it', () => {
    const ring = new TraceRing()
    ring.add(numbered(1))

    for (const number of [2, 3, 4]) ring.addForeign(numbered(number))
    ring.add(numbered(5))

    expect(ring.list().map(({ id }) => id)).toEqual(['trace-5', 'trace-4', 'trace-1'])
  })
})

test('what is held does not fall out, as long as it is held', () => {
  const ring = new TraceRing()
  const traceOf = (id: string) => sampleTrace([], { id })
  for (const id of ['a', 'b']) ring.add(traceOf(id))
  ring.hold(['a'])
  for (let n = 0; n < TraceRing.capacity; n += 1) ring.add(traceOf(`t${n}`))

  expect([ring.get('a')?.id, ring.get('b')]).toEqual(['a', null])
  expect(ring.list()).toHaveLength(TraceRing.capacity)

  ring.hold([])
  ring.add(traceOf('last'))
  expect(ring.get('a')).toBeNull()
})

test('takes traces along from elsewhere, as its oldest', () => {
  const ring = new TraceRing()
  const traceOf = (id: string) => sampleTrace([], { id })
  ring.add(traceOf('own'))
  ring.takeAlong([traceOf('other'), traceOf('own')])

  expect(ring.list().map(({ id }) => id)).toEqual(['own', 'other'])
})

describe('what was done before a trace', () => {
  const ids = (traces: readonly { id: string }[]) => traces.map(({ id }) => id)

  test('is told from the oldest on, and is all there was in a new sandbox', () => {
    const ring = new TraceRing({ isOfNew: true })
    for (const number of [1, 2, 3]) ring.add(numbered(number))

    const { traces, isWhole } = ring.before(ring.get('trace-3')!)

    expect([ids(traces), isWhole]).toEqual([['trace-1', 'trace-2'], true])
  })

  test('is not all where the sandbox was there before, or a trace fell out', () => {
    const reopened = new TraceRing()
    reopened.add(numbered(1))
    const full = new TraceRing({ isOfNew: true })
    for (let number = 1; number <= 31; number += 1) full.add(numbered(number))
    const pushed = new TraceRing({ isOfNew: true })
    for (let number = 1; number <= 30; number += 1) pushed.add(numbered(number))
    pushed.addForeign(numbered(99))

    for (const ring of [reopened, full, pushed])
      expect(ring.before(ring.list().at(-1)!).isWhole).toBe(false)
  })

  test('leaves out what others did, and what was brought along from another sandbox', () => {
    const ring = new TraceRing({ isOfNew: true })
    ring.takeAlong([numbered(7)])
    ring.addForeign(numbered(8))
    for (const number of [1, 2]) ring.add(numbered(number))

    const { traces, isWhole } = ring.before(ring.get('trace-2')!)

    expect([ids(traces), isWhole]).toEqual([['trace-1'], true])
    expect(ring.before(ring.get('trace-7')!).isWhole).toBe(false)
  })

  test('is told the same of traces that were folded up meanwhile', () => {
    const ring = new TraceRing({ isOfNew: true })
    const long = { layer: 'sql', name: 'select', detail: 'One of many words. '.repeat(60) } as const
    ring.takeAlong([numbered(7)])
    ring.addForeign(numbered(8))
    for (const number of [1, 2]) ring.add(sampleTrace([long], { id: `trace-${number}` }))
    const [newest, before] = [ring.list()[0]!, ring.list()]

    expect(ring.fold()).toBeLessThan(1_000)

    expect(ring.list()).toEqual(before)
    expect(ring.list()[0]).not.toBe(newest)
    for (const trace of [newest, ring.get('trace-2')!]) {
      const { traces, isWhole } = ring.before(trace)
      expect([ids(traces), isWhole]).toEqual([['trace-1'], true])
    }
    expect(ring.before(ring.get('trace-7')!).isWhole).toBe(false)
  })
})

test('counts what it knows of those that fell out', () => {
  const ring = new TraceRing()
  for (let number = 1; number <= 30; number += 1) ring.add(numbered(number))
  const before = ring.fold()

  for (let number = 31; number <= 60; number += 1) ring.add(numbered(number))

  expect(ring.fold() - before).toBeGreaterThanOrEqual(30 * TraceRing.bytesOfId)
})
