/**
 * Somebody who reads the course in the machine's Chromium, with or without
 * JavaScript: for tests, and for whoever walks the course without them. Each
 * one is another visitor.
 */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { violationsOn } from './axe.ts'

export const PHONE: BrowserContextOptions = { viewport: { width: 320, height: 640 } }
export const WITHOUT_JAVASCRIPT: BrowserContextOptions = { javaScriptEnabled: false }

// A refusal that is meant is reported as a failed resource.
const REFUSAL = /status of 4(?:09|10|22)/

/** How somebody sits down, and where the server is that they read. */
export interface Seat extends BrowserContextOptions {
  readonly baseURL: string
}

export class Reader {
  readonly context: BrowserContext
  readonly page: Page
  readonly #problems: string[] = []
  readonly #meant: RegExp[] = [REFUSAL]

  private constructor(context: BrowserContext, page: Page) {
    this.context = context
    this.page = page
    page.on('pageerror', (error) => this.#problems.push(error.message))
    page.on('console', (message) => {
      // Of a failed resource the text says how, and not which.
      const { url } = message.location()
      if (message.type() === 'error') this.#problems.push(`${message.text()} (${url})`)
    })
  }

  static async sitDown(browser: Browser, options: Seat): Promise<Reader> {
    // What a page asks for goes to the server, unless a test is about what a browser keeps.
    const usual = { reducedMotion: 'reduce', serviceWorkers: 'block' } as const
    const context = await browser.newContext({ ...usual, ...options })
    return new Reader(context, await context.newPage())
  }

  /** Takes it for no problem when the console complains of this. */
  expectComplaint(pattern: RegExp): void {
    this.#meant.push(pattern)
  }

  /** What the console and the pages complained of and nobody expected. */
  get problems(): readonly string[] {
    return this.#problems.filter((problem) => !this.#meant.some((meant) => meant.test(problem)))
  }

  /** Opens a lesson. A press before its elements are alive is held until they are. */
  async openLesson(path: string, { live = true } = {}): Promise<void> {
    await this.page.goto(path, { waitUntil: 'networkidle' })
    if (!live) return
    // They come to life for whoever moves. A busy browser may not have looked yet: hands go on moving.
    const isAlive = () =>
      this.page.evaluate(() =>
        ['glass-stage', 'glass-progress'].every((name) => customElements.get(name)),
      )
    for (let step = 0; !(await isAlive()); step += 1) {
      await this.page.mouse.move(1 + (step % 2), 1)
      await this.page.waitForTimeout(50)
    }
  }

  /** Waits until one of the elements shows the text. */
  shows(selector: string, text: string | RegExp): Promise<void> {
    return this.page.locator(selector).filter({ hasText: text }).first().waitFor()
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).first().click()
    await this.#untilAnswered()
  }

  follow(name: string | RegExp): Promise<void> {
    return this.page.getByRole('link', { name, exact: true }).first().click()
  }

  /** Turns to a tab of the stage, or to what stands under More. */
  async followInBar(name: string | RegExp): Promise<void> {
    await this.unfoldStage()
    const ways = this.page.locator('.stage-ways > a, .stage-more a').filter({ hasText: name })
    const way = ways.filter({ visible: true }).first()
    if ((await way.count()) === 0)
      await this.page.locator('.stage-more > summary').filter({ visible: true }).first().click()
    await way.click()
    await this.#untilAnswered()
  }

  /** Where a phone has the stage folded to a bar, opens it. */
  async unfoldStage(): Promise<void> {
    const dock = this.page.locator('.dock-server').filter({ visible: true }).first()
    const isOpen = (await this.page.locator('[data-sheet]').count()) > 0
    if (isOpen || (await dock.count()) === 0) return
    await dock.click()
    await this.page.locator('[data-sheet]').waitFor()
  }

  /**
   * A stage takes one act at a time: it is busy from the press until the
   * answer is shown. What the form says while it is filled in is no answer.
   */
  #untilAnswered(): Promise<void> {
    return this.page.locator('body:has(glass-stage[data-busy])').waitFor({ state: 'detached' })
  }

  /** Where the reader is. */
  get path(): string {
    return new URL(this.page.url()).pathname
  }

  /** Fills the form for registering in and sends it, on a page or a stage that shows it. */
  async register(email: string): Promise<void> {
    await this.page.locator('#registration_form input[name="user[email]"]').fill(email)
    await this.page.locator('#registration_form button').click()
    await this.#untilAnswered()
  }

  /** Goes to the page of registering and does so. */
  async goAndRegister(email: string): Promise<void> {
    await this.page.goto('/users/register')
    await this.register(email)
    await this.shows('.flash', `An email was sent to ${email}`)
  }

  /** Opens the newest mail and the link in it. */
  async openNewestLink(): Promise<void> {
    await this.page.goto('/sandbox/mailbox')
    await this.page.locator('.mailbox a').first().click()
    await this.follow('Open the link')
  }

  async goRegisterAndLogIn(email: string): Promise<void> {
    await this.goAndRegister(email)
    await this.openNewestLink()
    await this.press('Confirm and stay logged in')
    await this.shows('.flash', 'User confirmed successfully.')
  }

  /** What axe finds on the page at hand, by day and by night, and whether it is wider than the screen. */
  async faults(what: string): Promise<readonly unknown[]> {
    const byDay = await this.faultsByDay(what)
    await this.page.emulateMedia({ colorScheme: 'dark' })
    const byNight = await this.faultsOfColour(`${what}, in the dark`)
    await this.page.emulateMedia({ colorScheme: 'light' })
    return [...byDay, ...byNight]
  }

  /** The same, in the colours that it has now. */
  faultsByDay(what: string): Promise<readonly unknown[]> {
    return this.#faultsBy(what)
  }

  /** The same of its colours alone: in the other scheme no more than they are others. */
  faultsOfColour(what: string): Promise<readonly unknown[]> {
    return this.#faultsBy(what, ['color-contrast'])
  }

  async #faultsBy(what: string, rules?: readonly string[]): Promise<readonly unknown[]> {
    const violations = await violationsOn(this.page, rules)
    const beyond = await this.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement
      if (scrollWidth <= clientWidth) return null
      const scrolls = (element: Element | null): boolean =>
        element !== null &&
        (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement))
      const wide = [...document.body.querySelectorAll('*')].filter(
        (element) =>
          element.getBoundingClientRect().right > clientWidth && !scrolls(element.parentElement),
      )
      const names = wide.map(({ localName, classList }) => [localName, ...classList].join('.'))
      return [scrollWidth - clientWidth, names.slice(0, 10)] as const
    })
    return [
      ...violations.map((violation) => [what, ...violation]),
      ...(beyond ? [[what, 'is too wide', ...beyond]] : []),
    ]
  }
}
