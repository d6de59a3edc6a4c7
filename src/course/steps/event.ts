import { z } from 'zod'
import { isShownAt } from '../forms.ts'
import { defineStep, NO_PATH, path, placeOf } from './step-kind.ts'

const WHICH = 'A step that does "event" says which, and no other does: event: guess.'
const ONLY_EVENT = 'sends no event: only "event" says which.'

const fields = z.record(z.string(), z.string())

/**
 * Sends an event on a live page that is connected: by a step before it, or by
 * this one. The page stays open for the steps that come, so that each finds
 * what the one before it has left.
 */
export const event = defineStep(
  'event',
  {
    event: z
      .string({ error: WHICH })
      .regex(/^[a-z][a-z_]{0,39}$/, WHICH)
      .describe('The name of the event, as the live view handles it.'),
    path: path.describe('On which live page, where that is not the demo’s page.'),
    fields: fields.default({}).describe('What goes with it, by the names of the form’s fields.'),
    first: z
      .array(fields)
      .max(20)
      .default([])
      .describe('The same event before, with these fields: each is sent, and only the last shown.'),
  },
  {
    // As a form sends it, without a script.
    request: ({ event, path, fields }, { base, page }) => ({
      method: 'POST',
      path: base + placeOf(path, page),
      fields: { _event: event, ...fields },
    }),
    button: 'form',
    play: (player, { event, path, fields, first }, { base, page }) =>
      player.sendEvents(
        placeOf(path, page),
        base,
        [...first, fields].map((each) => ({ name: event, fields: each })),
      ),
    mistake({ path }, page) {
      const place = path ?? page
      if (place === null) return NO_PATH
      return isShownAt(place) ? null : { at: 'path', message: `No page stands at ${place}.` }
    },
    strange: { event: ONLY_EVENT, first: ONLY_EVENT },
  },
)
