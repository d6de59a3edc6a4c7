/** Small things that several files of the course are written with. */
import { z } from 'zod'

export const id = z
  .string()
  .regex(/^[a-z\d]+(?:-[a-z\d]+)*$/, 'Write it in small letters, as who-comes-in.')
  .describe('Never changes, not even when the file moves. Different from every other of its kind.')

export const title = z
  .string()
  .min(3)
  .max(60)
  .describe('As it stands over the page, without a full stop.')

export const summary = z
  .string()
  .min(20)
  .max(160)
  .describe('One or two sentences for lists, search engines and the lead of the page.')

export const persona = z
  .string()
  .regex(/^[a-z][a-z\d-]{0,19}$/, 'Write a persona in small letters: ana.')

/** An address in a demo or a start state: nobody’s, so that no mail could ever reach anybody. */
export const address = z
  .string()
  .regex(/^[a-z\d.-]+@example\.test$/, 'Write a small address that ends in @example.test.')

/** The tag of a step, in a lesson’s text and in a check. */
export const TAG = /^[a-z]+(?:\.[\w+-]+)+$/
export const tag = z.string().regex(TAG, 'Write the tag of a step: changeset.email.format.')

/** Steps by their tag, or by the beginning of it. */
export const tagStart = z
  .string()
  .regex(/^[a-z]+(?:\.[\w-]+)*$/, 'Write a tag or the beginning of one: sql.select.')

const DAY = 'Write a day of the calendar, the year first: 2026-11-23.'

/** `2026-13-45` rolls over to a day of the next year: it is none. */
function isDay(written: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(written) ? Date.parse(written) : NaN
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(written)
}

/** A day of the calendar, as text. */
export const day = z.string({ error: DAY }).refine(isDay, { error: DAY })
