/** Hands with JavaScript: all of it happens in the stage beside the text, or in its sheet on a phone. */
import type { Locator, Page } from 'playwright-core'
import { FRAGMENT_HEADER } from '#http/fragment.ts'
import { pathFor } from '#http/links.ts'
import type { Demo } from '#course/course-data.ts'
import { actorOf, stepName, type DemoStep } from '#course/steps.ts'
import { ConsolePage } from '../support/console-page.ts'
import {
  A_MOMENT,
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
} from './hands.ts'
import type { Typed } from './told.ts'

const TOKEN = '[token]'

export class StageHands implements Hands {
  readonly #page: Page
  readonly #isSmall: boolean

  constructor(page: Page, { isSmall = false } = {}) {
    this.#page = page
    this.#isSmall = isSmall
  }

  async begin(demo: Demo): Promise<void> {
    const at = await this.#at(demo)
    if (this.#isSmall) await at.turn('Page')
    await at.sends(() => at.stage.locator('.stage-reset > button').click())
  }

  async does(demo: Demo, step: DemoStep): Promise<readonly Typed[]> {
    const at = await this.#at(demo)
    await at.become(actorOf(demo, step))
    switch (step.does) {
      case 'send':
        return this.#send(at, demo, step)
      case 'event':
        return this.#sendEvents(at, demo, step)
      case 'open':
        await at.writeByHand({ method: 'GET', path: placeOf(demo, step), fields: {} })
        return []
      case 'clock': {
        const room = await at.enter('Clock')
        await room.locator('input[name="advance"]').fill(step.advance)
        await at.sends(() => room.getByRole('button', { name: 'Move', exact: true }).click())
        return [{ into: 'clock', text: step.advance }]
      }
      case 'show-mail':
        await at.openNewestMail()
        return []
      case 'open-link':
        await at.openNewestLink()
        return []
      case 'press-link': {
        await at.openNewestLink()
        const form = formOfPage(at.window(actorOf(demo, step)))
        await at.sends(() => form.locator('button').first().click())
        return []
      }
      case 'peel':
        return this.#peel(at, step)
      case 'race': {
        const room = await at.enter('Race')
        const other = room.locator(`.lab-names a[href$="of=${step.of}"]:not([aria-current])`)
        if ((await other.count()) > 0) await at.renewed(() => other.click())
        await at.sends(() => room.locator(`[id="race-${step.order}"]`).click())
        return []
      }
      case 'hunt':
        return this.#hunt(at, demo, step)
      case 'type':
        return this.#type(at, step.line)
      default:
        throw notByHand(step)
    }
  }

  async shows(demo: Demo, { id }: { readonly id: string }): Promise<void> {
    const part = this.#page.locator(`[data-part="task-${demo.id}.${id}"]`)
    await part.locator('.check[data-met]').waitFor({ state: 'attached' })
  }

  async done(): Promise<void> {
    await putSheetBack(this.#page)
  }

  async #at(demo: Demo): Promise<AtStage> {
    const at = new AtStage(this.#page, demo)
    if (this.#isSmall) await at.unfold()
    return at
  }

  async #send(
    at: AtStage,
    demo: Demo,
    step: Extract<DemoStep, { does: 'send' }>,
  ): Promise<readonly Typed[]> {
    const fields = { ...step.fields, ...step.forged }
    const path = placeOf(demo, step)
    const persona = actorOf(demo, step)
    const sent = { path: pathFor(persona, path), method: step.method, fields }
    const own = await formThatSends(at.window(persona), sent)
    // An event of a live page is what that page sends: by hand is without it.
    if (!own || fields[EVENT] !== undefined) {
      await at.writeByHand({ ...sent, path })
      return asTyped(Object.keys(fields), fields)
    }
    const isSent =
      (await fillIn(own.form, own.typed, sent)) &&
      (await at.sends(() => press(own.form, own.typed, sent)))
    // The page of an act comes a moment after the act has begun: then it has another form, or none.
    return isSent ? asTyped(own.typed, fields) : this.#send(at, demo, step)
  }

  async #sendEvents(
    at: AtStage,
    demo: Demo,
    step: Extract<DemoStep, { does: 'event' }>,
  ): Promise<readonly Typed[]> {
    const sent = eventsOf(step)
    for (const fields of sent)
      await at.writeByHand({ method: 'POST', path: placeOf(demo, step), fields })
    return sent.flatMap((fields) => asTyped(Object.keys(fields), fields))
  }

  async #peel(at: AtStage, step: Extract<DemoStep, { does: 'peel' }>): Promise<readonly Typed[]> {
    if (step.back !== null) {
      const back = at.stage.locator('.layers-off button[name="back"]')
      // With all of them on, there is nothing to put back.
      if ((await back.count()) > 0) await at.sends(() => back.click())
    }
    for (const turn of ['without', 'with'] as const)
      for (const tag of step[turn]) {
        const room = await at.enter('Layers')
        await at.sends(() => pressSwitch(switchOf(room, tag, turn)))
      }
    return []
  }

  async #hunt(
    at: AtStage,
    demo: Demo,
    step: Extract<DemoStep, { does: 'hunt' }>,
  ): Promise<readonly Typed[]> {
    const drawn = drawnBy(demo, step)
    if (drawn > 0) {
      await this.done()
      const run = this.#page.locator(`form[data-run="${stepName(demo.id, drawn)}"] button`)
      await at.sends(() => run.first().click())
      return []
    }
    if (step.file === null || step.text === null || step.wrong === null) throw notByHand(step)
    const { file, text, wrong } = step
    const room = await at.enter('Hunt')
    await room.locator(`.hunt-files a[href$="file=${file}"]`).click()
    await room.locator('form.hunt-point').waitFor()
    await at.sends(() => point(room, { text, wrong }))
    return []
  }

  async #type(at: AtStage, line: string): Promise<readonly Typed[]> {
    const typed = line.includes(TOKEN) ? line.replace(TOKEN, await at.newestToken()) : line
    const prompt = await at.prompt()
    // A line that came with the lesson may stand there still.
    await prompt.line.focus()
    await this.#page.keyboard.press('Control+a')
    await prompt.run(typed)
    return [{ into: 'prompt', text: line.replace(TOKEN, '') }]
  }
}

/** The stage of a phone goes back to its place, if it was lifted. */
async function putSheetBack(page: Page): Promise<void> {
  const sheet = page.locator('[data-sheet]')
  if ((await sheet.count()) === 0) return
  await page.locator('.sheet-grip:visible').click()
  await sheet.waitFor({ state: 'detached' })
}

/** One stage of a lesson, and what can be pressed in it. */
class AtStage {
  readonly #page: Page
  readonly stage: Locator
  readonly #demo: Demo

  constructor(page: Page, demo: Demo) {
    this.#page = page
    this.#demo = demo
    this.stage = page.locator(`[id="stage-${demo.id}"]`)
  }

  /**
   * A press, and its answer. One act at a time: the stage is busy from the press until the answer is
   * shown; but what sends it may have to come first, and until then nothing says that it is under way.
   * Whether there was one: what was to be pressed may be gone, which a press then says.
   */
  async sends(press: () => Promise<boolean | void>): Promise<boolean> {
    const sent = this.#page.waitForRequest((request) => FRAGMENT_HEADER in request.headers())
    // Nothing was sent: nobody waits for it any more.
    sent.catch(() => undefined)
    if ((await press()) === false) return false
    await sent
    await this.#page.locator('body:has(glass-stage[data-busy])').waitFor({ state: 'detached' })
    return true
  }

  async unfold(): Promise<void> {
    const own = this.stage.locator('[data-sheet]')
    if ((await own.count()) > 0) return
    // The sheet of another stage lies over the bar of this one.
    await putSheetBack(this.#page)
    await this.#page.locator(`[data-dock="${this.#demo.id}"] .dock-server`).click()
    await own.waitFor()
  }

  window(persona: string): Locator {
    return this.stage.locator(`.stage-page[data-persona="${persona}"]`)
  }

  /** Whoever acts already is not in the menu of those one can switch to. */
  async become(persona: string): Promise<void> {
    const face = this.stage.locator(`.who [data-act-as="${persona}"]`)
    while ((await this.#acting()) !== persona) {
      // The menu comes with the answer that began the act.
      await face.waitFor({ state: 'attached' })
      const menu = this.stage.locator('.who')
      if ((await menu.getAttribute('open')) === null) await menu.locator('> summary').click()
      // An answer that comes now brings the menu anew, and closed: then it is opened again.
      const chosen = await face.click({ timeout: A_MOMENT }).then(
        () => true,
        () => false,
      )
      if (chosen) await face.waitFor({ state: 'detached' })
    }
  }

  #acting(): Promise<string | undefined> {
    return this.stage.evaluate(
      (stage: HTMLElement) =>
        stage.dataset['acts'] ??
        stage.querySelector<HTMLElement>('.stage-page')?.dataset['persona'],
    )
  }

  /** Turns to what is in front, or to what stands under More. */
  async turn(name: string): Promise<void> {
    const ways = this.stage.locator('.stage-ways > a, .stage-more a').filter({
      hasText: new RegExp(`^\\s*${name}(?![a-z])`),
    })
    const way = ways.filter({ visible: true }).first()
    if ((await way.count()) === 0)
      await this.stage.locator('.stage-more > summary').filter({ visible: true }).first().click()
    await way.click()
  }

  /** A room, as it is now. */
  enter(name: string): Promise<Locator> {
    return this.renewed(() => this.turn(name))
  }

  /** Does what brings a room anew. What was seen of it before is marked, so that nobody takes it for new. */
  async renewed(act: () => Promise<void>): Promise<Locator> {
    await this.stage.locator('.stage-room > [data-part="page"] > *').evaluateAll((all) => {
      for (const each of all) (each as HTMLElement).dataset['before'] = ''
    })
    await act()
    const room = this.stage.locator('.stage-room:not([hidden])')
    await room.locator('[data-part="page"] > :not([data-before])').first().waitFor()
    return room
  }

  async prompt(): Promise<ConsolePage> {
    await this.turn('Console')
    const room = this.stage.locator('.stage-room:not([hidden])')
    await room.locator('glass-console').waitFor()
    const begin = room.getByRole('button', { name: 'Open the prompt' })
    if (await begin.isVisible()) await begin.click()
    const prompt = new ConsolePage(this.#page, room)
    await prompt.isReady()
    return prompt
  }

  async writeByHand(sent: Parameters<typeof writeByHand>[1]): Promise<void> {
    const room = await this.enter('Request by hand')
    const form = room.locator('[data-by-hand]')
    await writeByHand(form, sent)
    await this.sends(() => form.getByRole('button').click())
  }

  async openNewestMail(): Promise<Locator> {
    const room = await this.enter('Mailbox')
    const first = room.locator('.mailbox a').first()
    // With one mail alone the room may show it at once.
    if ((await first.count()) > 0) await first.click()
    await room.locator('.mail').waitFor()
    return room
  }

  async openNewestLink(): Promise<void> {
    const room = await this.openNewestMail()
    await this.sends(() => room.locator('.mail > a.button').click())
  }

  async newestToken(): Promise<string> {
    const room = await this.openNewestMail()
    const link = (await room.locator('.mail pre a').first().getAttribute('href')) ?? ''
    return link.slice(link.lastIndexOf('/') + 1)
  }
}
