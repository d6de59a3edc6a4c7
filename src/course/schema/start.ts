/** Where an act starts, and what is typed at a prompt: in which sandbox, as whom, and when. */
import { z } from 'zod'
import { id, persona } from './words.ts'

const CLOCK = 'Say how far the clock has gone on: 0, 15m, 12h or 14d.'

export const start = z.strictObject(
  {
    seed: id.describe('A start state of content/seeds; nobody for an empty sandbox.'),
    as: persona.describe('Who acts first.'),
    clock: z
      .union([z.literal(0), z.string().regex(/^\d{1,3}[mhd]$/, CLOCK)], {
        error: CLOCK,
      })
      .default(0)
      .describe('How far the clock has gone on.'),
  },
  {
    error: ({ code }) =>
      code === 'invalid_type'
        ? 'Say where the act starts: start: { seed: nobody, as: you }.'
        : undefined,
  },
)
