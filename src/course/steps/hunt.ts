import { z } from 'zod'
import { defineStep } from './step-kind.ts'

const HOW =
  'A step that does "hunt" begins one: number: 17 and among: scopes, or the names of faults. Or it points: file, text and wrong. Or it ends one: back: right.'
const ONLY_HUNT = 'is no hunt: only "hunt" says that.'

const optional = (described: string) =>
  z.string().min(1).nullable().default(null).describe(described)

/**
 * Gives the house one fault, points at a line, or puts the house right. An act
 * that does begins with a house as it was built, and with all layers on.
 */
export const hunt = defineStep(
  'hunt',
  {
    number: z
      .int()
      .min(1)
      .max(9_999)
      .nullable()
      .default(null)
      .describe('By which the fault is drawn: it draws the same for everybody.'),
    among: optional('Among which faults: all, a subject, or names of faults with spaces between.'),
    file: optional('The file that is pointed into.'),
    text: optional('The whole line that is pointed at. It stands there once.'),
    wrong: optional('What the line does wrong, by its name in the lab.'),
    back: z
      .literal('right', { error: HOW })
      .nullable()
      .default(null)
      .describe('The house is as it was built.'),
  },
  {
    request: ({ number, among, file, text, wrong, back }, { base }) => ({
      method: 'POST',
      path: `${base}/labs/hunt`,
      fields: {
        ...(number !== null && { number: String(number) }),
        ...(among !== null && { among }),
        ...(file !== null && { file }),
        ...(text !== null && { text }),
        ...(wrong !== null && { wrong }),
        ...(back !== null && { back }),
      },
    }),
    button: 'form',
    // Without a layer, a house leaks at places that have no fault.
    switchesLayers: () => true,
    mistake({ number, among, file, text, wrong, back }) {
      const begins = number !== null || among !== null
      const points = [file, text, wrong].filter((each) => each !== null).length
      const ways = [begins, points > 0, back !== null].filter(Boolean).length
      if (ways !== 1 || (points > 0 && points < 3)) return { at: 'does', message: HOW }
      // A recording is the same each time, so what it draws is as well.
      if (begins && number === null)
        return { at: 'number', message: 'Say which number draws: number: 1.' }
      return null
    },
    strange: {
      number: ONLY_HUNT,
      among: ONLY_HUNT,
      file: ONLY_HUNT,
      text: ONLY_HUNT,
      wrong: ONLY_HUNT,
    },
  },
)
