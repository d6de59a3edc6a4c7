/** The prompt as its reader has it in a browser. */
import type { Locator, Page } from 'playwright-core'

export class ConsolePage {
  readonly page: Page
  readonly #within: Page | Locator

  /** `within` is where it stands, on a page that may have several. */
  constructor(page: Page, within: Page | Locator = page) {
    this.page = page
    this.#within = within
  }

  async open(address = '/console'): Promise<void> {
    await this.page.goto(address)
    await this.page.getByRole('button', { name: 'Open the prompt' }).click()
    await this.isReady()
  }

  /** Until the editor is there, and not only its plain field. */
  async isReady(): Promise<void> {
    await this.line.waitFor()
  }

  get line() {
    return this.#within.locator('[data-input] .cm-content')
  }

  get entries() {
    return this.#within.locator('.prompt-log > li')
  }

  /** Types lines as somebody who pastes them, runs them, and answers what is printed. */
  async run(line: string): Promise<string> {
    await this.line.focus()
    await this.page.keyboard.insertText(line)
    return this.enter('Control+Enter')
  }

  /** Presses a key that runs what stands there, and answers what is printed. */
  async enter(key = 'Enter'): Promise<string> {
    const before = await this.entries.count()
    await this.page.keyboard.press(key)
    await this.entries.nth(before).waitFor()
    return this.answer()
  }

  /** What the last line printed. */
  async answer(): Promise<string> {
    return (await this.entries.last().locator('[data-answer]').first().textContent()) ?? ''
  }

  /** The head of each query of the last line, without its time. */
  async queries(): Promise<readonly string[]> {
    const heads = await this.entries.last().locator('summary').allTextContents()
    return heads.map((head) => head.replace(/db=[\d.]+ms/, 'db=…ms'))
  }
}
