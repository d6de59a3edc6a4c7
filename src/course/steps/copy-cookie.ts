import { z } from 'zod'
import { isShownAt } from '../forms.ts'
import { persona } from '../schema/words.ts'
import { defineStep, NO_PATH, path, placeOf } from './step-kind.ts'

const WHOSE = 'A step that does "copy-cookie" says whose, and no other does: from: ana.'

/** Opens a page with the session of somebody else, as whoever has stolen their cookie. It is never shown. */
export const copyCookie = defineStep(
  'copy-cookie',
  {
    from: z.string({ error: WHOSE }).pipe(persona).describe('Whose session is copied.'),
    path: path.describe('What is opened with it, where that is not the demo’s page.'),
  },
  {
    request: ({ from, path }, { base, page }) => ({
      method: 'GET',
      path: base + placeOf(path, page),
      fields: {},
      cookieOf: from,
    }),
    button: 'form',
    mistake({ path }, page) {
      const place = path ?? page
      if (place === null) return NO_PATH
      return isShownAt(place) ? null : { at: 'path', message: `No page stands at ${place}.` }
    },
    strange: { from: 'copies no cookie: only "copy-cookie" says whose.' },
  },
)
