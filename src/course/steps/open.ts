import { isTypedAt } from '../forms.ts'
import { defineStep, NO_PATH, path, placeOf } from './step-kind.ts'

/** Opens a page, or types an address that can only be sent to: it refuses. */
export const open = defineStep(
  'open',
  { path: path.describe('What is opened, where that is not the demo’s page.') },
  {
    request: ({ path }, { base, page }) => ({
      method: 'GET',
      path: base + placeOf(path, page),
      fields: {},
    }),
    button: 'link',
    mistake({ path }, page) {
      const place = path ?? page
      if (place === null) return NO_PATH
      return isTypedAt(place) ? null : { at: 'path', message: `No page stands at ${place}.` }
    },
  },
)
