/** Hands without JavaScript: each press leads to a page, and from there one goes on. */
import type { Locator, Page } from 'playwright-core'
import { pathFor } from '#http/links.ts'
import type { Check } from '#course/check.ts'
import type { Demo } from '#course/course-data.ts'
import { actorOf, stepName, type DemoStep } from '#course/steps.ts'
import {
  asTyped,
  drawnBy,
  EVENT,
  eventsOf,
  fillIn,
  formOfPage,
  formThatSends,
  notByHand,
  placeOf,
  point,
  press,
  pressSwitch,
  switchOf,
  writeByHand,
  type Hands,
  type Sent,
} from './hands.ts'
import { plain } from './plain.ts'
import type { Typed } from './told.ts'
import { Unlike } from './verdicts.ts'

interface ProgressFacts {
  readonly progress: { readonly checks: readonly { readonly check_id: string }[] }
}

export class PageHands implements Hands {
  readonly #page: Page
  readonly #href: string

  constructor(page: Page, href: string) {
    this.#page = page
    this.#href = href
  }

  get #main(): Locator {
    return this.#page.locator('main')
  }

  /** What the app answers with: alone, or in the stage around it, whose closed menus have forms as well. */
  get #pageOfApp(): Locator {
    return this.#page.locator('.stage-page, main:not(:has(.stage-page))').first()
  }

  async begin(demo: Demo): Promise<void> {
    await this.#page.goto(this.#href)
    await this.#leads(this.#page.locator(`[id="stage-${demo.id}"] .stage-reset > button`))
  }

  async does(demo: Demo, step: DemoStep): Promise<readonly Typed[]> {
    const persona = actorOf(demo, step)
    switch (step.does) {
      case 'send':
        return this.#send(demo, step)
      case 'event':
        return this.#sendEvents(demo, step)
      case 'open':
        await this.#page.goto(pathFor(persona, placeOf(demo, step)))
        return []
      case 'clock':
        await this.#page.goto(pathFor(persona, '/sandbox/clock'))
        await this.#main.locator('input[name="advance"]').fill(step.advance)
        await this.#leads(this.#main.getByRole('button', { name: 'Move', exact: true }))
        return [{ into: 'clock', text: step.advance }]
      case 'show-mail':
        await this.#openNewestMail(persona)
        return []
      case 'open-link':
        await this.#openNewestLink(persona)
        return []
      case 'press-link':
        await this.#openNewestLink(persona)
        await this.#leads(formOfPage(this.#pageOfApp).locator('button').first())
        return []
      case 'peel':
        return this.#peel(persona, step)
      case 'race':
        await this.#page.goto(`/labs/race?of=${step.of}`)
        await this.#leads(this.#page.locator(`[id="race-${step.order}"]`))
        return []
      case 'hunt':
        return this.#hunt(demo, step)
      default:
        throw notByHand(step)
    }
  }

  /** The page that answers says what came of the lesson that one came from; a lab leaves that to the page of progress. */
  async shows(_demo: Demo, { id, says }: Pick<Check, 'id' | 'says'>): Promise<void> {
    const met = await this.#page.locator('.outcomes .check[data-met]').allTextContents()
    if (met.some((one) => plain(one).includes(plain(says)))) return
    const isLab = (await this.#page.locator('[data-lab]').count()) > 0
    if (isLab && (await this.#keeps(id))) return
    const seen = await this.#page
      .locator('.outcomes .check, .outcomes .check-miss')
      .allTextContents()
    throw new Unlike(`“${says}”, met`, plain(seen.join(' ')) || 'nothing about the lesson')
  }

  async #keeps(check: string): Promise<boolean> {
    const headers = { accept: 'application/json' }
    const answer = await this.#page.request.get('/progress', { headers })
    const { progress } = (await answer.json()) as ProgressFacts
    return progress.checks.some((one) => one.check_id === check)
  }

  async done(): Promise<void> {
    await this.#page.goto(this.#href)
  }

  /** A press, and the page that it leads to. */
  async #leads(button: Locator): Promise<void> {
    await Promise.all([this.#page.waitForEvent('load'), button.click()])
  }

  async #send(demo: Demo, step: Extract<DemoStep, { does: 'send' }>): Promise<readonly Typed[]> {
    const persona = actorOf(demo, step)
    const place = placeOf(demo, step)
    const fields = { ...step.fields, ...step.forged }
    const sent = { path: pathFor(persona, place), method: step.method, fields }
    // One may be before the form already: whoever is turned away is.
    let own = await formThatSends(this.#main, sent)
    if (!own && step.path === null) {
      await this.#page.goto(sent.path)
      own = await formThatSends(this.#main, sent)
    }
    if (own && fields[EVENT] === undefined) {
      await fillIn(own.form, own.typed, sent)
      await Promise.all([this.#page.waitForEvent('load'), press(own.form, own.typed, sent)])
      return asTyped(own.typed, fields)
    }
    await this.#writeByHand(persona, { path: place, method: step.method, fields })
    return asTyped(Object.keys(fields), fields)
  }

  async #sendEvents(
    demo: Demo,
    step: Extract<DemoStep, { does: 'event' }>,
  ): Promise<readonly Typed[]> {
    const sent = eventsOf(step)
    for (const fields of sent)
      await this.#writeByHand(actorOf(demo, step), {
        ...{ path: placeOf(demo, step), method: 'POST', fields },
      })
    return sent.flatMap((fields) => asTyped(Object.keys(fields), fields))
  }

  async #writeByHand(persona: string, sent: Sent): Promise<void> {
    await this.#page.goto(pathFor(persona, '/sandbox/by-hand'))
    const form = this.#main.locator('[data-by-hand]')
    await writeByHand(form, sent)
    await this.#leads(form.getByRole('button'))
    await this.#leads(this.#main.getByRole('button', { name: 'Send it', exact: true }))
  }

  async #peel(
    persona: string,
    step: Extract<DemoStep, { does: 'peel' }>,
  ): Promise<readonly Typed[]> {
    await this.#page.goto(pathFor(persona, '/labs/peel'))
    if (step.back !== null) {
      const back = this.#page.locator('.layers-off button[name="back"]')
      // With all of them on, there is nothing to put back.
      if ((await back.count()) > 0) await this.#leads(back.first())
    }
    for (const turn of ['without', 'with'] as const)
      for (const tag of step[turn])
        await Promise.all([
          this.#page.waitForEvent('load'),
          pressSwitch(switchOf(this.#main, tag, turn)),
        ])
    return []
  }

  async #hunt(demo: Demo, step: Extract<DemoStep, { does: 'hunt' }>): Promise<readonly Typed[]> {
    const drawn = drawnBy(demo, step)
    if (drawn > 0) {
      await this.#page.goto(this.#href)
      await this.#leads(
        this.#page.locator(`form[data-run="${stepName(demo.id, drawn)}"] button`).first(),
      )
      return []
    }
    if (step.file === null || step.text === null || step.wrong === null) throw notByHand(step)
    await this.#page.goto(`/labs/hunt?file=${step.file}`)
    await Promise.all([
      this.#page.waitForEvent('load'),
      point(this.#main, { text: step.text, wrong: step.wrong }),
    ])
    return []
  }

  async #openNewestMail(persona: string): Promise<void> {
    await this.#page.goto(pathFor(persona, '/sandbox/mailbox'))
    await this.#leads(this.#page.locator('.mailbox a').first())
  }

  async #openNewestLink(persona: string): Promise<void> {
    await this.#openNewestMail(persona)
    await this.#leads(this.#page.locator('.mail > a.button'))
  }
}
