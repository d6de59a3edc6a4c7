import { describe, expect, test } from 'vitest'
import { AnsweredPages } from '#sandbox/answered-pages.ts'
import { LastChanges } from '#sandbox/last-changes.ts'
import { BYTES_OF_ONE, Memories, type Memory } from '#sandbox/memories.ts'
import { SandboxClock } from '#sandbox/sandbox-clock.ts'
import { SandboxPlace } from '#sandbox/sandbox-place.ts'
import { TraceRing } from '#sandbox/trace-ring.ts'
import { sampleTrace } from '../support/sample-trace.ts'

const MINUTE = 60_000

/** Text that does not become much shorter, the same each time. */
function noise(length: number): string {
  let number = 1
  const next = () => (number = (number * 16_807) % 2_147_483_647)
  return Array.from({ length }, () => String.fromCharCode(33 + (next() % 90))).join('')
}

/** With so many traces, each of one step. */
function memoryOf(traces: number, page = ''): Memory {
  const ring = new TraceRing()
  for (let n = 1; n <= traces; n += 1)
    ring.add(sampleTrace([{ layer: 'request', name: 'GET /' }], { id: `t${n}` }))
  const pages = new AnsweredPages()
  if (page !== '') pages.keep('t1', { title: 'A page', html: page })
  return {
    ...{ traces: ring, pages, lastChanges: new LastChanges() },
    ...{ clock: new SandboxClock(), place: new SandboxPlace(null) },
  }
}

describe('Memories', () => {
  test('keep what a sandbox remembers, the same values', () => {
    const [memories, memory] = [new Memories(), memoryOf(2)]

    memories.keep('a', memory)

    expect(memories.get('a')).toEqual(memory)
    expect(memories.get('a')?.traces).toBe(memory.traces)
    expect(memories.get('b')).toBeNull()
    memories.forget('a')
    expect([memories.get('a'), memories.size, memories.bytes]).toEqual([null, 0, 0])
  })

  test('let go of what nobody came back to for half an hour', () => {
    let now = 0
    const memories = new Memories({ now: () => now })
    memories.keep('a', memoryOf(1))
    now = MINUTE
    memories.keep('b', memoryOf(1))

    now = 30 * MINUTE
    memories.sweep()

    expect([memories.get('a'), memories.get('b') !== null]).toEqual([null, true])
  })

  test('let the oldest go when they take too much, counting traces, pages and changes', () => {
    const [one, page] = [memoryOf(4), memoryOf(1, noise(6_000))]
    const small = BYTES_OF_ONE + one.traces.fold() + one.pages.fold() + one.lastChanges.fold()
    const large = BYTES_OF_ONE + page.traces.fold() + page.pages.fold() + page.lastChanges.fold()
    expect(large - small).toBeGreaterThan(2_000)
    const memories = new Memories({ mostBytes: small + large })
    memories.keep('a', one)
    memories.keep('b', memoryOf(4))
    expect([memories.size, memories.bytes]).toEqual([2, small * 2])

    memories.keep('c', page)

    expect([memories.get('a'), memories.size, memories.bytes]).toEqual([null, 2, small + large])
  })

  test('take no more for a thousand than for a hundred, where that is as much as they may', () => {
    const memories = new Memories({ mostBytes: 100_000 })
    const bytes = [100, 900].map((more) => {
      for (let n = 0; n < more; n += 1) memories.keep(`${more} ${n}`, memoryOf(4))
      return memories.bytes
    })

    for (const each of bytes) {
      expect(each).toBeGreaterThan(95_000)
      expect(each).toBeLessThanOrEqual(100_000)
    }
  })

  test('let the older half go when memory is short', () => {
    const memories = new Memories()
    for (const id of ['a', 'b', 'c', 'd']) memories.keep(id, memoryOf(1))

    memories.halve()
    expect(['a', 'b', 'c', 'd'].map((id) => memories.get(id) !== null)).toEqual([
      ...[false, false, true, true],
    ])
    memories.halve()
    memories.halve()

    expect([memories.size, memories.bytes]).toEqual([0, 0])
  })
})
