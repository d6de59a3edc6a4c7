import { beforeEach, describe, expect, expectTypeOf, test } from 'vitest'
import { Counters, counters, MOST_SERIES } from '#server/counters.ts'

const REFUSED = 'glasshouse_refused_total'
const REQUESTS = 'glasshouse_requests_total'
const SECONDS = 'glasshouse_request_seconds'
const IN_FLIGHT = 'glasshouse_requests_in_flight'

let counts: Counters
beforeEach(() => {
  counts = new Counters()
})

describe('count', () => {
  test('adds one to the series of its labels', () => {
    counts.count(REFUSED, { reason: 'in flight' })
    counts.count(REFUSED, { reason: 'in flight' })
    counts.count(REFUSED, { reason: 'full' })

    expect(counts.read(REFUSED)).toEqual([
      { name: REFUSED, labels: { reason: 'in flight' }, value: 2 },
      { name: REFUSED, labels: { reason: 'full' }, value: 1 },
    ])
  })

  test('writes every label as text', () => {
    counts.count(REQUESTS, { route: '/guess', status: 200 })

    expect(counts.read(REQUESTS)).toEqual([
      { name: REQUESTS, labels: { route: '/guess', status: '200' }, value: 1 },
    ])
  })

  test('has a bound, past which all labels are one', () => {
    for (let n = 0; n < MOST_SERIES + 50; n += 1) counts.count(REFUSED, { reason: `reason ${n}` })
    counts.count(REFUSED, { reason: 'reason 7' })

    const samples = counts.read(REFUSED)
    expect(samples).toHaveLength(MOST_SERIES + 1)
    expect(samples.find(({ labels }) => labels.reason === 'other')?.value).toBe(50)
    expect(samples.find(({ labels }) => labels.reason === 'reason 7')?.value).toBe(2)
  })

  test('takes the labels of its metric, and no other', () => {
    expectTypeOf(counts.count<typeof REFUSED>).parameters.toEqualTypeOf<
      [typeof REFUSED, Readonly<Record<'reason', string | number>>]
    >()
    expectTypeOf<Parameters<typeof counts.count>[0]>().not.toEqualTypeOf<string>()
  })
})

test('add takes how many', () => {
  counts.add(REFUSED, 1_024, { reason: 'full' })
  counts.add(REFUSED, 6, { reason: 'full' })

  expect(counts.total(REFUSED)).toBe(1_030)
})

test('total sums those with the labels that it is given', () => {
  counts.count(REQUESTS, { route: '/guess', status: 200 })
  counts.count(REQUESTS, { route: '/scores', status: 200 })
  counts.count(REQUESTS, { route: '/scores', status: 429 })

  expect(counts.total(REQUESTS)).toBe(3)
  expect(counts.total(REQUESTS, { status: 200 })).toBe(2)
  expect(counts.total(REQUESTS, { route: '/scores', status: 429 })).toBe(1)
  expect(counts.total(REQUESTS, { route: '/nowhere' })).toBe(0)
})

describe('gauge', () => {
  test('is asked when somebody looks, and the newest of a name is', () => {
    let open = 3
    counts.gauge(IN_FLIGHT, () => 99)
    counts.gauge(IN_FLIGHT, () => open)
    open = 4

    expect(counts.read(IN_FLIGHT)).toEqual([{ name: IN_FLIGHT, labels: {}, value: 4 }])
  })

  test.for([
    ['fails', () => JSON.parse('') as number],
    ['is no number', () => Number.NaN],
  ] as const)('says nothing where its reading %s', ([, read]) => {
    counts.gauge(IN_FLIGHT, read)

    expect(counts.read(IN_FLIGHT)).toEqual([])
  })
})

describe('observe', () => {
  test('counts each into the bounds that it is within', () => {
    for (const seconds of [0.001, 0.005, 0.02, 7, 60]) counts.observe(SECONDS, seconds)

    const samples = counts.read(SECONDS)
    const within = (le: string) =>
      samples.find(({ name, labels }) => name === `${SECONDS}_bucket` && labels.le === le)?.value
    expect([within('0.005'), within('0.01'), within('0.025')]).toEqual([2, 2, 3])
    expect([within('5'), within('10'), within('+Inf')]).toEqual([3, 4, 5])
    expect(samples.slice(-2)).toEqual([
      { name: `${SECONDS}_sum`, labels: {}, value: 67.026 },
      { name: `${SECONDS}_count`, labels: {}, value: 5 },
    ])
  })
})

test('this process has one set of them', () => {
  expect(counters).toBeInstanceOf(Counters)
})
