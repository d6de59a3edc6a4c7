/** Where an act starts, and what is typed at a prompt: in which sandbox, as whom, and when. */
import { z } from 'zod'
import { id, persona } from './words.ts'

const CLOCK = 'Say how far the clock has gone on: 0, 15m, 12h or 14d.'

const PLACE = {
  seed: id.describe('A start state of content/seeds; nobody for an empty sandbox.'),
  as: persona.describe('Who acts first.'),
  clock: z
    .union([z.literal(0), z.string().regex(/^\d{1,3}[mhd]$/, CLOCK)], { error: CLOCK })
    .default(0)
    .describe('How far the clock has gone on.'),
}

const ERROR = {
  error: ({ code }: { readonly code: string }) =>
    code === 'invalid_type'
      ? 'Say where the act starts: start: { seed: nobody, as: you }.'
      : undefined,
}

/** Where a line is typed. */
export const start = z.strictObject(PLACE, ERROR)

/** Where an act starts, which can play a game as well. */
export const startOfAct = z.strictObject(
  {
    ...PLACE,
    draws: z
      .int()
      .min(0)
      .max(1000)
      .nullable()
      .default(null)
      .describe(
        'What is drawn each time, so that a game is the same in every run; by chance if left out.',
      ),
  },
  ERROR,
)
