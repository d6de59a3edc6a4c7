import { z } from 'zod'
import { id } from '../schema/words.ts'
import { defineStep } from './step-kind.ts'

const WHICH = 'Say which wall is sent, by the name of its file in content/labs: of: registrations.'
const ONLY_WALL = 'sends no wall: only "wall" says which.'

/**
 * Sends all inputs of a wall, each from the wall’s own start, in a copy that is
 * thrown away. What the act has switched off before is off there as well.
 */
export const wall = defineStep(
  'wall',
  {
    of: z.string({ error: WHICH }).pipe(id).describe('Which wall: a file of content/labs.'),
    own: z
      .string()
      .max(200)
      .nullable()
      .default(null)
      .describe('One more input, as its reader would add it.'),
  },
  {
    request: ({ of, own }, { base }) => ({
      method: 'POST',
      path: `${base}/labs/wall`,
      fields: { of, ...(own !== null && { own }) },
    }),
    button: 'form',
    strange: { of: ONLY_WALL, own: ONLY_WALL },
  },
)
