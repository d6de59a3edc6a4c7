import { expect, test } from 'vitest'
import { runsOn, type Answered } from '../../../src/tasks/class/learner.ts'
import { serverAddress } from '../../../src/tasks/class/server-address.ts'
import { RELOADED, SLOW_MILLISECONDS, verdictOf } from '../../../src/tasks/class/verdict.ts'

const answers = (count: number, answer: Partial<Answered> = {}) =>
  Array.from({ length: count }, () => ({ status: 200, milliseconds: 10, ...answer }))

test('says in a line that it will do, and what was measured', () => {
  const { willDo, line } = verdictOf({ learners: 2, finished: 2, answers: answers(20) })

  expect(willDo).toBe(true)
  expect(line).toBe(
    'This will do: 2 learners, 2 finished; 20 answers: half within 10 ms, 95 of 100 within 10 ms, the slowest 10 ms; 0 turned away by a limit, 0 broken.',
  )
})

test.for([
  ['somebody did not finish', { finished: 1 }],
  ['somebody was turned away', { answers: [...answers(99), ...answers(1, { status: 429 })] }],
  ['something broke', { answers: [...answers(99), ...answers(1, { status: 500 })] }],
  [
    'more than five of a hundred were slow',
    { answers: [...answers(94), ...answers(6, { milliseconds: SLOW_MILLISECONDS + 1 })] },
  ],
] as const)('will not do where %s', ([, changed]) => {
  expect(verdictOf({ learners: 2, finished: 2, answers: answers(100), ...changed }).willDo).toBe(
    false,
  )
})

test('five slow ones of a hundred are none', () => {
  const some = [...answers(95), ...answers(5, { milliseconds: SLOW_MILLISECONDS + 1 })]

  expect(verdictOf({ learners: 1, finished: 1, answers: some }).willDo).toBe(true)
})

test('what is slow may be said: a hall that reloads waits longer', () => {
  const some = answers(100, { milliseconds: RELOADED })

  expect(verdictOf({ learners: 1, finished: 1, answers: some }).willDo).toBe(false)
  expect(verdictOf({ learners: 1, finished: 1, answers: some, slow: RELOADED }).willDo).toBe(true)
})

test('a learner presses each Run of a page once, with what its form holds', () => {
  const form = (step: number) =>
    `<form class="run" method="post" action="/acts"><input type="hidden" name="act" value="a&amp;b"><input name="step" value="${step}"><button>Run</button></form>`
  const page = `${form(1)}<form action="/predictions"><input name="x" value="1"></form>${form(2)}${form(1)}`

  expect(runsOn(page).map(({ fields }) => fields.toString())).toEqual([
    'act=a%26b&step=1',
    'act=a%26b&step=2',
  ])
})

test.for([
  [[], {}, 'http://localhost:4321'],
  [['30'], { PORT: '8080' }, 'http://localhost:8080'],
  [[], { PUBLIC_ORIGIN: 'https://course.example' }, 'https://course.example'],
  [['--at', 'http://192.168.1.20:4321/'], { PORT: '8080' }, 'http://192.168.1.20:4321'],
] as const)('%j and %j are the server at %s', ([args, env, origin]) => {
  expect(serverAddress(args, env)).toBe(origin)
})

test('an address that is none is said to be none', () => {
  expect(() => serverAddress(['--at', 'course'], {})).toThrow('"course" is no address')
})
