/** The editor in the place of the plain field. The field stays beside it, out of sight, and holds the same text. */
import { startCompletion, type CompletionSource } from '@codemirror/autocomplete'
import { openEditor, type Language } from '#runner/editor.ts'
import type { Field } from './prompt-field.ts'

interface Given {
  readonly text: string
  readonly language: Language
  readonly complete: CompletionSource
}

export function editorField(place: HTMLElement, given: Given): Field {
  const area = place.querySelector('textarea')
  const host = document.createElement('div')
  place.append(host)
  const editor = openEditor(host, {
    ...given,
    label: 'A line for the prompt',
    onChange: (text) => {
      if (area) area.value = text
    },
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
      return editor.isCompleting
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
    speak: (language) => editor.speak(language),
    focus: () => editor.focus(),
  }
}
