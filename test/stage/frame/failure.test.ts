import { describe, expect, test } from 'vitest'
import {
  failureOf,
  keptNotice,
  noticeOf,
  resetNotice,
  stillWaiting,
  waitingNotice,
  type Failure,
} from '#stage/frame/failure.ts'
import type { Notice } from '#stage/frame/notice.ts'

const ANSWER = { status: 200, why: 'answered', seconds: null, requestId: null } as const
const asked = { sentence: 'Why.', cookieAsked: false }
const HERE = { isOnline: true, now: 0 }

const said = ({ parts, below }: Notice) => [parts.join(''), below]

describe('failureOf', () => {
  test.for([
    [{ ...ANSWER, status: null, why: 'away' }, { kind: 'away' }],
    [{ ...ANSWER, status: null, why: 'late' }, { kind: 'late' }],
    [{ ...ANSWER, status: null, why: 'stopped' }, { kind: 'stopped' }],
    [
      { ...ANSWER, status: 410 },
      { kind: 'refused', sentence: 'Why.' },
    ],
    [
      { ...ANSWER, status: 507 },
      { kind: 'noroom', sentence: 'Why.' },
    ],
    [
      { ...ANSWER, status: 429, seconds: 1800 },
      { kind: 'limited', seconds: 1800, sentence: 'Why.' },
    ],
    [
      { ...ANSWER, status: 429 },
      { kind: 'limited', seconds: 60, sentence: 'Why.' },
    ],
    [
      { ...ANSWER, status: 503 },
      { kind: 'full', seconds: null },
    ],
    [
      { ...ANSWER, status: 500, requestId: '7f3a' },
      { kind: 'broke', requestId: '7f3a' },
    ],
    [
      { ...ANSWER, status: 400 },
      { kind: 'refused', sentence: 'Why.' },
    ],
  ] as const)('%j', ([answer, failure]) => {
    expect(failureOf({ ...answer, ...asked })).toEqual(failure)
  })

  test('a refusal of a browser that was asked for its cookie says that it keeps none', () => {
    const failure = failureOf({ ...ANSWER, status: 400, sentence: '', cookieAsked: true })

    expect(failure).toEqual({ kind: 'cookieless' })
  })
})

test('where no server is and a recording was kept, that is said', () => {
  expect(said(keptNotice(true))).toEqual([
    'Your server did not answer.',
    'You are offline, or it is restarting. You see the recording.',
  ])
  expect(said(keptNotice(false))[1]).toBe('You are offline. You see the recording.')
})

describe('noticeOf', () => {
  test('says the wait of a limit once, by the clock of its reader from an hour on', () => {
    const noon = new Date(2026, 0, 1, 12, 5).getTime()
    const sentence = 'You have reset five times. Try again at 23:05 UTC.'
    const limited = { kind: 'limited', seconds: 3_600, sentence } as const

    expect(said(noticeOf(limited, { ...HERE, now: noon }))).toEqual([
      'That was a lot at once. Again at 13:05.',
      'You have reset five times. Everything else works meanwhile.',
    ])
  })

  test('a full house says when it may be tried again, where that is known', () => {
    const [, below] = said(noticeOf({ kind: 'full', seconds: 30 }, HERE))

    expect(below).toBe('What you typed is kept; try again in 30 seconds.')
  })

  test('what has no room says which', () => {
    const sentence = 'Your sandbox is full. Reset it, and try again.'

    expect(said(noticeOf({ kind: 'noroom', sentence }, HERE))).toEqual([
      'Nothing more can be kept.',
      sentence,
    ])
  })

  test.for<[Failure, string, string, string | null]>([
    [
      { kind: 'away' },
      'Your server did not answer.',
      'You are offline, or it is restarting. What you typed is kept.',
      'again',
    ],
    [
      { kind: 'late' },
      'Your server did not answer in 20 seconds.',
      'It may still do what you sent. What you typed is kept.',
      'again',
    ],
    [
      { kind: 'stopped' },
      'You stopped waiting.',
      'Your server may still do what you sent.',
      'look',
    ],
    [
      { kind: 'limited', seconds: 1800, sentence: 'You have reset five times.' },
      'That was a lot at once. Again in 30 minutes.',
      'You have reset five times. Everything else works meanwhile.',
      null,
    ],
    [
      { kind: 'lost' },
      'Your server was cleared after a day of rest. Here is a fresh one.',
      'Your progress is kept. This act starts again, with nobody registered.',
      'go-on',
    ],
    [
      { kind: 'cookieless' },
      'Your browser keeps no cookies, so it has no server here.',
      'You see recordings. Allow cookies for this site to act yourself.',
      'again',
    ],
    [
      { kind: 'full', seconds: null },
      'Every server is taken.',
      'What you typed is kept; try again in a minute.',
      'again',
    ],
    [{ kind: 'broke', requestId: '7f3a' }, 'Your server broke, not you.', 'Request 7f3a.', 'again'],
    [
      { kind: 'refused', sentence: 'It is too long.' },
      'Your server refused this.',
      'It is too long.',
      null,
    ],
  ])('%j', ([failure, sentence, below, does]) => {
    const notice = noticeOf(failure, HERE)

    expect(said(notice)).toEqual([sentence, below])
    expect(notice.action?.does ?? null).toBe(does)
    expect(notice.short).not.toBe('')
  })

  test('a browser that knows it is offline says so', () => {
    const [, below] = said(noticeOf({ kind: 'away' }, { isOnline: false, now: 0 }))

    expect(below).toBe('You are offline. What you typed is kept.')
  })

  test('a lost server says how long it rested, wherever it says so', () => {
    const { parts, short } = noticeOf({ kind: 'lost' }, { ...HERE, hours: 6 })

    expect(parts.join('')).toContain('after six hours of rest')
    expect(short).toContain('after six hours of rest')
  })

  test('a lost server names what the act begins with', () => {
    const [, below] = said(noticeOf({ kind: 'lost' }, { ...HERE, start: 'Ana is registered' }))

    expect(below).toBe('Your progress is kept. This act starts again at: Ana is registered.')
  })
})

test('waiting may be stopped once it is long', () => {
  expect(waitingNotice(false).action).toBe(null)
  expect(waitingNotice(true).action).toEqual({ label: 'Stop waiting', does: 'stop' })
})

test('a second press is told for whom it waits', () => {
  expect(stillWaiting('bo')).toBe('Still waiting for bo.')
  expect(stillWaiting('you')).toBe('Still waiting for your server.')
})

test('a reset can be undone', () => {
  expect(resetNotice('demo').parts.join('')).toBe('This act begins again.')
  expect(resetNotice('everything').action?.does).toBe('undo')
})

test('where every server is taken a Run has its recording', () => {
  const notice = noticeOf({ kind: 'full', seconds: null }, { ...HERE, isRun: true })

  expect(notice.below).toBe('You see the recording; try again in a minute.')
})
