/** Things to try on a server of one's own, in groups that grow from easy to odd. */
import { z } from 'zod'
import { splitPersona } from '#http/links.ts'
import { findRoute, routeOf } from '#router.ts'
import { clause } from '../claims.ts'
import { wrongTitle } from '../check.ts'
import { mistakeOfStep, step } from '../steps.ts'
import { id, title } from './words.ts'
import type { Written } from './written.ts'

/** A check says what is missing. Whoever tries things is told nothing until they occur. */
const NOT_YET = 'It has not happened yet.'

const claim = z.preprocess(
  (written) =>
    typeof written === 'object' && written !== null ? { otherwise: NOT_YET, ...written } : written,
  clause,
)

// It has no button, so it needs no words.
const byHand = z.preprocess(
  (written) =>
    typeof written === 'object' && written !== null ? { label: 'By hand', ...written } : written,
  step,
)

const at = z
  .string()
  .max(120)
  .refine(standsOnStage, { error: 'Write an address that opens on a stage: /as/bo/scores/1.' })
  .describe('Where one begins: a page of the app, a room of the server, a lab.')

/** Whether a stage shows what this address answers. */
function standsOnStage(written: string): boolean {
  const pattern = findRoute(splitPersona(written).path)
  if (pattern === null || pattern.includes('[token]')) return false
  const { onStage, methods } = routeOf(pattern)
  return onStage && methods.includes('GET')
}

const one = z
  .strictObject({
    id,
    says: z
      .string()
      .min(10)
      .max(80)
      .regex(/[^.]$/, 'No full stop: it is a line of a list.')
      .describe('What is to be seen, as a line of a list: an address refused by an index.'),
    at,
    lesson: id.describe('The lesson, by its id, that explains it.'),
    when: z
      .string()
      .nullable()
      .default(null)
      .superRefine((written, context) => {
        const message = written === null ? null : wrongTitle(written)
        if (message !== null) context.addIssue({ code: 'custom', message })
      })
      .describe('Of which request it is; left out, of any.'),
    clauses: z.array(claim).min(1).max(6).describe('All of them hold once it has occurred.'),
    way: z
      .array(byHand)
      .min(1)
      .max(6)
      .describe('Steps that do it, from where the group begins, as the tests take them.'),
  })
  .superRefine(({ way }, context) => {
    for (const [index, taken] of way.entries()) {
      const mistake = mistakeOfStep('/', taken)
      if (mistake)
        context.addIssue({ code: 'custom', path: ['way', index, mistake.at], ...mistake })
    }
  })

const group = z.strictObject({
  title,
  start: id
    .nullable()
    .default(null)
    .describe('A start state that its readers may begin from, by one button.'),
  tries: z.array(one).min(1).max(24).describe('The easy ones first.'),
})

/** How an author writes `content/try.yaml`. */
export const tries = z.array(group)

/** `content/try.yaml`, which need not be there. */
export type TriesFile = Written<typeof tries>
