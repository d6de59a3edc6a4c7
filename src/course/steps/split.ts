import { z } from 'zod'
import { isShownAt } from '../forms.ts'
import { persona } from '../schema/words.ts'
import { defineStep, NO_PATH, path, placeOf } from './step-kind.ts'

const ONLY_SPLIT = 'is sent by one person: only "split" names several.'

/**
 * Opens one page as two or three people, and shows them beside each other; with
 * the filters of their scopes, or without.
 */
export const split = defineStep(
  'split',
  {
    path: path.describe('What each of them opens, where that is not the demo’s page.'),
    among: z
      .array(persona)
      .min(2)
      .max(3)
      .refine((people) => new Set(people).size === people.length, 'Name each of them once.')
      .describe('As whom it is sent: two or three people.'),
    forgets: z
      .boolean()
      .default(false)
      .describe('Without what narrows a query by who asks: whose rows come then?'),
  },
  {
    request: ({ path, among, forgets }, { base, page }) => ({
      method: 'POST',
      path: `${base}/labs/split`,
      fields: {
        path: placeOf(path, page),
        ...Object.fromEntries(among.map((each) => [`among[${each}]`, 'on'])),
        forget: forgets ? 'on' : 'off',
      },
    }),
    button: 'form',
    switchesLayers: () => true,
    mistake({ path }, page) {
      const place = path ?? page
      if (place === null) return NO_PATH
      return isShownAt(place) ? null : { at: 'path', message: `No page stands at ${place}.` }
    },
    strange: { among: ONLY_SPLIT, forgets: ONLY_SPLIT },
  },
)
