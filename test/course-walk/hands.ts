/** What a reader does by hand, beside the Runs of a text: in the stage, or page by page. */
import type { Locator } from 'playwright-core'
import type { Check } from '#course/check.ts'
import { openedAt } from '#course/demo-page.ts'
import type { Demo } from '#course/course-data.ts'
import type { DemoStep } from '#course/steps.ts'
import type { Typed } from './told.ts'

/** Somebody at a lesson. With JavaScript they act beside the text, without it on pages. */
export interface Hands {
  /** Puts an act back to where it begins. */
  begin(demo: Demo): Promise<void>
  /** Does one step of a way. Answers what had to be typed for it. */
  does(demo: Demo, step: DemoStep): Promise<readonly Typed[]>
  /** Whether it shows that a check is met. */
  shows(demo: Demo, check: Pick<Check, 'id' | 'says'>): Promise<void>
  /** Back to the text. */
  done(): Promise<void>
}

/** Of a way: what a form sends, and where to. */
export interface Sent {
  /** With who acts: `/as/bo/scores/1`. */
  readonly path: string
  readonly method: string
  readonly fields: Readonly<Record<string, string>>
}

/** After it one looks whether there is still the same to type into, or to press. */
export const A_MOMENT = 2_000
const MOST_TRIES = 30

let found = 0

/**
 * The form of a page that sends this, if the page has one: what is to be filled
 * in, and what is pressed. Fields that nobody sees have to say it already. It is
 * this very form: one that comes in its place is another.
 */
export async function formThatSends(
  within: Locator,
  { path, method, fields }: Sent,
): Promise<{ readonly form: Locator; readonly typed: readonly string[] } | null> {
  const mark = String((found += 1))
  const typed = await within.locator('form').evaluateAll(
    (all, wanted) => {
      for (const form of all as HTMLFormElement[]) {
        const action = new URL(form.getAttribute('action') ?? '', location.href).pathname
        const said = new FormData(form)
        const override = said.get('_method')
        const sends = (typeof override === 'string' ? override : form.method).toUpperCase()
        if (action !== wanted.path || sends !== wanted.method || !form.checkVisibility()) continue
        const typed: string[] = []
        const isThere = Object.entries(wanted.fields).every(([name, value]) => {
          const control = form.elements.namedItem(name)
          if (control instanceof HTMLButtonElement) return control.value === value
          if (control instanceof HTMLTextAreaElement) return typed.push(name) > 0
          if (!(control instanceof HTMLInputElement)) return false
          if (control.type === 'hidden') return control.value === value
          return typed.push(name) > 0
        })
        if (!isThere) continue
        form.dataset['found'] = wanted.mark
        return typed
      }
      return null
    },
    { path, method, fields, mark },
  )
  return typed && { form: within.locator(`form[data-found="${mark}"]`), typed }
}

/** The first form of a page of the app: the menu above it has one, too, which logs out. */
export const formOfPage = (page: Locator): Locator =>
  page.locator('form:not([action$="/users/log-out"])').first()

/** Types into it. Whether it is there still: its page may come anew before anything is typed. */
export async function fillIn(
  form: Locator,
  typed: readonly string[],
  { fields }: Sent,
): Promise<boolean> {
  for (const name of typed) {
    const field = form.locator(`[name="${name}"]`).first()
    if (!(await isDone(form, (timeout) => field.fill(fields[name] ?? '', { timeout }))))
      return false
  }
  return true
}

/** Presses its button, the one that says what is sent where there are several. Whether it is there still. */
export async function press(
  form: Locator,
  typed: readonly string[],
  { fields }: Sent,
): Promise<boolean> {
  const said = Object.entries(fields).find(([name]) => !typed.includes(name))
  const own = said && form.locator(`button[name="${said[0]}"][value="${said[1]}"]`)
  const button = own && (await own.count()) > 0 ? own : form.locator('button')
  return isDone(form, (timeout) => button.first().click({ timeout }))
}

/** Does something to a form, unless it goes meanwhile: one waits for a page that is slow, and not for one that is gone. */
async function isDone(form: Locator, act: (timeout: number) => Promise<void>): Promise<boolean> {
  for (let tries = 1; ; tries += 1)
    try {
      await act(A_MOMENT)
      return true
    } catch (error) {
      if ((await form.count()) === 0) return false
      if (tries === MOST_TRIES) throw error
    }
}

/** The form for any request, filled in as it is written: a line for each field. */
export async function writeByHand(form: Locator, { path, method, fields }: Sent): Promise<void> {
  await form.locator('[name="method"]').selectOption(method)
  await form.locator('[name="path"]').fill(path)
  const lines = Object.entries(fields).map(([name, value]) => `${name}=${value}`)
  await form.locator('[name="fields"]').fill(lines.join('\n'))
}

/** The field that names an event of a live page. */
export const EVENT = '_event'

/** What the form for any request takes for each event, those that come first too. */
export const eventsOf = ({
  event,
  first,
  fields,
}: Extract<DemoStep, { does: 'event' }>): readonly Sent['fields'][] =>
  [...first, fields].map((each) => ({ [EVENT]: event, ...each }))

export const asTyped = (
  names: readonly string[],
  fields: Readonly<Record<string, string>>,
): readonly Typed[] => names.map((name) => ({ into: 'field', text: fields[name] ?? '' }))

/** The switch of a layer in its lab; for another rule of a key, the button of that rule. */
export function switchOf(lab: Locator, tag: string, turn: 'without' | 'with'): Locator {
  const [, key, action] = /^rule\.(.+)\.(\w+)$/.exec(tag) ?? []
  if (key !== undefined) return lab.locator(`button[name="rule"][value="${key}:${action}"]`)
  return lab.locator(`button[name="${turn}"][value="${tag}"]`)
}

/** Opens what it is folded into, from the outside in. */
export async function unfold(inside: Locator): Promise<void> {
  const folded = inside.locator('xpath=ancestor::details[not(@open)]')
  while ((await folded.count()) > 0) await folded.first().locator('> summary').click()
}

/** A switch may stand in a part that is folded. */
export async function pressSwitch(button: Locator): Promise<void> {
  await unfold(button)
  await button.click()
}

/** Points at a line, by what stands in it. */
export async function point(
  lab: Locator,
  { text, wrong }: { readonly text: string; readonly wrong: string },
): Promise<void> {
  const lines = lab.locator('label.hunt-line')
  const at = (await lines.allTextContents()).findIndex((line) => line.trim() === text)
  if (at < 0) throw new Error(`No line of the file is “${text}”.`)
  await lines.nth(at).locator('input').check()
  await lab.locator(`[name="wrong"][value="${wrong}"]`).check()
  await lab.getByRole('button', { name: 'It is this line' }).click()
}

/** The step of an act that draws the same fault: no form offers single ones. */
export function drawnBy(demo: Demo, step: DemoStep): number {
  if (step.does !== 'hunt') return 0
  return (
    demo.steps.findIndex(
      (one) =>
        one.does === 'hunt' &&
        one.number !== null &&
        one.number === step.number &&
        one.among === step.among,
    ) + 1
  )
}

export const notByHand = ({ does }: DemoStep): Error =>
  new Error(`Nobody was shown how a reader does "${does}" by hand.`)

/** Where a step is done: at a path of its own, else at the page of its act. */
export const placeOf = (demo: Demo, step: { readonly path: string | null }): string =>
  step.path ?? openedAt(demo.page) ?? '/'
