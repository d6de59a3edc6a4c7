import { expect, test } from 'vitest'
import { nextStop } from '#site/teach/next-stop.ts'

const STOPS = [{ isRun: true }, { isRun: false }, { isRun: true, isPressed: true }]

test.for([
  ['from nowhere to the first', -1, 1, { at: 0, presses: false }],
  ['a button is pressed where one stands', 0, 1, { at: 0, presses: true }],
  ['a question is left to the class', 1, 1, { at: 2, presses: false }],
  ['after the last there is none', 2, 1, { at: 2, presses: false }],
  ['back without a press', 1, -1, { at: 0, presses: false }],
  ['and no further than the first', 0, -1, { at: 0, presses: false }],
] as const)('%s', ([, now, by, next]) => {
  expect(nextStop(STOPS, now, by)).toEqual(next)
})

test('a pressed button is left', () => {
  expect(nextStop([{ isRun: true, isPressed: true }, ...STOPS], 0, 1)).toEqual({
    at: 1,
    presses: false,
  })
})
