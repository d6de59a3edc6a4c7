import { isShownAt } from '../forms.ts'
import { defineStep, NO_PATH, path, placeOf } from './step-kind.ts'

/** Connects a live page, as its browser does once it is shown; or without having opened it. */
export const connect = defineStep(
  'connect',
  { path: path.describe('Which live page is connected, where that is not the demo’s page.') },
  {
    request: ({ path }, { base, page }) => ({
      method: 'POST',
      path: `${base}/live`,
      fields: { path: placeOf(path, page) },
    }),
    button: 'form',
    isTitle: (title) => title.endsWith('Live, connected'),
    play: (player, { path }, { base, page }) => player.connect(placeOf(path, page), base),
    mistake({ path }, page) {
      const place = path ?? page
      if (place === null) return NO_PATH
      return isShownAt(place) ? null : { at: 'path', message: `No page stands at ${place}.` }
    },
  },
)
