import { z } from 'zod'
import { tag } from '../schema/words.ts'
import { defineStep } from './step-kind.ts'

const WHICH =
  'A step that does "peel" says which layers, and no other does: without: [changeset.email.format], with: […], or back: all.'
const ONLY_PEEL = 'switches no layer: only "peel" says which.'
/** As the levers know them. A tag of another kind can never be switched. */
const SWITCHABLE = /^(?:plug|live\.onMount|scope|changeset|constraint|rule|order)\.\S+$/

const tags = (described: string) =>
  z
    .array(
      tag.refine((own) => SWITCHABLE.test(own), {
        error: ({ input }) =>
          `No layer is called ${String(input)}. A tag begins with plug, live.onMount, scope, changeset or constraint.`,
      }),
    )
    .max(20)
    .default([])
    .describe(described)

/**
 * Switches layers of the sandbox off or on, or puts all back. An act that does
 * begins with all of them on, whatever its reader has switched off before.
 */
export const peel = defineStep(
  'peel',
  {
    without: tags('What is switched off, by the tags of traces.'),
    with: tags('What is switched on again.'),
    back: z
      .literal('all', { error: WHICH })
      .nullable()
      .default(null)
      .describe('All layers are put back, with the rows as they were before the first was off.'),
  },
  {
    request: (step, { base }) => ({
      method: 'POST',
      path: `${base}/labs/peel`,
      fields: {
        ...(step.without.length > 0 && { without: step.without.join(' ') }),
        ...(step.with.length > 0 && { with: step.with.join(' ') }),
        ...(step.back !== null && { back: step.back }),
      },
    }),
    button: 'form',
    switchesLayers: () => true,
    mistake: (step) =>
      step.without.length + step.with.length > 0 === (step.back === null)
        ? null
        : { at: 'without', message: WHICH },
    strange: { without: ONLY_PEEL, with: ONLY_PEEL, back: ONLY_PEEL },
  },
)
