/** The editor in the place of the plain field. The field stays beside it, out of sight, and holds the same text. */
import {
  autocompletion,
  completionStatus,
  startCompletion,
  type CompletionSource,
} from '@codemirror/autocomplete'
import type { LRLanguage } from '@codemirror/language'
import { openEditor } from '#runner/editor.ts'
import { elixir } from '#runner/languages/elixir.ts'
import { typescript } from '#runner/languages/typescript.ts'
import type { Field } from './prompt-field.ts'

const LANGUAGES = { elixir, typescript } satisfies Readonly<Record<string, LRLanguage>>

type Language = keyof typeof LANGUAGES

interface Given {
  readonly text: string
  readonly language: Language
  readonly complete: CompletionSource
}

export function editorField(place: HTMLElement, given: Given): Field {
  const area = place.querySelector('textarea')
  const host = document.createElement('div')
  place.append(host)
  const { text, language, complete } = given
  const editor = openEditor(host, {
    ...{ text, language: LANGUAGES[language] },
    label: 'A line for the prompt',
    onChange: (text) => {
      if (area) area.value = text
    },
    // Its keys come with it.
    extensions: [autocompletion({ override: [complete], icons: false })],
  })
  if (area) area.hidden = true
  const { view } = editor
  const cursor = () => view.state.selection.main
  return {
    get text() {
      return editor.text
    },
    get hasSelection() {
      return !cursor().empty
    },
    get isCompleting() {
      return completionStatus(view.state) === 'active'
    },
    get isOnFirstLine() {
      return view.state.doc.lineAt(cursor().head).number === 1
    },
    get isOnLastLine() {
      return view.state.doc.lineAt(cursor().head).number === view.state.doc.lines
    },
    replace: (text) => editor.replace(text),
    insert: (text) => view.dispatch(view.state.replaceSelection(text)),
    complete: () => void startCompletion(view),
    speak: (language) => editor.speak(LANGUAGES[language]),
    focus: () => editor.focus(),
  }
}
