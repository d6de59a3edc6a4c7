import { describe, expect, test } from 'vitest'
import { IDLE, isActing, next, type Sent, type StageState } from '#stage/frame/stage-state.ts'

const sent: Sent = { url: '/acts', method: 'POST', body: 'act=a', persona: 'bo', run: 'a.1' }
const other: Sent = { ...sent, persona: 'ana', run: 'a.2' }
const failure = { kind: 'away' } as const
const SENDING: StageState = { kind: 'sending', sent }
const WAITING: StageState = { kind: 'waiting', sent, mayStop: false }
const FAILED: StageState = { kind: 'failed', sent, failure }

describe('next', () => {
  test.for([
    ['a press at rest is sent', IDLE, { type: 'press', sent }, SENDING],
    [
      'a press after a failure is sent',
      FAILED,
      { type: 'press', sent: other },
      { kind: 'sending', sent: other },
    ],
    ['what takes a moment is waited for', SENDING, { type: 'slow' }, WAITING],
    ['what takes long may be given up', WAITING, { type: 'long' }, { ...WAITING, mayStop: true }],
    ['an answer at once brings rest', SENDING, { type: 'answered' }, IDLE],
    ['so does one that was waited for', WAITING, { type: 'answered' }, IDLE],
    ['a failure is kept, with what was sent', WAITING, { type: 'failed', failure }, FAILED],
  ] as const)('%s', ([, state, event, after]) => {
    expect(next(state, event)).toEqual(after)
  })

  test.for([
    ['a second press', SENDING, { type: 'press', sent: other }],
    ['a press while one is waited for', WAITING, { type: 'press', sent: other }],
    ['a late timer at rest', IDLE, { type: 'long' }],
    ['a late timer after a failure', FAILED, { type: 'slow' }],
    ['the first timer after the second', { ...WAITING, mayStop: true }, { type: 'slow' }],
    ['an answer that nobody waits for', FAILED, { type: 'answered' }],
  ] as const)('%s changes nothing', ([, state, event]) => {
    expect(next(state, event)).toBe(state)
  })
})

test('one press at a time is under way', () => {
  expect([IDLE, SENDING, WAITING, FAILED].filter(isActing)).toEqual([SENDING, WAITING])
})
