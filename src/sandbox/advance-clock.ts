import { DAY, inExactWords } from '#lib/duration.ts'
import { Refusal } from '#lib/refusal.ts'
import { leverStep, type SandboxWriter } from './lever.ts'
import type { Sandbox } from './open-sandbox.ts'
import type { ClockMove } from './sandbox-clock.ts'
import { toReset } from './to-reset.ts'

const MOST_DAYS_AT_ONCE = 400
/** A hundred years ahead: further on, dates stop meaning anything to a reader. */
const MOST_DAYS_AHEAD = 36_500

/**
 * Moves the sandbox's clock on, up to 400 days at once, and says from when
 * to when. It never goes back: what has expired stays expired. Throws a
 * `Refusal` (422) for a span it does not take.
 *
 * @example
 * const writer = sandboxes.writerOf(visitor, sandbox)
 * await advanceClock(sandbox, writer, 60_000)
 * sandbox.clock.offset
 * // => 60_000
 */
export async function advanceClock(
  { clock }: Pick<Sandbox, 'clock'>,
  writer: SandboxWriter,
  milliseconds: number,
): Promise<ClockMove> {
  if (milliseconds <= 0 || milliseconds > MOST_DAYS_AT_ONCE * DAY) {
    const sentence = `A clock goes on by more than nothing and by at most ${MOST_DAYS_AT_ONCE} days at once.`
    throw new Refusal(422, sentence)
  }
  if (clock.offset + milliseconds > MOST_DAYS_AHEAD * DAY)
    throw toReset(
      new Refusal(422, 'This clock is a hundred years ahead. Reset your sandbox to go back.'),
    )

  return leverStep('Sandboxes.advanceClock', `on by ${inExactWords(milliseconds)}`, () =>
    writer.inTurn(async () => {
      const move = clock.advance(milliseconds)
      await writer.write({ clock_offset: clock.offset })
      writer.tell({ type: 'clock', data: { offset: clock.offset } })
      writer.disconnect()
      return move
    }),
  )
}
