/** What authors write, file by file, once it has passed the schemas of `content.config.ts`. */
import type { Check } from './check.ts'
import type { PredictionQuestion } from './prediction.ts'
import type { Layer } from '#lib/trace-step.ts'

/** `content/lessons/NN-part/part.yaml` */
export interface PartFile {
  readonly title: string
  readonly summary: string
  readonly planned: readonly PlannedLesson[]
}

export interface PlannedLesson {
  readonly number: number
  readonly title: string
  readonly summary: string
}

/** The front matter of `content/lessons/NN-part/NN-lesson/index.mdx` */
export interface LessonFile {
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly published: Date
  readonly minutes: number
  readonly tags: readonly string[]
  readonly shows: readonly Layer[]
  /** The name of the start state that the lesson begins with, or `null` for an empty sandbox. */
  readonly start: string | null
}

/** The pages a demo can show. */
export type DemoPage = '/users/register' | '/users/log-in'

/** One entry of `content/lessons/NN-part/NN-lesson/demos.yaml` */
export interface DemoEntry {
  readonly id: string
  readonly title: string
  readonly page: DemoPage
  readonly people: readonly string[]
  /** What is done, in this order. Each is also offered alone, behind one button. */
  readonly steps: readonly DemoStep[]
  readonly predictions: readonly PredictionQuestion[]
  readonly checks: readonly Check[]
  /** The name of the start state that it offers; `null` for that of its lesson. */
  readonly seed: string | null
  /** The number of the step whose recording is shown first; `null` for the last. */
  readonly shows: number | null
}

/** `send` a form, `open` a page, `open-link` or `press-link` of the newest mail, move the `clock`. */
export type StepKind = 'send' | 'open' | 'open-link' | 'press-link' | 'clock'

/** One thing that somebody does. */
export interface DemoStep {
  readonly label: string
  readonly note: string | null
  readonly does: StepKind
  /** Who does it; `null` for the first of the demo's people. */
  readonly as: string | null
  /** `null` for the demo's page. */
  readonly path: string | null
  readonly method: 'POST' | 'PUT' | 'DELETE'
  readonly fields: Readonly<Record<string, string>>
  /** How far a clock is moved: `15m`. */
  readonly advance: string | null
}

/** `content/seeds/NAME.yaml`: a start state, which one press puts into an empty sandbox. */
export interface StartState {
  readonly name: string
  readonly title: string
  readonly summary: string
  readonly users: readonly StartUser[]
  readonly tokens: readonly StartToken[]
  readonly organizations: readonly StartOrganization[]
  readonly scores: readonly StartScore[]
  readonly roles: readonly StartRole[]
  readonly flags: readonly StartFlag[]
  /** The address of who is logged in, by persona. */
  readonly logged_in: Readonly<Record<string, string>>
}

export interface StartUser {
  readonly email: string
  readonly confirmed: boolean
  readonly password: string | null
}

/** A link or a token that was made before the reader came. */
export interface StartToken {
  readonly email: string
  readonly kind: 'magic-link' | 'email-change' | 'api-token'
  /** Of an email-change: the address that the link leads to. */
  readonly new_email: string | null
  /** How long ago it was made: `20m`, `8d`. */
  readonly age: string
}

export interface StartOrganization {
  readonly name: string
  readonly slug: string
  /** The first one owns it, and creates it. */
  readonly members: readonly { readonly email: string; readonly role: 'owner' | 'member' }[]
}

export interface StartScore {
  readonly email: string
  /** The slug of an organization, or `null` for a score that is theirs alone. */
  readonly organization: string | null
  readonly points: number
  readonly guesses: number
  readonly comment: string | null
}

export interface StartRole {
  readonly email: string
  readonly role: 'admin'
}

/** A feature that is switched on for somebody. */
export interface StartFlag {
  readonly email: string
  readonly name: string
}

/** What this context needs of a schema; those of Zod are such. */
export interface Schema<Value> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: Value }
    | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } }
}

export interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

export interface Schemas {
  readonly part: Schema<PartFile>
  readonly lesson: Schema<LessonFile>
  readonly demos: Schema<readonly DemoEntry[]>
  readonly startState: Schema<StartState>
}
