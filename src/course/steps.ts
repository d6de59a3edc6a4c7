/** The steps of a demo: things that somebody does, one after the other, each behind one button. */
import { pathFor, splitPersona } from '#http/links.ts'
import { findRoute } from '#router.ts'
import { openedAt } from './demo-page.ts'
import { unionBy } from './schema/union-by.ts'
import type { Written } from './schema/written.ts'
import { clock } from './steps/clock.ts'
import { connect } from './steps/connect.ts'
import { event } from './steps/event.ts'
import { openLink } from './steps/open-link.ts'
import { open } from './steps/open.ts'
import { pressLink } from './steps/press-link.ts'
import { hunt } from './steps/hunt.ts'
import { peel } from './steps/peel.ts'
import { race } from './steps/race.ts'
import { split } from './steps/split.ts'
import { copyCookie } from './steps/copy-cookie.ts'
import { fromElsewhere, send } from './steps/send.ts'
import { showMail } from './steps/show-mail.ts'
import { type } from './steps/type.ts'
import { wall } from './steps/wall.ts'
import type { Player, Setting, StepMistake, StepRequest, StepRules } from './steps/step-kind.ts'

export { stepOf } from './facts.ts'

/** Every kind of step. What is written without a kind sends a form. */
// prettier-ignore
const KINDS = [send, open, connect, event, showMail, openLink, pressLink, clock, peel, race, split, wall, hunt, copyCookie, fromElsewhere, type] as const

const STRANGE = KINDS.reduce<Readonly<Record<string, string>>>(
  (all, { rules }) => ({ ...all, ...rules.strange }),
  {},
)

/** How an author writes a step. Its type is `DemoStep`. */
export const step = unionBy('does', KINDS, {
  kindOf: ({ does = send.does }) => does as string,
  strange: (does, key) =>
    STRANGE[key] === undefined
      ? null
      : { message: `A step that does "${does}" ${STRANGE[key]}`, at: key },
})

/** One thing that somebody does. */
export type DemoStep = Written<typeof step>

interface OfDemo {
  /** As it is written: `/users/register`. */
  readonly page: string
  readonly people: readonly string[]
}

/**
 * A step as a form says which one it is: `ana-comes-in.2`, in a field `_step`.
 *
 * @example
 * stepName('ana-comes-in', 2)
 * // => 'ana-comes-in.2'
 */
export const stepName = (demo: string, number: number): string => `${demo}.${number}`

/**
 * The other way round. Of what names no step the number is 0.
 *
 * @example
 * splitStepName('ana-comes-in.2')
 * // => { demo: 'ana-comes-in', number: 2 }
 */
export function splitStepName(name: string): { readonly demo: string; readonly number: number } {
  const [demo = '', number = ''] = name.split('.')
  return { demo, number: /^\d+$/.test(number) ? Number(number) : 0 }
}

/**
 * The persona who takes a step: the first of the demo’s people, unless it names another.
 *
 * @example
 * actorOf({ people: ['bo', 'ana'] }, step.parse({ label: 'Bo sends it' }))
 * // => 'bo'
 */
export const actorOf = ({ people }: Pick<OfDemo, 'people'>, { as }: DemoStep): string =>
  as ?? people[0] ?? 'you'

/**
 * The request that a step makes.
 *
 * @example
 * const demo = fetchDemoOrThrow('ana-comes-in')
 * requestOfStep(demo, demo.steps[0]).path
 * // => '/as/ana/users/register'
 */
export function requestOfStep(demo: OfDemo, step: DemoStep): StepRequest {
  return rulesOf(step).request(step, settingOf(demo, step))
}

function settingOf({ page, people }: OfDemo, step: DemoStep): Setting {
  const persona = actorOf({ people }, step)
  return { page: openedAt(page), base: pathFor(persona, '') }
}

/**
 * The request of a step as its trace is called.
 *
 * @example
 * const demo = fetchDemoOrThrow('ana-comes-in')
 * titleOfStep(demo, demo.steps[0])
 * // => 'POST /users/register'
 */
export function titleOfStep(demo: OfDemo, step: DemoStep): string {
  const { method, path, fields } = requestOfStep(demo, step)
  const { path: plain } = splitPersona(path)
  const read = rulesOf(step).isUnread ? undefined : fields['_method']
  return `${read?.toUpperCase() ?? method} ${findRoute(plain) ?? plain}`
}

/**
 * Whether a trace of this title can be of this step. An event of a live page
 * is called by its page and its own name, wherever it was sent to.
 *
 * @example
 * const demo = { page: '/guess', people: ['ana'] }
 * const again = step.parse({ label: 'Begin again', fields: { _event: 'restart' } })
 * isTitleOfStep(demo, again, 'GuessLive, event restart')
 * // => true
 */
export function isTitleOfStep(demo: OfDemo, step: DemoStep, title: string): boolean {
  if (rulesOf(step).isTitle?.(title)) return true
  const event = requestOfStep(demo, step).fields['_event']
  return event === undefined
    ? title === titleOfStep(demo, step)
    : title.endsWith(`Live, event ${event}`)
}

/**
 * What is wrong with where a step goes, seen from its demo's page, or `null`.
 *
 * @example
 * const opened = step.parse({ label: 'Open it', does: 'open', path: '/nowhere' })
 * mistakeOfStep('/users/register', opened)
 * // => { at: 'path', message: 'No page stands at /nowhere.' }
 */
export const mistakeOfStep = (page: string | null, step: DemoStep): StepMistake | null =>
  rulesOf(step).mistake?.(step, page) ?? null

/**
 * Whether a step is taken by a form or by a link.
 *
 * @example
 * buttonOf(step.parse({ label: 'Open it', does: 'open' }))
 * // => 'link'
 */
export const buttonOf = (step: DemoStep): 'form' | 'link' => rulesOf(step).button

/**
 * Whether a step only shows something, and leaves no trace.
 *
 * @example
 * leavesNoTrace(step.parse({ label: 'Look at the mail', does: 'show-mail' }))
 * // => true
 */
export const leavesNoTrace = (step: DemoStep): boolean =>
  rulesOf(step).leavesNoTrace?.(step) ?? false

/**
 * Whether a step switches layers, so that its act begins with all of them on.
 *
 * @example
 * switchesLayers(step.parse({ label: 'All back', does: 'peel', back: 'all' }))
 * // => true
 */
export const switchesLayers = (step: DemoStep): boolean =>
  rulesOf(step).switchesLayers?.(step) ?? false

/**
 * Whether a step gives names to values, which the lines of later steps may know.
 *
 * @example
 * bindsNames(step.parse({ label: 'Find her', does: 'type', line: 'ana = Accounts.get_user!(1)' }))
 * // => true
 */
export const bindsNames = (step: DemoStep): boolean => rulesOf(step).bindsNames?.(step) ?? false

/**
 * Takes a step as the demo’s reader would.
 *
 * @example
 * const player = { take: async () => trace }
 * const demo = fetchDemoOrThrow('ana-comes-in')
 * await playStep(player, demo, demo.steps[0])
 * // => trace
 */
export function playStep<Played>(
  player: Player<Played>,
  demo: OfDemo,
  step: DemoStep,
): Promise<Played> {
  const played = rulesOf(step).play?.(player, step, settingOf(demo, step))
  return played ?? player.take(requestOfStep(demo, step))
}

function rulesOf({ does }: DemoStep): StepRules<DemoStep> {
  const found = KINDS.find((kind) => kind.does === does)
  if (found) return found.rules
  throw new Error(`rulesOf: expected a kind of step, got "${does}".`)
}
