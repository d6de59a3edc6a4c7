import { check } from 'glasshouse/exercise'
import { MINUTE } from 'glasshouse/given'
import type * as fresh from './solution/fresh.ts'

interface Code {
  readonly fresh: typeof fresh
}

const ofMinutes = (
  code: Code,
  minutes: number,
  now: number,
) => code.fresh.isFresh(now - minutes * MINUTE, now)

export default [
  check<Code>(
    'opens a letter of a moment ago',
    async ({ code, clock, see }) => {
      for (const minutes of [0, 14])
        await see(
          `a letter of ${minutes} minutes`,
          () => ofMinutes(code, minutes, clock.now()),
          { is: true },
        )
    },
  ),

  check<Code>(
    'opens none that is old',
    async ({ code, clock, see }) => {
      for (const minutes of [60, 15])
        await see(
          `a letter of ${minutes} minutes`,
          () => ofMinutes(code, minutes, clock.now()),
          { is: false },
        )
    },
  ),
]
