/** A demo: a page of the app, who acts on it, what they do, what is asked before and true after. */
import { z } from 'zod'
import { numbered } from '#lib/counted.ts'
import { APP_PAGES, LAB_NAMES } from '#router.ts'
import { check } from '../check.ts'
import { appPageOf, openedAt } from '../demo-page.ts'
import { prediction, type PredictionQuestion } from '../prediction.ts'
import { mistakeOfStep, step, type DemoStep } from '../steps.ts'
import { startOfAct } from './start.ts'
import { id, persona, title } from './words.ts'
import type { Written } from './written.ts'

const page = z
  .string()
  .refine((written) => appPageOf(written) !== null, {
    // What its steps do is seen once it is known where.
    abort: true,
    error: ({ input }) =>
      `No page of the app stands at ${String(input)}. Write one of ${APP_PAGES.join(', ')}, with a number or a name in place of [id] and [org], or /twins/ and the name of a twin.`,
  })
  .describe(
    'The page of the app it shows, by its address; /users/log-in/[token] as it is; or a twin.',
  )

const start = startOfAct.describe('Where the act starts. A press of its steps enters it by itself.')

/** Rooms of the server that an act may have as tabs of their own, beside those that each stage has. */
export const DEMO_TABS = ['clock', 'people', 'migrations', 'console', ...LAB_NAMES] as const

type Tell = (path: PropertyKey[], message: string) => void
type Steps = readonly Pick<DemoStep, 'as' | 'needs'>[]

function checkSteps(steps: Steps, people: readonly string[], tell: Tell): void {
  for (const [index, { as, needs }] of steps.entries()) {
    if (as !== null && !people.includes(as))
      tell(['steps', index, 'as'], `Name one of people: ${people.join(', ')}.`)
    if (needs?.some((number) => number > index))
      tell(['steps', index, 'needs'], 'A step needs steps that stand before it.')
    if (needs && new Set(needs).size < needs.length)
      tell(['steps', index, 'needs'], 'A step is named twice.')
  }
}

function checkNumbers({ shows, compare, predictions }: Numbers, steps: number, tell: Tell): void {
  const last = `This demo has ${numbered(steps, 'step')}.`
  for (const [index, { step, again }] of predictions.entries()) {
    if (step > steps) tell(['predictions', index, 'step'], last)
    if (again !== null && again > steps) tell(['predictions', index, 'again'], last)
  }
  if (shows !== null && shows > steps) tell(['shows'], last)
  const asking = predictions.find(({ step, again }) => step === shows || again === shows)
  if (asking && shows !== null)
    tell(
      ['shows'],
      `The question "${asking.id}" asks about this step: show one that nobody asks about.`,
    )
  if (compare?.some((number) => number > steps)) tell(['compare'], last)
  if (compare && compare[0] === compare[1]) tell(['compare'], 'Name two different steps.')
}

interface Numbers {
  readonly shows: number | null
  readonly compare: readonly [number, number] | null
  readonly predictions: readonly Pick<PredictionQuestion, 'id' | 'step' | 'again'>[]
}

export const demo = z
  .strictObject({
    id,
    title: title.describe('Names the stage, also for those who hear the page.'),
    page,
    people: z.array(persona).min(1).describe('Who acts: you, or personas such as ana and bo.'),
    start,
    shows: z
      .int()
      .min(1)
      .nullable()
      .default(null)
      .describe(
        'The step whose recording stands on the stage first: the last that nobody asks about if left out.',
      ),
    compare: z
      .tuple([z.int().min(1), z.int().min(1)])
      .nullable()
      .default(null)
      .describe('Two steps: once both ran, the second opens their comparison.'),
    tabs: z
      .array(z.enum(DEMO_TABS))
      .max(1)
      .default([])
      .describe('A room of the server that the act needs, as a tab beside the usual ones.'),
    steps: z.array(step).min(1).describe('What is done, in order, each behind one button.'),
    predictions: z.array(prediction).default([]).describe('Asked before the reader acts.'),
    checks: z.array(check).default([]).describe('What becomes true when the reader has done it.'),
  })
  .superRefine(({ page, people, start, steps, predictions, checks, ...numbers }, context) => {
    const tell: Tell = (path, message) => context.addIssue({ code: 'custom', path, message })
    if (people.length > 0 && !people.includes(start.as))
      tell(['start', 'as'], `Name one of people: ${people.join(', ')}.`)
    checkSteps(steps, people, tell)
    checkNumbers({ ...numbers, predictions }, steps.length, tell)
    for (const [index, each] of steps.entries()) {
      const mistake = mistakeOfStep(openedAt(page), each)
      if (mistake) tell(['steps', index, mistake.at], mistake.message)
    }
    for (const [index, { way }] of checks.entries())
      for (const [n, each] of way.entries()) {
        const mistake = mistakeOfStep(openedAt(page), each)
        if (mistake) tell(['checks', index, 'way', n, mistake.at], mistake.message)
      }
    for (const [kind, items] of Object.entries({ predictions, checks }))
      for (const [index, { id: own }] of items.entries())
        if (items.findIndex((item) => item.id === own) < index)
          tell([kind, index, 'id'], `Another of the ${kind} has this id already.`)
  })

/** One entry of `content/lessons/NN-part/NN-lesson/demos.yaml` */
export type DemoEntry = Written<typeof demo>
