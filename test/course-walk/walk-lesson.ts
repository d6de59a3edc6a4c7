/**
 * Walks one lesson in one form, from its top to its end, as somebody who does
 * all that it asks for: says first what they think, presses each Run, types each
 * line, mends each exercise, does each task by hand, and answers from memory.
 */
import type { Locator } from 'playwright-core'
import type { Check } from '#course/check.ts'
import type { Demo } from '#course/course-data.ts'
import type { LessonInFolder } from '#course/course-reader.ts'
import type { PredictionQuestion } from '#course/prediction.ts'
import { splitStepName } from '#course/steps.ts'
import type { Reader } from '../support/browser-reader.ts'
import { ExercisePage } from '../support/exercise-page.ts'
import type { ExerciseOnDisk } from '../support/exercises-on-disk.ts'
import { recordedAs, take } from '../support/played.ts'
import { FORMS, type WalkForm } from './forms.ts'
import { unfold, type Hands } from './hands.ts'
import { PageHands } from './page-hands.ts'
import { plain } from './plain.ts'
import { sameWords } from './same-words.ts'
import { solve } from './solve.ts'
import { StageHands } from './stage-hands.ts'
import { stopsIn, type Stop } from './stops.ts'
import { untold, type Typed } from './told.ts'
import { printedIn, typeLine } from './transcript.ts'
import { alike, Unlike, type Verdicts } from './verdicts.ts'

/** A lesson with the exercises in its folder. */
export interface WalkedLesson extends LessonInFolder {
  readonly exercises: readonly ExerciseOnDisk[]
}

/** What was done in it, by which its minutes are counted. */
export interface Done {
  readonly presses: number
  readonly questions: number
  readonly tasks: number
  readonly exercises: number
  readonly typed: number
  readonly recalls: number
  /** Of listings and prints, as they were seen at its end. */
  readonly lines: number
}

interface Walk {
  readonly reader: Reader
  readonly folder: WalkedLesson
  readonly form: WalkForm
  readonly verdicts: Verdicts
}

// A demo may be about a refusal; the browser calls that a failed resource.
const REFUSED = /status of (?:4\d\d|500)/

/** Answers what was done. What came of it is in the verdicts. */
export async function walkLesson(walk: Walk): Promise<Done> {
  const { reader, folder, form, verdicts } = walk
  const before = reader.problems.length
  reader.expectComplaint(REFUSED)
  const opened = await verdicts.on('open it', () =>
    reader.openLesson(folder.lesson.href, { live: !form.isPlain }),
  )
  const walker = new Walker(walk)
  if (opened) for (const stop of await stopsIn(reader.page)) await walker.stopAt(stop)
  if (form.isSmall) await verdicts.on('no wider than the screen', () => fits(reader))
  await verdicts.on('complaints', () => {
    alike([], reader.problems.slice(before))
    return Promise.resolve()
  })
  return { ...walker.done, lines: await linesOn(reader) }
}

async function fits({ page }: Reader): Promise<void> {
  const [wide, screen] = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return [scrollWidth, clientWidth]
  })
  if (wide > screen) throw new Unlike(`${screen} px`, `${wide} px`)
}

/** Lines of code that a reader of the text sees. */
const linesOn = ({ page }: Reader): Promise<number> =>
  page
    .locator('main pre')
    .evaluateAll((all) =>
      all
        .filter(
          (each) => each.checkVisibility() && !each.closest('.stage, glass-exercise, .answer'),
        )
        .reduce((sum, each) => sum + each.textContent.trimEnd().split('\n').length, 0),
    )

class Walker {
  readonly #walk: Walk
  readonly #hands: Hands
  /** How many questions were asked, by which the answers are chosen. */
  #asked: number
  /** How many of an earlier lesson. */
  #recalled = 0
  readonly done = { presses: 0, questions: 0, tasks: 0, exercises: 0, typed: 0, recalls: 0 }

  constructor(walk: Walk) {
    this.#walk = walk
    const { reader, folder, form } = walk
    this.#asked = FORMS.indexOf(form)
    this.#hands = form.isPlain
      ? new PageHands(reader.page, folder.lesson.href)
      : new StageHands(reader.page, { isSmall: form.isSmall ?? false })
  }

  async stopAt(stop: Stop): Promise<void> {
    const { id } = stop
    switch (stop.is) {
      case 'run':
        return this.#run(id)
      case 'question':
        return this.#question(id)
      case 'check':
        return this.#check(id)
      case 'task':
        return this.#task(id)
      case 'exercise':
        return this.#exercise(id)
      case 'prompt':
        return this.#prompt(id)
      case 'recall':
        return this.#recall()
      case 'own recall':
        return this.#fromMemory()
      case 'way into a run':
        return this.#stepThrough(id)
    }
  }

  get #page() {
    return this.#walk.reader.page
  }

  get #isPlain() {
    return this.#walk.form.isPlain
  }

  #on(step: string, act: () => Promise<void>): Promise<boolean> {
    return this.#walk.verdicts.on(step, act)
  }

  /** Without JavaScript each answer is a page: one goes back to the text for the next press, and opens what no run has opened. */
  async #backTo(place: Locator): Promise<void> {
    if (!this.#isPlain) return
    await this.#page.goto(this.#walk.folder.lesson.href)
    await unfold(place)
  }

  #demo(id: string): Demo {
    const demo = this.#walk.folder.demos.find((one) => one.id === id)
    if (!demo) throw new Error(`The lesson has no act "${id}".`)
    return demo
  }

  async #run(step: string): Promise<void> {
    if (this.#leadsOn(step)) return this.#leaveOut(`run ${step}, which leads to another page`)
    await this.#on(`run ${step}`, async () => {
      await this.#backTo(this.#page.locator(`form[data-run="${step}"]`).first())
      await this.#press(step)
    })
  }

  #leaveOut(what: string): void {
    const { folder, form, verdicts } = this.#walk
    verdicts.leftOut.push(`${folder.lesson.path}, ${form.name}: ${what}`)
  }

  /** A connection that is refused sends its reader to log in: that page shows its own trace. */
  #leadsOn(step: string): boolean {
    const { demo, number } = splitStepName(step)
    const { does, ends } = this.#demo(demo).steps[number - 1] ?? {}
    return this.#isPlain && does === 'connect' && ends?.kind === 'refused'
  }

  /** Presses it, and looks whether it is what was recorded, and whether what explains it has opened. */
  async #press(step: string): Promise<void> {
    const { reader, folder, form } = this.#walk
    const demo = this.#demo(splitStepName(step).demo)
    this.done.presses += 1
    const taken = await take(reader, demo, step, form)
    alike(recordedAs(taken, demo, folder.recordings[demo.id] ?? []), taken)
    if (this.#isPlain) return
    const folded = this.#page.locator(`glass-after[data-step="${step}"] > details:not([open])`)
    await folded.first().waitFor({ state: 'detached' })
  }

  async #question(id: string): Promise<void> {
    await this.#on(`question ${id}`, async () => {
      const [demoId = '', question = ''] = id.split('.')
      const demo = this.#demo(demoId)
      const asked = demo.predictions.find((one) => one.id === question)
      if (!asked) throw new Error(`Its act has no question "${question}".`)
      this.done.questions += 1
      const inText = this.#page.locator(`[id="question-${id}"] .predict`)
      await this.#backTo(inText)
      // Not always the first one: the next question, and the next form, take the next.
      const option = this.#asked++ % asked.options.length
      await this.#say(inText, option)
      await this.#press(`${demoId}.${asked.step}`)
      const found = await this.#marked(id, asked)
      if (this.#isPlain || asked.again === null || found === option) return
      await this.#part(id, asked).locator('.predict-again').click()
      await this.#say(this.#part(id, asked), found)
      await this.#press(`${demoId}.${asked.again}`)
      await this.#marked(id, asked)
    })
  }

  /** The question where it stands after it was answered: in the text, or on the page that answered. */
  #part(id: string, { question }: PredictionQuestion): Locator {
    return this.#isPlain
      ? this.#page.locator('main .predict').filter({ hasText: question }).last()
      : this.#page.locator(`[id="question-${id}"] .predict`)
  }

  async #say(predict: Locator, option: number): Promise<void> {
    const button = predict.locator('button.predict-option').nth(option)
    if (this.#isPlain) await Promise.all([this.#page.waitForEvent('load'), button.click()])
    else await button.click()
    await this.#page.locator('.predict-option[aria-pressed="true"]').first().waitFor()
  }

  /** That its run has marked it, with one of its options. Answers which. */
  async #marked(id: string, asked: PredictionQuestion): Promise<number> {
    // A lab answers without it: then it stands where it was said.
    if (this.#isPlain && (await this.#part(id, asked).count()) === 0) {
      const [demo, question] = id.split('.')
      await this.#page.goto(`/predictions?demo=${demo}&question=${question}`)
    }
    const { stands, verdict, found } = await this.#part(id, asked).evaluate((element) => {
      const all = [...element.querySelectorAll('li.predict-option')]
      return {
        stands: (element as HTMLElement).dataset['stands'] ?? 'nothing',
        verdict: element.querySelector('.predict-verdict')?.textContent.trim() ?? 'no verdict',
        found: all.findIndex((one) => one.hasAttribute('data-answer')),
      }
    })
    if (stands !== 'marked')
      throw new Unlike('that its run marks it', `it is ${stands}: ${verdict}`)
    if (found < 0 || found >= asked.options.length)
      throw new Unlike('that one of its options is right', `what the run says is none: ${verdict}`)
    return found
  }

  /** Into the run that is on the stage; where there is no stage, to what was recorded. */
  async #stepThrough(demo: string): Promise<void> {
    const link = this.#page.locator(`glass-walk[data-demo="${demo}"] > .walk`).first()
    await this.#backTo(link)
    if (!(await link.isVisible())) return
    await this.#on(`step through ${demo}`, async () => {
      this.done.presses += 1
      await link.click()
      if (this.#isPlain)
        return this.#page
          .getByText(/^Recorded: /)
          .first()
          .waitFor()
      await this.#page.locator(`[data-demo="${demo}"] [data-scrubbing]`).waitFor()
      await this.#page.keyboard.press('Escape')
    })
  }

  /** It stands in the text after what meets it. */
  async #check(id: string): Promise<void> {
    // A page at rest says nothing of what was met: without JavaScript the answers did.
    if (this.#isPlain) return
    await this.#on(`check ${id}`, async () => {
      const check = this.#page.locator(`[data-part="task-${id}"] .check`)
      if ((await check.getAttribute('data-met')) === null)
        throw new Unlike('Met, after the runs above it', plain(await check.textContent()))
    })
  }

  async #task(id: string): Promise<void> {
    const [demoId = '', checkId = ''] = id.split('.')
    const tried = async () => {
      const demo = this.#demo(demoId)
      const check = demo.checks.find((one) => one.id === checkId)
      if (!check) throw new Error(`Its act has no task "${checkId}".`)
      this.done.tasks += 1
      await this.#backTo(this.#page.locator(`[data-part="task-${id}"]`))
      const told = await this.#toldOf(id, check)
      const typed = await this.#goWay(demo, check)
      await this.#metBy(demo, check)
      const secret = untold(typed, told)
      if (secret.length > 0)
        throw new Unlike(
          'that its sentence, its hints or the lesson tell what is typed',
          `nobody tells ${secret.map((one) => `“${one}”`).join(', ')}`,
        )
    }
    const way = this.#demo(demoId).checks.find((one) => one.id === checkId)?.way ?? []
    if (this.#isPlain && way.some(({ does }) => does === 'type'))
      return this.#leaveOut(`task ${id}, which is met at the prompt`)
    await this.#on(`task ${id}`, tried)
    await this.#hands.done().catch(() => undefined)
  }

  /** What somebody knows who reads the task, opens its hints, and has read the lesson. */
  async #toldOf(id: string, { hints, says }: Check): Promise<string> {
    const place = this.#page.locator('.task-place', {
      has: this.#page.locator(`[data-part="task-${id}"]`),
    })
    for (const [index, hint] of hints.slice(0, 2).entries()) {
      const shown = place.locator('.task-help > details').nth(index)
      // A task that was met on the way to another one needs no hints any more.
      if ((await shown.count()) === 0) continue
      await shown.locator('summary').click()
      const words = plain(await shown.locator('p').textContent())
      if (words !== plain(hint)) throw new Unlike(`the hint “${hint}”`, `“${words}”`)
    }
    const texts = await this.#page
      .locator('main')
      .evaluate((main) =>
        [...main.querySelectorAll('p, li, pre, h2, h3, dt, dd, button')]
          .filter((each) => !each.closest('.stage'))
          .map((each) => each.textContent),
      )
    return [says, ...hints, ...texts].join('\n')
  }

  async #goWay(demo: Demo, { way }: Check): Promise<readonly Typed[]> {
    await this.#hands.begin(demo)
    const typed: Typed[] = []
    for (const step of way) typed.push(...(await this.#hands.does(demo, step)))
    return typed
  }

  async #metBy(demo: Demo, check: Check): Promise<void> {
    try {
      await this.#hands.shows(demo, check)
    } catch (error) {
      if (error instanceof Unlike) throw error
      const part = this.#page.locator(`[data-part="task-${demo.id}.${check.id}"] .check`)
      throw new Unlike(
        `“${check.says}”, met by its way`,
        plain((await part.allTextContents()).join(' ')),
      )
    }
  }

  async #exercise(id: string): Promise<void> {
    const own = this.#walk.folder.exercises.find(({ exercise }) => exercise.id === id)
    await this.#on(`exercise ${id}`, async () => {
      if (!own) throw new Error(`The lesson has no exercise "${id}".`)
      this.done.exercises += 1
      const page = new ExercisePage(this.#page, id)
      if (this.#isPlain) {
        await this.#backTo(page.element)
        await page.element.getByText('The solution', { exact: true }).click()
        await page.element.locator('.exercise-on-paper pre').first().waitFor()
        return
      }
      await solve(page, own.texts)
    })
  }

  async #prompt(id: string): Promise<void> {
    const { reader, folder } = this.#walk
    const { lesson } = folder
    await this.#on(id.replace('-', ' '), async () => {
      await this.#backTo(this.#page.locator(`[id="${id}"]`))
      const lines = await this.#page.locator(`[id="${id}"] .tab-panel`).first().locator('li').all()
      const texts = await Promise.all(lines.map(printedIn))
      if (texts.length === 0) throw new Unlike('a line at least', 'none')
      this.done.typed += texts.length
      if (this.#isPlain) return this.#standsThere(lines)
      for (const [at, { typed, printed }] of texts.entries()) {
        await this.#hands.done()
        const answer = await typeLine(reader, lesson.href, { line: lines[at]!, typed })
        if (printed !== null && !sameWords(printed, answer))
          throw new Unlike(`after “${plain(typed)}”: ${plain(printed)}`, plain(answer))
      }
    })
    await this.#hands.done().catch(() => undefined)
    if (!this.#isPlain && reader.path !== lesson.href) await reader.openLesson(lesson.href)
  }

  /** What was recorded is read where nothing can be typed. */
  async #standsThere(lines: readonly Locator[]): Promise<void> {
    for (const line of lines)
      for (const print of await line.locator('details > pre').all()) await print.waitFor()
  }

  async #recall(): Promise<void> {
    await this.#on('recall at the top', async () => {
      this.done.recalls += 1
      const section = this.#page.locator('section.recall:has(details)').nth(this.#recalled++)
      await this.#backTo(section)
      const isGuess = (await section.getAttribute('data-recall')) === null
      const option = section.locator(isGuess ? 'details' : 'details[data-right]').first()
      await option.locator('summary').click()
      const says = plain(await option.locator('p').textContent())
      if (!isGuess && !says.startsWith('✓ Right.')) throw new Unlike('✓ Right.', says)
    })
  }

  async #fromMemory(): Promise<void> {
    await this.#on('recall at the end', async () => {
      this.done.recalls += 1
      const own = this.#page.locator('.recall-own').first()
      await this.#backTo(own)
      await own.locator('summary').click()
      await own.getByRole('button', { name: 'Knew it' }).click()
      await this.#page.getByText('Kept: you knew it.').first().waitFor()
    })
  }
}
