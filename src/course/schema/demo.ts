/** A demo: a page of the app, who acts on it, what they do, what is asked before and true after. */
import { z } from 'zod'
import { numbered } from '#lib/counted.ts'
import { APP_PAGES } from '#router.ts'
import { check } from '../check.ts'
import { appPageOf, openedAt } from '../demo-page.ts'
import { prediction } from '../prediction.ts'
import { mistakeOfStep, step } from '../steps.ts'
import { id, persona, title } from './words.ts'
import type { Written } from './written.ts'

const page = z
  .string()
  .refine((written) => appPageOf(written) !== null, {
    // What its steps do is seen once it is known where.
    abort: true,
    error: ({ input }) =>
      `No page of the app stands at ${String(input)}. Write one of ${APP_PAGES.join(', ')}, with a number or a name in place of [id] and [org].`,
  })
  .describe('The page of the app it shows, by its address; /users/log-in/[token] as it is.')

export const demo = z
  .strictObject({
    id,
    title: title.describe('Names the stage, also for those who hear the page.'),
    page,
    people: z.array(persona).min(1).describe('Who acts: you, or personas such as alice and bob.'),
    seed: id
      .nullable()
      .default(null)
      .describe('The start state it offers, where it is not that of its lesson.'),
    shows: z
      .int()
      .min(1)
      .nullable()
      .default(null)
      .describe('The step whose recording stands on the stage first: the last if left out.'),
    steps: z.array(step).min(1).describe('What is done, in order, each behind one button.'),
    predictions: z.array(prediction).default([]).describe('Asked before the reader acts.'),
    checks: z.array(check).default([]).describe('What becomes true when the reader has done it.'),
  })
  .superRefine(({ page, people, steps, shows, predictions, checks }, context) => {
    const tell = (path: PropertyKey[], message: string) =>
      context.addIssue({ code: 'custom', path, message })
    const last = `This demo has ${numbered(steps.length, 'step')}.`
    for (const [index, { as }] of steps.entries())
      if (as !== null && !people.includes(as))
        tell(['steps', index, 'as'], `Name one of people: ${people.join(', ')}.`)
    for (const [index, each] of steps.entries()) {
      const mistake = mistakeOfStep(openedAt(page), each)
      if (mistake) tell(['steps', index, mistake.at], mistake.message)
    }
    for (const [index, { step: number }] of predictions.entries())
      if (number > steps.length) tell(['predictions', index, 'step'], last)
    if (shows !== null && shows > steps.length) tell(['shows'], last)
    for (const [kind, items] of Object.entries({ predictions, checks }))
      for (const [index, { id: own }] of items.entries())
        if (items.findIndex((item) => item.id === own) < index)
          tell([kind, index, 'id'], `Another of the ${kind} has this id already.`)
  })

/** One entry of `content/lessons/NN-part/NN-lesson/demos.yaml` */
export type DemoEntry = Written<typeof demo>
