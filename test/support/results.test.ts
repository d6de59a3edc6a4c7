import { describe, expect, test } from 'vitest'
import { closingLines, tally, timeLine } from './results.mjs'

const test1 = (status: string, fullName: string, failureMessages: readonly string[] = []) => ({
  ...{ status, fullName, failureMessages },
})
const file = (name: string, assertionResults: readonly object[], status = 'passed') => ({
  ...{ name: `/house/${name}`, status, message: 'Error: no such file\nat …', assertionResults },
})

describe('tally', () => {
  test('counts what passed, and names what failed', () => {
    const files = [
      file('a.test.ts', [test1('passed', 'a one'), test1('skipped', 'a two')]),
      file('b.test.ts', [test1('failed', 'b one', ['no']), test1('passed', 'b two')], 'failed'),
    ]

    expect(tally(files, '/house/')).toEqual({
      ...{ passed: 2, failures: ['b.test.ts: b one'], flaky: [], long: 0 },
    })
  })

  test('names a test that passed on its second try as flaky, and counts it as passed', () => {
    const files = [file('a.test.ts', [test1('passed', 'a one', ['timed out'])])]

    expect(tally(files, '/house/')).toEqual({
      ...{ passed: 1, failures: [], flaky: ['a.test.ts: a one'], long: 0 },
    })
  })

  test('counts the long ones that did not run, and no other that was skipped', () => {
    const left = { ...test1('skipped', 'a one'), tags: ['long'] }
    const ran = { ...test1('passed', 'a two'), tags: ['long'] }

    expect(tally([file('a.test.ts', [left, ran, test1('skipped', 'a three')])])).toMatchObject({
      ...{ passed: 1, long: 1 },
    })
  })

  test('names a file that failed without a test', () => {
    expect(tally([file('a.test.ts', [], 'failed')], '/house/').failures).toEqual([
      'a.test.ts did not load: Error: no such file',
    ])
  })
})

describe('closingLines', () => {
  test('are the count alone when all is well', () => {
    expect(closingLines({ passed: 3, failures: [], flaky: [] })).toEqual(['', '3 passed, 0 failed'])
  })

  test('say how many stand in the long form, above the count', () => {
    expect(closingLines({ passed: 3, failures: [], flaky: [], long: 2 })).toEqual([
      ...['', '2 tests more stand in the long form: npm run test:long'],
      ...['', '3 passed, 0 failed'],
    ])
  })

  test('name what failed and what is flaky, with the count on the last', () => {
    expect(
      closingLines({ passed: 3, failures: ['a: one'], flaky: ['b: two', 'c: three'] }),
    ).toEqual([
      ...['', 'Failed:', '  a: one'],
      ...['', '2 flaky, which passed on a second try:', '  b: two', '  c: three'],
      ...['', '3 passed, 1 failed'],
    ])
  })
})

test('timeLine says how long each phase took, and all of them', () => {
  const took = [
    { name: 'format', seconds: 31 },
    { name: 'e2e, lessons', seconds: 75 },
  ]

  expect(timeLine(took, 100.4)).toBe('1:40 in all: format 0:31; e2e, lessons 1:15')
})
