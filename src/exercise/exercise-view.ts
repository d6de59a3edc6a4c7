/**
 * An exercise in use: task, checks and hints on one side, the editor on the
 * other. What is typed stays in the reader's browser, and is run there.
 */
import { loadExerciseFiles, type ExerciseFiles } from '#course/exercise-files.ts'
import { inOneSentence, triedChecks, untriedChecks } from './check-list.ts'
import { CodeField } from './code-field.ts'
import { button, draw } from './draw.ts'
import { forgetText, keepText, keptText, textOfBefore } from './kept-text.ts'
import type { CodePlace, Outcome } from './outcome.ts'
import { ExerciseRunner, type Ran } from './run-exercise.ts'
import { solutionBox } from './solution-box.ts'
import { askForSolution, tellServer } from './tell-server.ts'

const SAVE_AFTER = 500

/** Puts the exercise in the place of its card. */
export async function openExercise(element: HTMLElement): Promise<void> {
  const { exercise: id = '' } = element.dataset
  const files = await loadExerciseFiles(id)
  new ExerciseView(element, files).begin()
}

class ExerciseView {
  readonly #element: HTMLElement
  readonly #files: ExerciseFiles
  readonly #fields: readonly CodeField[]
  readonly #runner: ExerciseRunner
  readonly #checks: HTMLElement
  readonly #hints = draw('div', { class: 'exercise-hints' })
  readonly #said = draw('p', { role: 'status', class: 'exercise-said' })
  readonly #saved = draw('span', { class: 'exercise-note', 'aria-live': 'off' })
  readonly #note = draw('div', { class: 'exercise-offer' })
  readonly #run = button('primary', 'Run the checks')
  readonly #reset = button('quiet', 'Reset')
  readonly #solution = button('quiet', 'Show the solution')
  readonly #afterwards = draw('div', { class: 'exercise-afterwards' })
  readonly #beside = draw('div', { class: 'exercise-beside' })
  #hintsShown = 0
  #failedOnce = false
  #isRunning = false
  #saving: ReturnType<typeof setTimeout> | undefined

  constructor(element: HTMLElement, files: ExerciseFiles) {
    this.#element = element
    this.#files = files
    this.#runner = new ExerciseRunner(files)
    const { exercise } = files
    this.#fields = [...exercise.files, ...exercise.given].map(
      (file) =>
        new CodeField({
          file,
          text: this.#kept(file) ?? files.start[file] ?? '',
          isGiven: exercise.given.includes(file),
          onChange: () => this.#changed(),
          onRun: () => void this.#press(),
        }),
    )
    this.#checks = draw(
      'ol',
      { class: 'exercise-checks', 'aria-label': 'Checks' },
      ...untriedChecks(exercise.checks),
    )
  }

  begin(): void {
    const element = this.#element
    element.querySelector('[data-rest]')?.remove()
    element.append(this.#draw())
    element.setAttribute('data-open', '')
    // Beside a stage there is no room for two columns.
    if (!element.parentElement?.querySelector(':scope > [data-stage]'))
      element.setAttribute('data-wide', '')
    const { answersOpen } = element.dataset
    // As with the way of a task: a teacher may show answers later.
    this.#solution.hidden = answersOpen !== undefined && Date.now() < Date.parse(answersOpen)
    this.#listen()
    this.#showHints()
    this.#offerOld()
    this.#show(0)
    this.#fields[0]?.focus()
    // What fails here is said when the checks run.
    this.#runner.prepare()
    // Where the editor does not come the fields stay.
    for (const field of this.#fields) field.bringEditor().catch(() => undefined)
  }

  #draw(): HTMLElement {
    return draw(
      'div',
      { class: 'exercise-work' },
      draw(
        'div',
        { class: 'exercise-task' },
        draw('h4', {}, 'It is done when it'),
        this.#checks,
        this.#afterwards,
        this.#hints,
      ),
      draw(
        'div',
        { class: 'exercise-desk' },
        this.#tabs(),
        this.#note,
        ...this.#fields.map(({ element }) => element),
        draw(
          'div',
          { class: 'exercise-foot' },
          draw(
            'div',
            { class: 'exercise-bar' },
            this.#run,
            this.#reset,
            this.#solution,
            this.#saved,
          ),
          this.#said,
        ),
        this.#beside,
      ),
    )
  }

  #tabs(): HTMLElement {
    const tabs = this.#fields.map(({ file }, index) => {
      const isGiven = this.#files.exercise.given.includes(file)
      const tab = draw(
        'button',
        { type: 'button', role: 'tab', 'aria-selected': 'false', translate: 'no' },
        file,
        isGiven ? draw('span', { class: 'exercise-given' }, ' given') : null,
      )
      tab.addEventListener('click', () => {
        this.#show(index)
        this.#fields[index]?.focus()
      })
      return tab
    })
    const list = draw(
      'div',
      { role: 'tablist', 'aria-label': 'Files', class: 'exercise-tabs' },
      ...tabs,
    )
    list.addEventListener('keydown', ({ key }) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[key]
      const at = tabs.findIndex((tab) => tab === document.activeElement)
      if (by === undefined || at < 0) return
      const next = (at + by + tabs.length) % tabs.length
      this.#show(next)
      tabs[next]?.focus()
    })
    return list
  }

  #show(shown: number): void {
    const tabs = this.#element.querySelectorAll<HTMLElement>('[role="tab"]')
    for (const [index, { element }] of this.#fields.entries()) {
      element.hidden = index !== shown
      tabs[index]?.setAttribute('aria-selected', String(index === shown))
      tabs[index]?.setAttribute('tabindex', index === shown ? '0' : '-1')
    }
  }

  #listen(): void {
    this.#run.addEventListener('click', () => void this.#press())
    this.#reset.addEventListener('click', () => this.#askToReset())
    this.#solution.addEventListener('click', () => this.#askForSolution())
    addEventListener('pagehide', () => this.#save())
  }

  // #region running

  async #press(): Promise<void> {
    if (this.#isRunning) return this.#runner.stop()
    this.#isRunning = true
    this.#save()
    this.#run.textContent = 'Stop'
    this.#said.textContent = 'The checks run.'
    for (const field of this.#fields) field.mark(null)
    try {
      this.#tell(await this.#runner.run(this.#texts()))
    } catch {
      this.#said.textContent = 'The checks did not come. Press once more when you are online.'
    } finally {
      this.#isRunning = false
      this.#run.textContent = 'Run the checks'
    }
  }

  #tell(ran: Ran): void {
    if (ran.type === 'ended') return this.#failed(ran.sentence)
    if (ran.type === 'problems') {
      const [{ file, from, message }] = ran.problems as [(typeof ran.problems)[number]]
      const before = (this.#texts()[file] ?? '').slice(0, from).split('\n')
      const place = { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
      return this.#failedAt(place, message)
    }
    const { answer } = ran
    if (answer.type === 'unread') {
      const { name, message, place } = answer.thrown
      return this.#failedAt(place, name === 'SyntaxError' ? message : `${name}: ${message}`)
    }
    this.#showOutcomes(answer.outcomes)
  }

  #showOutcomes(outcomes: readonly Outcome[]): void {
    this.#checks.replaceChildren(...triedChecks(outcomes))
    this.#said.textContent = inOneSentence(outcomes)
    const isMet = outcomes.every(({ unmet }) => !unmet)
    this.#element.toggleAttribute('data-met', isMet)
    const thrown = outcomes.find(({ unmet }) => unmet?.thrown?.place)?.unmet?.thrown
    if (thrown?.place) this.#mark(thrown.place, `${thrown.name}: ${thrown.message}`)
    if (isMet) this.#askAfterwards()
    else this.#hasFailed()
    void this.#keepProgress(isMet ? 'met' : 'tried')
  }

  #failedAt(place: CodePlace | null, sentence: string): void {
    const where = place ? `${place.file}, line ${place.line}: ` : ''
    if (place) this.#mark(place, sentence)
    this.#failed(`${where}${sentence}`)
  }

  #failed(sentence: string): void {
    this.#checks.replaceChildren(...untriedChecks(this.#files.exercise.checks))
    this.#said.textContent = sentence
    this.#hasFailed()
    void this.#keepProgress('tried')
  }

  #mark(place: CodePlace, sentence: string): void {
    const index = this.#fields.findIndex(({ file }) => file === place.file)
    if (index < 0) return
    this.#show(index)
    this.#fields[index]?.mark(place, sentence)
  }

  #hasFailed(): void {
    this.#failedOnce = true
    this.#showHints()
  }

  async #keepProgress(how: 'tried' | 'met' | 'explained'): Promise<void> {
    const words = await tellServer(this.#files.exercise.id, how)
    // What is not kept is no reason to stop.
    const state = this.#element.querySelector('.exercise-state')
    if (state && words !== '') state.textContent = words
  }

  // #endregion running
  // #region help

  #showHints(): void {
    const { hints } = this.#files.exercise
    const mayShowLast = this.#hintsShown < 2 || this.#failedOnce
    const shown = hints
      .slice(0, this.#hintsShown)
      .map((hint, index) => draw('p', {}, draw('b', {}, `Hint ${index + 1}. `), hint))
    const more = this.#hintsShown < hints.length && mayShowLast
    const next = button('quiet', this.#hintsShown === 0 ? 'A hint' : 'Another hint')
    next.addEventListener('click', () => {
      this.#hintsShown += 1
      this.#showHints()
      const last = this.#hints.querySelectorAll('p')[this.#hintsShown - 1]
      last?.setAttribute('tabindex', '-1')
      last?.focus()
    })
    this.#hints.replaceChildren(
      ...shown,
      more ? next : '',
      more || this.#hintsShown === hints.length
        ? ''
        : draw('p', { class: 'exercise-note' }, 'The third one comes after a run.'),
    )
  }

  /** Whoever explains to themselves why it works keeps it. What they say is theirs. */
  #askAfterwards(): void {
    const { afterwards } = this.#files.exercise
    if (!afterwards || this.#afterwards.hasChildNodes()) return
    this.#afterwards.append(
      draw('p', {}, draw('b', {}, 'And why? '), afterwards.asks),
      draw(
        'details',
        {},
        draw('summary', {}, 'Compare with what we would say'),
        draw('p', {}, afterwards.answer),
        this.#markAfterwards(),
      ),
    )
  }

  /** As with a question from memory, its reader says whether they had it. */
  #markAfterwards(): HTMLElement {
    const [had, not] = [button('plain', 'That is what I said'), button('plain', 'Not quite')]
    const marks = draw('p', { role: 'group', 'aria-label': 'Was that your answer?' }, had, not)
    const mark = (words: string) => {
      marks.replaceChildren(words)
      marks.tabIndex = -1
      marks.focus()
    }
    had.addEventListener('click', () => {
      void this.#keepProgress('explained')
      mark('Kept with your progress.')
    })
    not.addEventListener('click', () => mark('Read it once more, and say it in your own words.'))
    return marks
  }

  #askForSolution(): void {
    if (this.#beside.hasChildNodes()) {
      this.#beside.replaceChildren()
      this.#solution.textContent = 'Show the solution'
      return
    }
    this.#ask(
      'Show the solution? Whether you met the checks before is kept.',
      'Show it',
      () => void this.#showSolution(),
    )
  }

  async #showSolution(): Promise<void> {
    const { exercise } = this.#files
    const solution = await askForSolution(exercise.id)
    if (typeof solution === 'string') {
      this.#said.textContent = solution
      return this.#solution.focus()
    }
    const files = exercise.files.map((name) => ({
      name,
      yours: this.#texts()[name] ?? '',
      theirs: solution[name] ?? '',
    }))
    const put = () => {
      for (const { name, theirs } of files) this.#field(name)?.replace(theirs)
      this.#beside.replaceChildren()
      this.#solution.textContent = 'Show the solution'
      this.#fields[0]?.focus()
    }
    this.#beside.replaceChildren(solutionBox(files, put))
    this.#solution.textContent = 'Hide the solution'
    this.#solution.focus()
  }

  #askToReset(): void {
    this.#ask('Begin again with the text of the exercise?', 'Begin again', () => {
      const before = this.#texts()
      for (const name of this.#files.exercise.files) {
        this.#field(name)?.replace(this.#files.start[name] ?? '')
        forgetText(this.#key(name), localStorage)
      }
      const back = button('plain', 'Take that back')
      back.addEventListener('click', () => {
        for (const [name, text] of Object.entries(before)) this.#field(name)?.replace(text)
        this.#note.replaceChildren()
        this.#fields[0]?.focus()
      })
      this.#note.replaceChildren(draw('p', {}, 'It begins again. ', back))
      this.#fields[0]?.focus()
    })
  }

  #ask(question: string, yes: string, act: () => void): void {
    const agree = button('plain', yes)
    const refuse = button('quiet', 'No')
    const asked = draw(
      'p',
      { role: 'group', 'aria-label': question },
      `${question} `,
      agree,
      refuse,
    )
    refuse.addEventListener('click', () => {
      this.#note.replaceChildren()
      this.#fields[0]?.focus()
    })
    agree.addEventListener('click', () => {
      this.#note.replaceChildren()
      act()
    })
    this.#note.replaceChildren(asked)
    agree.focus()
  }

  // #endregion help
  // #region keeping

  #field(name: string): CodeField | undefined {
    return this.#fields.find(({ file }) => file === name)
  }

  #texts(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#fields.map(({ file, text }) => [file, text]))
  }

  #key(file: string) {
    const { exercise, versions } = this.#files
    return { id: exercise.id, file, version: versions[file] ?? '' }
  }

  #kept(file: string): string | null {
    const { exercise } = this.#files
    return exercise.given.includes(file) ? null : keptText(this.#key(file), localStorage)
  }

  #changed(): void {
    this.#saved.textContent = ''
    clearTimeout(this.#saving)
    this.#saving = setTimeout(() => this.#save(), SAVE_AFTER)
  }

  #save(): void {
    clearTimeout(this.#saving)
    const { exercise, start } = this.#files
    const changed = exercise.files.filter((name) => this.#texts()[name] !== start[name])
    const kept = changed.map((name) =>
      keepText(this.#key(name), this.#texts()[name] ?? '', localStorage),
    )
    if (kept.length > 0) this.#saved.textContent = kept.includes(false) ? 'not saved' : 'saved'
  }

  /** What was written for another text of this exercise. */
  #offerOld(): void {
    const { files } = this.#files.exercise
    const old = files.flatMap((name) => {
      const text = this.#kept(name) === null ? textOfBefore(this.#key(name), localStorage) : null
      return text === null ? [] : [[name, text] as const]
    })
    if (old.length === 0) return
    const take = button('plain', 'Take it')
    take.addEventListener('click', () => {
      for (const [name, text] of old) this.#field(name)?.replace(text)
      this.#note.replaceChildren()
      this.#fields[0]?.focus()
    })
    this.#note.replaceChildren(
      draw('p', {}, 'You have a version for an earlier text of this exercise. ', take),
    )
  }

  // #endregion keeping
}
