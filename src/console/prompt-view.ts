/**
 * The prompt in its page: what is typed, what is answered, and the keys. A
 * plain field is there at once; the editor takes its place when it has come,
 * and where it does not come the field stays.
 */
import type { Spelling } from '#prompt/helpers.ts'
import type { Registry } from '#prompt/registry.ts'
import type { Sent } from '#prompt/sent.ts'
import { serverAt } from './ask-server.ts'
import { isObject } from './plain.ts'
import { drawOutcome } from './draw-outcome.ts'
import { BESIDE, CALLED } from './called.ts'
import { forgetTyped, History, keepTyped, typedBefore } from './history.ts'
import { plainField, type Field } from './prompt-field.ts'
import { cleaned, LineRunner, readLine, spelledAs } from './run-line.ts'

const REGISTRY = '/console/registry.json'
const FROM_BEFORE = 'This line was running when the page went. It was not run again.'
/** A line that is done before this shows no other button: it would be gone before it is read. */
const STOP_AFTER = 150
const MOST_COLUMNS = 80
/** Three columns of names are wider than a value ever is. */
const MOST_BESIDE = 120
const NAMES = { elixir: 'Elixir', typescript: 'TypeScript' } as const
const BREAK = /(?:^|\n)#iex:break\s*$/

/** Opens the prompt in its element. */
export function openPrompt(element: HTMLElement): PromptView {
  const template = element.querySelector<HTMLTemplateElement>('template[data-prompt]')
  if (!template) throw new TypeError('openPrompt: the page has no template for a prompt.')
  element.querySelector('.prompt-closed')?.remove()
  element.append(template.content.cloneNode(true))
  // A stage that turns to it again finds it as it was left.
  element.dataset.stays = ''
  const view = new PromptView(element)
  view.begin()
  return view
}

export class PromptView {
  readonly #element: HTMLElement
  readonly #history = new History()
  readonly #runner: LineRunner
  #field: Field
  #registry: Registry | null = null
  /** How a line is read that may be either. */
  #spelling: Spelling
  /** Whether answers are printed in both. */
  #printsBoth = false
  #isRunning = false
  #saysStop: ReturnType<typeof setTimeout> | undefined
  /** How many characters a line of an answer holds, as long as nothing has changed that. */
  #wide: number | null = null

  constructor(element: HTMLElement) {
    this.#element = element
    const { spelling } = element.dataset
    this.#spelling = spelling === 'typescript' ? 'typescript' : 'elixir'
    this.#followLanguage()
    this.#field = plainField(this.#part('[data-input] textarea'))
    this.#runner = new LineRunner({
      registry: () => this.#bringRegistry(),
      workerText: async () => (await import('virtual:glasshouse/worker/prompt')).default,
      ask: async (...asked) => {
        const answered = await serverAt(this.#address('/console/calls'))(...asked)
        // An act that has begun meanwhile has logged somebody in.
        if (answered.answer.ok)
          this.#tellWho(answered.trace.persona, emailIn(answered.answer.scope))
        return answered
      },
      scope: () => this.#ownScope(),
      asks: () => this.#address('/console'),
      width: () => this.#columns(MOST_BESIDE),
      origin: location.origin,
    })
  }

  begin(): void {
    this.#listen()
    this.#watchWidth()
    this.#showSpelling()
    const before = typedBefore()
    if (before !== null) this.#fill(before, FROM_BEFORE)
    this.#field.focus()
    // What fails here is said when a line runs.
    this.#runner.prepare().catch(() => undefined)
    void this.#bringEditor()
  }

  /** Types a line that came from elsewhere, and says so. What was typed can be had back with ↑. */
  type(line: string, why: string): void {
    this.#history.keep(this.#field.text.trim())
    this.#fill(line, why)
    this.#field.focus()
  }

  #part<Part extends HTMLElement>(selector: string): Part {
    const part = this.#element.querySelector<Part>(selector)
    if (!part) throw new TypeError(`The prompt has no ${selector}.`)
    return part
  }

  #listen(): void {
    const element = this.#element
    this.#part('[data-form]').addEventListener('submit', (event) => {
      event.preventDefault()
      // It is no form of the stage around it.
      event.stopPropagation()
      if (this.#isRunning) this.#stop()
      else void this.#run()
    })
    // Before the editor: it would take these keys for itself.
    this.#part('[data-input]').addEventListener('keydown', (event) => this.#key(event), true)
    document.addEventListener('glass-language', () => {
      this.#followLanguage()
      this.#showSpelling()
    })
    element.addEventListener('click', (event) => this.#press(event))
    // Where the server is away, it says so when a line runs.
    element.addEventListener(BESIDE, () => void this.#ownScope().catch(() => undefined))
    this.#part('[data-queries]').addEventListener('change', () => this.#showQueries())
  }

  #press(event: MouseEvent): void {
    const button = event.target instanceof Element ? event.target.closest('button') : null
    if (!button) return
    const { type, insert, press, startOver } = button.dataset
    if (type !== undefined) this.#fill(type, null)
    else if (insert !== undefined) this.#field.insert(insert)
    else if (press === 'ArrowUp') this.#move(-1)
    else if (press === 'Complete') this.#field.complete()
    else if (startOver !== undefined) this.#startOver()
    else return
    this.#field.focus()
  }

  #key(event: KeyboardEvent): void {
    const { key, shiftKey, ctrlKey, metaKey, altKey, isComposing } = event
    if (isComposing || altKey) return
    const isCommand = ctrlKey || metaKey
    const take = (act: () => void) => {
      event.preventDefault()
      event.stopPropagation()
      act()
    }
    if (key === 'c' && ctrlKey && !this.#field.hasSelection) return take(() => this.#break())
    if (key === 'l' && ctrlKey) return take(() => this.#part('[data-log]').replaceChildren())
    if (key === 'Enter' && isCommand) return take(() => void this.#run())
    // The list of what may come next has these keys for itself.
    if (this.#field.isCompleting || isCommand) return
    if (key === 'Enter' && !shiftKey && this.#isWhole()) return take(() => void this.#run())
    if (key === 'ArrowUp' && this.#field.isOnFirstLine) return take(() => this.#move(-1))
    if (key === 'ArrowDown' && this.#field.isOnLastLine) return take(() => this.#move(1))
  }

  /** Whether it can run as it stands; else Enter opens a line. */
  #isWhole(): boolean {
    const line = cleaned(this.#field.text)
    return BREAK.test(this.#field.text) || readLine(line, this.#spelled(line)).is !== 'more'
  }

  /** What the reader has chosen for every listing holds here; until then it is what the page says. */
  #followLanguage(): void {
    const { language } = document.documentElement.dataset
    if (language === 'Elixir') this.#spelling = 'elixir'
    if (language === 'TypeScript') this.#spelling = 'typescript'
    this.#printsBoth = language === 'Both'
  }

  get #spellings(): readonly Spelling[] {
    return this.#printsBoth ? ['elixir', 'typescript'] : [this.#spelling]
  }

  #spelled(line: string): Spelling {
    return spelledAs(line, this.#spelling)
  }

  #move(by: -1 | 1): void {
    const line = this.#history.move(by, this.#field.text)
    if (line !== null) this.#field.replace(line)
  }

  /** Ends what runs, or clears the line. */
  #break(): void {
    if (this.#isRunning) this.#stop()
    else this.#field.replace('')
  }

  #stop(): void {
    this.#runner.stop()
  }

  async #run(as?: Spelling, given?: string): Promise<void> {
    const typed = given ?? this.#field.text
    const line = cleaned(typed)
    if (this.#isRunning || line === '') return
    if (BREAK.test(typed)) return this.#field.replace('')
    this.#history.keep(line)
    keepTyped(line)
    this.#say(null)
    this.#part('[data-beginnings]').hidden = true
    if (given === undefined) this.#field.replace('')
    this.#setRunning(true)
    try {
      const outcome = await this.#runner.run(line, as ?? this.#spelled(line))
      this.#show(outcome)
    } catch (error) {
      this.#say(
        error instanceof Error && error.name === 'NoRoomError'
          ? `${error.message} The forms below do the same.`
          : 'The prompt could not run that. Load the page again, and try once more.',
      )
    } finally {
      forgetTyped()
      this.#setRunning(false)
    }
  }

  #show(outcome: Awaited<ReturnType<LineRunner['run']>>): void {
    const log = this.#part('[data-log]')
    const entry = drawOutcome(this.#element, outcome, {
      spellings: this.#spellings,
      width: this.#columns(),
      reread: (spelling) => void this.#run(spelling, outcome.line),
    })
    this.#showQueries(entry)
    log.append(entry)
    this.#showNext()
    // Its answer is on the screen with the next frame, and nothing of this is waited for: what asks
    // how high something is lays the page out, and the house has a picture to draw.
    requestAnimationFrame(() => {
      log.scrollTop = log.scrollHeight
      this.#part('[data-form]').scrollIntoView({ block: 'nearest' })
      const link = entry.querySelector<HTMLAnchorElement>('[data-trace]:not([hidden])')
      // The house and the list beside it show what this line did.
      if (link) setTimeout(() => link.dispatchEvent(new CustomEvent(CALLED, { bubbles: true })))
    })
  }

  #setRunning(isRunning: boolean): void {
    this.#isRunning = isRunning
    clearTimeout(this.#saysStop)
    if (isRunning) this.#saysStop = setTimeout(() => this.#showRunning(), STOP_AFTER)
    else this.#showRunning()
  }

  #showRunning(): void {
    const button = this.#part('[data-run]')
    const word = this.#isRunning ? 'Stop' : 'Run'
    if (button.textContent.trim() === word) return
    button.textContent = word
    this.#element.toggleAttribute('data-running', this.#isRunning)
  }

  /** The number of the line that comes next. */
  #showNext(): void {
    const { next } = this.#runner
    this.#part('[data-form] [data-sign]').textContent =
      this.#spelling === 'elixir' ? `iex(${next})>` : `${next}>`
  }

  #showSpelling(): void {
    this.#showNext()
    const printed = this.#printsBoth ? 'Both' : NAMES[this.#spelling]
    for (const radio of this.#element.querySelectorAll<HTMLInputElement>(
      '[name="prompt-spelling"]',
    ))
      radio.checked = radio.value === printed
    this.#field.speak(this.#spelling)
  }

  #showQueries(within: HTMLElement = this.#element): void {
    const isShown = this.#part<HTMLInputElement>('[data-queries]').checked
    for (const queries of within.querySelectorAll<HTMLElement>('li [data-queries]'))
      queries.hidden = !isShown
  }

  #fill(text: string, why: string | null): void {
    this.#field.replace(text)
    this.#say(why)
  }

  #say(sentence: string | null): void {
    const note = this.#part('[data-came]')
    note.textContent = sentence
    note.hidden = sentence === null
  }

  #startOver(): void {
    this.#runner.stop()
    this.#part('[data-log]').replaceChildren()
    this.#say('Variables are forgotten. Your sandbox is as it was.')
  }

  /** How many characters the box of an answer holds, and no more than IEx has. */
  #columns(most = MOST_COLUMNS): number {
    this.#wide ??= this.#measured()
    return Math.min(most, this.#wide)
  }

  /** To measure it lays the page out: not for each line. */
  #watchWidth(): void {
    let before = 0
    new ResizeObserver(([entry]) => {
      const { width = 0 } = entry?.contentRect ?? {}
      if (width !== before) this.#wide = null
      before = width
    }).observe(this.#element)
  }

  #measured(): number {
    const probe = document.createElement('code')
    probe.textContent = '0'.repeat(10)
    const pre = document.createElement('pre')
    pre.className = 'prompt-answer'
    pre.append(probe)
    const box = document.createElement('div')
    box.className = 'prompt-entry'
    box.append(pre)
    this.#element.append(box)
    const wide = pre.clientWidth
    const sign = probe.getBoundingClientRect().width / 10
    box.remove()
    return sign > 0 ? Math.max(24, Math.floor(wide / sign)) : MOST_BESIDE
  }

  /** On a stage it acts as whoever acts there. */
  #address(path: string): string {
    const stage = this.#element.closest<HTMLElement>('glass-stage')
    const window = stage?.querySelector<HTMLElement>('.stage-page')
    const own = this.#element.dataset.personaOfPrompt
    const persona = stage?.dataset.acts ?? (window ? window.dataset.persona : own)
    const address = persona === undefined || persona === 'you' ? path : `/as/${persona}${path}`
    // Then what is done here meets the checks of that lesson.
    const lesson = this.#element.closest<HTMLElement>('[data-lesson]')?.dataset.lesson
    return lesson === undefined ? address : `${address}?lesson=${lesson}`
  }

  /** Whose scope it begins with, as it is now. */
  async #ownScope(): Promise<Sent> {
    const headers = { accept: 'application/json' }
    const response = await fetch(this.#address('/console'), { headers })
    if (!response.ok) return null
    const { own, scope } = (await response.json()) as {
      readonly own: Sent
      readonly scope: { readonly persona: string; readonly user: { readonly email: string } | null }
    }
    this.#tellWho(scope.persona, scope.user?.email ?? null)
    return own
  }

  #tellWho(persona: string, email: string | null): void {
    const who = email ?? 'nobody'
    this.#part('[data-who]').textContent = persona === 'you' ? `As ${who}` : `As ${persona}, ${who}`
  }

  async #bringRegistry(): Promise<Registry> {
    if (this.#registry) return this.#registry
    const response = await fetch(REGISTRY)
    if (!response.ok) throw new TypeError('The registry did not come.')
    this.#registry = (await response.json()) as Registry
    return this.#registry
  }

  async #bringEditor(): Promise<void> {
    try {
      const [{ editorField }, { completions }] = await Promise.all([
        import('./editor-field.ts'),
        import('./completion.ts'),
      ])
      const host = this.#part('[data-input]')
      const before = this.#field
      const hadFocus = host.contains(document.activeElement)
      this.#field = editorField(host, {
        text: before.text,
        language: this.#spelling,
        complete: completions(() => ({
          registry: this.#registry,
          variables: this.#runner.variables,
          spelling: this.#spelling,
        })),
      })
      if (hadFocus) this.#field.focus()
    } catch {
      // Colours and completion are all that is lost.
    }
  }
}

/** The address of whoever a scope is of. */
function emailIn(scope: Sent): string | null {
  const user = isObject(scope) && scope.$ === 'scope' ? scope.user : undefined
  const email = isObject(user) && user.$ === 'row' ? user.of['email'] : null
  return typeof email === 'string' ? email : null
}
