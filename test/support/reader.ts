/**
 * Somebody who reads the course in the machine's Chromium, with or without
 * JavaScript. Each one is another visitor, unless they sit down as `another`.
 */
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { inject } from 'vitest'

export const MODES = [
  ['with JavaScript', true],
  ['without JavaScript', false],
] as const

export class Reader {
  readonly context: BrowserContext
  readonly page: Page
  readonly #problems: string[] = []

  private constructor(context: BrowserContext, page: Page) {
    this.context = context
    this.page = page
    page.on('pageerror', (error) => this.#problems.push(error.message))
    // A refusal that is meant is reported as a failed resource.
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 4(?:09|10|22)/.test(message.text()))
        this.#problems.push(message.text())
    })
  }

  static async sitDown(browser: Browser, options: BrowserContextOptions = {}): Promise<Reader> {
    const context = await browser.newContext({
      ...{ baseURL: options.baseURL ?? inject('origin'), reducedMotion: 'reduce' },
      ...options,
    })
    return new Reader(context, await context.newPage())
  }

  /** Ends it, and says what the console and the pages complained of. */
  async leave(): Promise<readonly string[]> {
    await this.context.close()
    return this.#problems
  }

  /** Another browser of the same visitor: the same sandbox, but nobody is logged in. */
  async another(options: BrowserContextOptions = {}): Promise<Reader> {
    const reader = await Reader.sitDown(this.context.browser()!, options)
    const cookies = await this.context.cookies()
    await reader.context.addCookies(cookies.filter(({ name }) => name.endsWith('_visitor')))
    return reader
  }

  /** Opens a lesson. Before its stage is alive its forms and links lead away from it. */
  async openLesson(path: string, { live = true } = {}): Promise<void> {
    await this.page.goto(path, { waitUntil: 'networkidle' })
    if (live) await this.page.locator('glass-stage:defined').first().waitFor()
  }

  /** Waits until one of the elements shows the text. */
  shows(selector: string, text: string | RegExp): Promise<void> {
    return this.page.locator(selector).filter({ hasText: text }).first().waitFor()
  }

  press(name: string | RegExp): Promise<void> {
    return this.page.getByRole('button', { name, exact: true }).first().click()
  }

  follow(name: string | RegExp): Promise<void> {
    return this.page.getByRole('link', { name, exact: true }).first().click()
  }

  /** Follows a link of the bar above a stage. */
  followInBar(name: string | RegExp): Promise<void> {
    return this.page.locator('.stage-bar').getByRole('link', { name }).click()
  }

  /** Fills the form for registering in and sends it, on a page or a stage that shows it. */
  async register(email: string): Promise<void> {
    await this.page.locator('#registration_form input[name="user[email]"]').fill(email)
    await this.page.locator('#registration_form button').click()
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

  /** What axe finds on the page at hand, and whether it is wider than the screen. */
  async faults(what: string): Promise<readonly unknown[]> {
    const { violations } = await new AxeBuilder({ page: this.page }).analyze()
    const beyond = await this.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    return [
      ...violations.map(({ id, nodes }) => [what, id, nodes.map(({ html }) => html)]),
      ...(beyond > 0 ? [[what, 'is too wide', beyond]] : []),
    ]
  }
}
