import { describe, expect, test } from 'vitest'
import { printPicture } from './pictures/print-picture.ts'
import { SERVER_TRACED } from './pictures/pictures.ts'
import { SERVER_PICTURES } from './pictures/server-pictures.ts'

test('every trace of the server has a picture that was written down by hand', () => {
  expect([...SERVER_TRACED.keys()].toSorted()).toEqual(Object.keys(SERVER_PICTURES).toSorted())
  expect(SERVER_TRACED.size).toBeGreaterThan(70)
})

describe('the picture of', () => {
  test.for([...SERVER_TRACED])('%s', ([name, trace]) => {
    expect(printPicture(trace)).toEqual(SERVER_PICTURES[name])
  })
})

test('nothing leaks but twins', () => {
  const leaks = [...SERVER_TRACED].filter(([, trace]) => printPicture(trace).end === 'leaked')

  expect(leaks.map(([name]) => name)).toEqual([
    'twin, a score of somebody else',
    'twin, the scores of somebody else',
  ])
})
