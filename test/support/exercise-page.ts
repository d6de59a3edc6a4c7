/** An exercise as its reader has it in a browser. */
import type { Locator, Page } from 'playwright-core'
import { courseOnDisk, exercisesOf } from './exercises-on-disk.ts'

const exercises = exercisesOf(courseOnDisk())

/** One of each kind: a page of each says no more. */
export const ONE_OF_EACH_KIND = [
  ...new Map(exercises.map(({ exercise }) => [exercise.kind, exercise.id])).values(),
]

const lessonOf = (id: string) => exercises.find(({ exercise }) => exercise.id === id)?.lesson

export class ExercisePage {
  readonly page: Page
  readonly element: Locator
  readonly #id: string

  constructor(page: Page, id: string) {
    this.page = page
    this.#id = id
    this.element = page.locator(`#exercise-${id}`)
  }

  async visit(): Promise<void> {
    await this.page.goto(`/lessons/${lessonOf(this.#id)}`)
    await this.element.scrollIntoViewIfNeeded()
  }

  /** Until the editor is there, and not only its plain field. */
  async begin(): Promise<void> {
    await this.visit()
    await this.open()
  }

  /** The same where its lesson is open already. */
  async open(): Promise<void> {
    await this.button('Begin').click()
    await this.editor.waitFor()
  }

  button(name: string): Locator {
    return this.element.getByRole('button', { name, exact: true })
  }

  /** How far its reader is with it. */
  get state(): Locator {
    return this.element.locator('.exercise-state')
  }

  /** Of the file that is shown. */
  get editor(): Locator {
    return this.element.locator('.exercise-code:not([hidden]) .cm-content')
  }

  /** What the field beside the editor holds. */
  text(): Promise<string> {
    return this.element.locator('.exercise-code:not([hidden]) textarea').inputValue()
  }

  /** Puts another text in the place of all that stands there. */
  async write(text: string): Promise<void> {
    await this.editor.focus()
    await this.page.keyboard.press('Control+a')
    await this.page.keyboard.insertText(text)
  }

  /** Runs the checks, and answers what is said of them. */
  async run(): Promise<string> {
    await this.button('Run the checks').click()
    return this.said()
  }

  async said(): Promise<string> {
    // The button says Stop for as long as they run.
    await this.button('Run the checks').waitFor()
    return (await this.element.getByRole('status').textContent()) ?? ''
  }

  /** `met`, `unmet` or `untried`, in order. */
  states(): Promise<readonly (string | null)[]> {
    return this.element
      .locator('[data-check]')
      .evaluateAll((items) => items.map((item) => item.getAttribute('data-check')))
  }
}
