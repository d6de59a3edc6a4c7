/**
 * What every kind of step of a demo says of itself: how it is written, the
 * request that it makes, its button, and how it is played when the demo is
 * recorded. A kind is one file beside this one, and one line of `../steps.ts`.
 */
import { z } from 'zod'
import type { Trace } from '#trace/trace-step.ts'
import { FLOORS } from '#trace/floors.ts'
import { persona, tag } from '../schema/words.ts'
import type { Written } from '../schema/written.ts'

/** What a step sends, and where to: the same for its button and for whoever plays the demo. */
export interface StepRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly fields: Readonly<Record<string, string>>
  /** It says that it comes from a page of another site, as no browser would let a page of ours say. */
  readonly isForeign?: true
  /** Whose session goes with it in place of one's own. */
  readonly cookieOf?: string
  /** What is typed at the prompt, in place of a request of its own. */
  readonly types?: string
}

/** An event of a live page: its name, and the fields that go with it. */
export interface LiveEvent {
  readonly name: string
  readonly fields: Readonly<Record<string, string>>
}

/** Where a step is taken. */
export interface Setting {
  /** Where the demo’s own page is opened, or `null` where only the link of a mail leads to it. */
  readonly page: string | null
  /** What stands before every address of the persona who acts: `/as/ana`, or nothing. */
  readonly base: string
}

/** Somebody who plays a demo, at one of its steps. `Played` is what an act is answered with. */
export interface Player<Played = Trace> {
  /** Does what the step’s button does. */
  take(request: StepRequest): Promise<Played>
  /** Opens the link of the newest mail, as whoever `base` stands for. */
  openNewestLink(base: string): Promise<Played>
  /** Presses the first button behind the link of the newest mail. */
  pressNewestLink(base: string): Promise<Played>
  /** Connects the live page at this path, as whoever `base` stands for. */
  connect(path: string, base: string): Promise<Played>
  /** Sends events on the live page at this path, one after the other, and connects it before if need be. */
  sendEvents(path: string, base: string, events: readonly LiveEvent[]): Promise<Played>
  /** Types a line at the prompt, as whoever `base` stands for, and runs it. */
  type(line: string, base: string): Promise<Played>
}

/** What is wrong with a step, and at which of its keys. */
export interface StepMistake {
  readonly at: string
  readonly message: string
}

// Methods, so that one table may hold steps of every kind: each is asked of steps of its own alone.
interface Rules<Own> {
  request(step: Own, setting: Setting): StepRequest
  /** A form sends; a link opens. Both work without a script. */
  readonly button: 'form' | 'link'
  /** What is wrong with where it goes or what it takes along, beside what the schema sees. */
  mistake?(step: Own, page: string | null): StepMistake | null
  /** Left out, it is played by what its button does. */
  play?<Played>(player: Player<Played>, step: Own, setting: Setting): Promise<Played>
  /** It only shows something: no trace is left. */
  leavesNoTrace?(step: Own): boolean
  /** Its traces bear other titles, too: what a page says when it is connected. */
  isTitle?(title: string): boolean
  /** It is turned away before anybody has read its `_method`. */
  readonly isUnread?: boolean
  /** It gives names to values, which later steps may know. */
  bindsNames?(step: Own): boolean
  /** It switches layers of the sandbox: its act begins with all of them on. */
  switchesLayers?(step: Own): boolean
  /** What is told to a step of another kind that writes one of its keys: “A step that does "open” …”. */
  readonly strange?: Readonly<Record<string, string>>
}

const common = {
  label: z.string().min(1).max(40).describe('The words on its button.'),
  note: z.string().max(120).nullable().default(null).describe('Why one would try it.'),
  as: persona.nullable().default(null).describe('Who does it: the first of people if left out.'),
  needs: z
    .array(z.int().min(1))
    .nullable()
    .default(null)
    .describe('Steps that must have been taken before: all before it if left out.'),
  ends: z
    .strictObject({
      kind: z.enum(['answered', 'refused', 'nothing', 'leaked']).describe('How it ends.'),
      at: z.enum([...FLOORS, 'live']).describe('The floor where it ends.'),
    })
    .nullable()
    .default(null)
    .describe('Its end. npm run lessons:check holds it; no page has it before a run.'),
  look_at: tag
    .nullable()
    .default(null)
    .describe('The step of its trace that a reader looks at: the decisive one if left out.'),
  safe: z
    .string()
    .regex(/^[a-z\d]+(?:-[a-z\d]+)*\.[1-9]\d?$/, 'Name a step of a demo: two-lists.3.')
    .nullable()
    .default(null)
    .describe('The step that does the same with its guard, for comparing.'),
}

const written = <const Does extends string, Shape extends z.core.$ZodShape>(
  does: Does,
  shape: Shape,
) => z.strictObject({ ...common, does: z.literal(does).describe('What is done.'), ...shape })

/** A kind of step. `shape` is what it is written with, beside the words on its button and who does it. */
export function defineStep<const Does extends string, Shape extends z.core.$ZodShape>(
  does: Does,
  shape: Shape,
  rules: Rules<Written<ReturnType<typeof written<Does, Shape>>>>,
) {
  return { does, schema: written(does, shape), rules }
}

export type { Rules as StepRules }

const PATH = /^\/(?:[a-z][a-z\d-]*(?:\/[a-z\d-]+)*)?$/

/** Told to a step that stays at a page which only a link leads to. */
export const NO_PATH: StepMistake = {
  at: 'path',
  message: 'Only a link leads to the page of this demo: say where this goes.',
}

/** Where a step goes. The schema of its demo has seen that it goes somewhere. */
export function placeOf(path: string | null, page: string | null): string {
  const place = path ?? page
  if (place !== null) return place
  throw new Error('placeOf: expected a path, since only a link leads to the page of the demo.')
}

/** An address of the app, where a step does not stay at the demo’s page. */
export const path = z
  .string()
  .regex(PATH, 'Write a path of the app: /users/log-in.')
  .nullable()
  .default(null)
