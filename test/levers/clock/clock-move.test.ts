import { describe, expect, test } from 'vitest'
import { DEADLINE_KINDS, type Deadline, type DeadlineKind } from '#app/accounts/deadlines.ts'
import { CLOCK_MOVE, clockMove, clockMoveInWords } from '#levers/clock/clock-move.ts'

const deadline = (kind: DeadlineKind): Deadline => ({ kind, email: 'a@b', at: 0, row: 1 })

describe('a move of the clock', () => {
  test.for<[what: string, ended: readonly DeadlineKind[], words: string]>([
    ['nothing', [], 'Nothing expired.'],
    ['a link', ['magic link'], 'Expired: one magic link.'],
    ['three sessions', ['session', 'session', 'session'], 'Expired: three sessions.'],
    [
      'one of each',
      DEADLINE_KINDS,
      'Expired: one magic link, one link to a new email, one session, sudo mode of one session ' +
        '(to open the settings), sudo mode of one session (to send the settings), and one API token.',
    ],
  ])('tells of %s', ([, ended, words]) => {
    const move = clockMove('9m59s', ended.map(deadline))

    expect(move).toMatch(CLOCK_MOVE)
    expect(clockMoveInWords(move)).toBe(
      `The clock of your sandbox went on by 9 minutes 59 seconds. ${words}`,
    )
  })

  test('is short, however much ended', () => {
    const move = clockMove(
      '14d',
      Array.from({ length: 5_000 }, () => deadline('session')),
    )

    expect(move).toMatch(CLOCK_MOVE)
    expect(clockMoveInWords(move)).toContain('999 sessions')
  })

  test.for(['', 'x', '15m~', '15m~9', '15m~axb', '15m~0x1~<b>', '15m Call us', '15m~0x12345'])(
    'is never %j',
    (planted) => {
      expect(planted).not.toMatch(CLOCK_MOVE)
    },
  )
})
