import {
  askingStep as plainAskingStep,
  step as plainStep,
  type AskingStep,
  type Step,
  type StepOptions,
} from '#trace/step.ts'
import type { InPlace } from '#lib/pipe.ts'
import { isWatched } from '#trace/watch.ts'
import { draftOf, type Changeset, type Draft } from './changeset.ts'
import { describeRule } from './trace-rule.ts'

type Question<Row extends object> = (changeset: Changeset<Row>) => (() => Promise<unknown>) | null
type Apply<Row extends object> = (changeset: Changeset<Row>) => Changeset<Row>
/** What a rule makes different in a draft. Whether anything is. */
type Amend<Row extends object> = (draft: Draft<Row>) => boolean
/** A rule, with how it works on a draft. */
interface ChangesetStep<Row extends object> extends Step<Changeset<Row>> {
  inPlace: InPlace<Changeset<Row>>
}

/**
 * Makes a step of your own over a changeset: in a trace it says what it saw
 * and decided, as the rules of this library do.
 *
 * @example
 * const info = { tag: 'changeset.email.shout', fields: ['email'] }
 * const shout = step('shout', info, (changeset: Changeset<User>) =>
 *   putChange(changeset, 'email', 'ANA@B'),
 * )
 * shout(change(build(users))).changes
 * // => { email: 'ANA@B' }
 */
export function step<Row extends object>(
  name: string,
  info: Omit<StepOptions, 'describe'>,
  apply: Apply<Row>,
): Step<Changeset<Row>> {
  return plainStep(name, { ...info, describe: describeRule }, apply)
}

/**
 * A rule of this library. Its tag, by which traces and levers know it, is made
 * of what it looks at and what it does there: `changeset.email+name.required`.
 * Rules in a row share one draft, which is frozen after the last of them; while
 * somebody watches, each leaves a frozen changeset of its own.
 */
export function changesetStep<Row extends object>(
  name: string,
  kind: string,
  fields: readonly string[],
  options: object,
  amend: Amend<Row>,
): Step<Changeset<Row>> {
  const made = plainStep(name, ruleInfo(kind, fields, options), (changeset: Changeset<Row>) => {
    const draft = draftOf(changeset)
    return amend(draft) ? Object.freeze(draft) : changeset
  }) as ChangesetStep<Row>
  made.inPlace = { copy: draftOf, amend, isWatched }
  return made
}

/** A rule of this library that asks before it decides. What it asks is inside it, in a trace. */
export function askingChangesetStep<Row extends object>(
  name: string,
  kind: string,
  fields: readonly string[],
  options: object,
  { question, apply }: { question: Question<Row>; apply: Apply<Row> },
): AskingStep<Changeset<Row>> {
  return plainAskingStep(name, ruleInfo(kind, fields, options), question, apply)
}

/** What a rule of this library says of itself. */
export function ruleInfo(kind: string, fields: readonly string[], options: object): StepOptions {
  const place = fields.length > 0 ? `${joined(fields)}.` : ''
  const tag = `changeset.${place}${kind}`
  // Whatever it was told is there to be printed; nobody reads it by name.
  const told = options as Readonly<Record<string, unknown>>
  return { tag, fields, options: told, describe: describeRule }
}

const joined = (fields: readonly string[]) => (fields.length === 1 ? fields[0] : fields.join('+'))
