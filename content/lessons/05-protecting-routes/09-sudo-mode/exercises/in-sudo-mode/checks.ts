import { check } from 'glasshouse/exercise'
import type * as inSudoMode from './solution/in-sudo-mode.ts'

interface Code {
  readonly inSudoMode: typeof inSudoMode
}

const NOW = Date.UTC(2026, 0, 15, 12)
const SECOND = 1_000
const NEVER = 0

const ask = (
  code: Code,
  authenticatedAt: number,
  minutes = 10,
) =>
  code.inSudoMode.inSudoMode(
    { authenticatedAt },
    minutes,
    NOW,
  )

export default [
  check<Code>(
    'takes a proof that is young enough',
    async ({ code, see }) => {
      await see(
        'asking for 10 minutes, proved 9 minutes and 59 seconds ago',
        () => ask(code, NOW - 599 * SECOND),
        { is: true },
      )
      await see(
        'asking for 10 minutes, with a clock that is a second behind',
        () => ask(code, NOW + SECOND),
        { is: true },
      )
    },
  ),

  check<Code>(
    'knows when ten minutes are over',
    async ({ code, see }) => {
      await see(
        'asking for 10 minutes, proved exactly 10 minutes ago',
        () => ask(code, NOW - 600 * SECOND),
        { is: false },
      )
      await see(
        'asking for 10 minutes, never proved',
        () => ask(code, NEVER),
        { is: false },
      )
    },
  ),

  check<Code>(
    'takes nothing within no time',
    async ({ code, see }) => {
      await see(
        'asking for a proof within 0 minutes, proved now',
        () => ask(code, NOW, 0),
        { is: false },
      )
    },
  ),

  check<Code>(
    'refuses a negative number of minutes',
    async ({ code, see }) => {
      await see(
        'asking for a proof within -10 minutes',
        () => ask(code, NOW, -10),
        { throws: 'RangeError' },
      )
    },
  ),
]
