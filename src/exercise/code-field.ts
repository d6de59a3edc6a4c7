/**
 * Where one file is written: a plain field at once, and the editor in its place
 * when it has come. Where it does not come, colours are all that is lost.
 */
import type { Editor } from '#runner/editor.ts'
import { draw } from './draw.ts'
import type { CodePlace } from './outcome.ts'

interface Options {
  readonly file: string
  readonly text: string
  readonly isGiven: boolean
  readonly onChange: () => void
  readonly onRun: () => void
}

export class CodeField {
  readonly file: string
  readonly element: HTMLElement
  readonly #options: Options
  readonly #area: HTMLTextAreaElement
  #editor: Editor | null = null
  #mark: ((place: CodePlace | null, sentence: string) => void) | null = null

  constructor(options: Options) {
    const { file, text, isGiven, onChange, onRun } = options
    this.#options = options
    this.file = file
    this.#area = draw('textarea', {
      ...{
        class: 'exercise-area',
        'aria-label': labelOf(options),
        rows: '16',
        spellcheck: 'false',
      },
      ...{ autocapitalize: 'off', autocorrect: 'off', autocomplete: 'off', readonly: isGiven },
    })
    this.#area.value = text
    this.element = draw(
      'div',
      { class: 'exercise-code', role: 'tabpanel', 'aria-label': file, translate: 'no' },
      this.#area,
    )
    this.#area.addEventListener('input', onChange)
    this.#area.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      onRun()
    })
  }

  get text(): string {
    return this.#area.value
  }

  replace(text: string): void {
    this.#area.value = text
    this.#editor?.replace(text)
    this.#options.onChange()
  }

  focus(): void {
    if (this.#editor) this.#editor.focus()
    else this.#area.focus({ preventScroll: true })
  }

  /** Says under a line what is wrong with it; `null` takes it away. */
  mark(place: CodePlace | null, sentence = ''): void {
    this.#mark?.(place, sentence)
  }

  async bringEditor(): Promise<void> {
    const [{ openEditor }, { typescript }, { problemMarks }] = await Promise.all([
      import('#runner/editor.ts'),
      import('#runner/languages/typescript.ts'),
      import('./problem-marks.ts'),
    ])
    const { isGiven, onChange, onRun } = this.#options
    const marks = problemMarks()
    const host = draw('div', { class: 'exercise-editor' })
    const hadFocus = this.element.contains(document.activeElement)
    this.element.append(host)
    const editor = openEditor(host, {
      text: this.#area.value,
      language: typescript,
      label: labelOf(this.#options),
      keys: [{ key: 'Mod-Enter', run: () => (onRun(), true) }],
      onChange: (text) => {
        // Kept in step: a form and a test read it.
        this.#area.value = text
        onChange()
      },
      extensions: [...marks.extensions, ...marks.readOnly(isGiven)],
    })
    this.#area.hidden = true
    this.#editor = editor
    this.#mark = (place, sentence) => marks.show(editor.view, place, sentence)
    if (hadFocus) editor.focus()
  }
}

const labelOf = ({ file, isGiven }: Options) => `${file}${isGiven ? ', given' : ''}`
