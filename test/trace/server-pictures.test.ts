import { describe, expect, test } from 'vitest'
import { printPicture } from './pictures/print-picture.ts'
import { SERVER_PICTURES } from './pictures/server-pictures.ts'
import { serverTraces } from './pictures/server-traces.ts'

const TRACES = serverTraces()

test('every trace of the server has a picture that was written down by hand', () => {
  expect([...TRACES.keys()].toSorted()).toEqual(Object.keys(SERVER_PICTURES).toSorted())
  expect(TRACES.size).toBeGreaterThan(70)
})

describe('the picture of', () => {
  test.for([...TRACES])('%s', ([name, trace]) => {
    expect(printPicture(trace)).toEqual(SERVER_PICTURES[name])
  })
})

test('nothing leaks but twins', () => {
  const leaks = [...TRACES].filter(([, trace]) => printPicture(trace).end === 'leaked')

  expect(leaks.map(([name]) => name)).toEqual([
    'twin, a score of somebody else',
    'twin, the scores of somebody else',
  ])
})
