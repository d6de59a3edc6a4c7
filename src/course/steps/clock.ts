import { z } from 'zod'
import { defineStep } from './step-kind.ts'

const HOW_FAR = 'A step that does "clock" says how far, and no other does: advance: 15m.'

/** Moves the clock of the sandbox on. */
export const clock = defineStep(
  'clock',
  {
    advance: z
      .string({ error: HOW_FAR })
      .regex(/^\d{1,3}[mhd]$/, 'Say how far the clock goes on: 15m, 12h or 14d.')
      .describe('How far the clock is moved.'),
  },
  {
    request: ({ advance }, { base }) => ({
      method: 'POST',
      path: `${base}/sandbox/clock`,
      fields: { advance },
    }),
    button: 'form',
    strange: { advance: 'moves no clock: only "clock" says how far.' },
  },
)
