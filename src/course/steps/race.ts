import { z } from 'zod'
import { TAG } from '../schema/words.ts'
import { defineStep } from './step-kind.ts'

/** What can be raced, and how many queries of each request have a gate. */
export const RACE_GATES = { registrations: 2, links: 1, scores: 2 } as const
export type RaceName = keyof typeof RACE_GATES

const LAB = '/labs/race'
const ONLY_RACE = 'runs no race: only "race" says what, and in which order.'

const guards = (described: string) =>
  z
    .array(z.string().regex(TAG, 'Write the tag of a layer: constraint.users_email_index.'))
    .max(6)
    .default([])
    .describe(described)

/** Whose turn it is, as often for one as for the other. */
const fits = (order: string, gates: number) =>
  order.length === 2 * gates && [...order].filter((lane) => lane === 'A').length === gates

/**
 * Runs two requests at once, their queries in the order that is said: `A` is
 * the laptop of Ana, `B` her phone. Without an order it opens the lab, where
 * its reader chooses one.
 */
export const race = defineStep(
  'race',
  {
    of: z
      .enum(Object.keys(RACE_GATES) as readonly RaceName[])
      .default('registrations')
      .describe('What both requests want.'),
    order: z
      .string()
      .regex(/^(?:[AB]+|all)$/, 'Write whose turn it is, as ABAB, or all.')
      .nullable()
      .default(null)
      .describe('Whose query comes next, A or B; all for every order; left out, the reader says.'),
    without: guards('What is switched off before the race, by the tags of traces.'),
    with: guards('What is switched on again before it.'),
  },
  {
    request: ({ of, order, ...step }, { base }) =>
      order === null
        ? { method: 'GET', path: base + LAB, fields: { of } }
        : {
            method: 'POST',
            path: base + LAB,
            fields: {
              ...{ of, order },
              ...(step.without.length > 0 && { without: step.without.join(' ') }),
              ...(step.with.length > 0 && { with: step.with.join(' ') }),
            },
          },
    button: 'form',
    leavesNoTrace: ({ order }) => order === null,
    switchesLayers: (step) => step.without.length + step.with.length > 0,
    mistake({ of, order, ...step }) {
      const gates = RACE_GATES[of]
      if (order === null)
        return step.without.length + step.with.length === 0
          ? null
          : { at: 'order', message: 'Say the order as well: without one, nothing is run.' }
      if (order === 'all' || fits(order, gates)) return null
      return {
        at: 'order',
        message: `Of ${of} each has ${gates === 1 ? 'one turn' : 'two turns'}: write ${'AB'.repeat(gates)}.`,
      }
    },
    strange: { of: ONLY_RACE, order: ONLY_RACE },
  },
)
