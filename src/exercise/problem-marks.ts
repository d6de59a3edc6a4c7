/** A mark and a sentence under a line of the editor, and numbers beside all of them. */
import { EditorState, StateEffect, StateField, type Extension } from '@codemirror/state'
import {
  Decoration,
  EditorView,
  lineNumbers,
  WidgetType,
  type DecorationSet,
} from '@codemirror/view'
import type { CodePlace } from './outcome.ts'

interface Problem {
  readonly place: CodePlace
  readonly sentence: string
}

class Sentence extends WidgetType {
  readonly #text: string

  constructor(text: string) {
    super()
    this.#text = text
  }

  override toDOM(): HTMLElement {
    const element = document.createElement('div')
    element.className = 'problem'
    element.textContent = this.#text
    return element
  }
}

const LOOKS = EditorView.theme({
  '.problem': {
    padding: '0.25rem 0.5rem',
    color: 'var(--alarm)',
    backgroundColor: 'var(--alarm-soft)',
    fontFamily: 'var(--sans)',
    fontSize: 'var(--text-s)',
    whiteSpace: 'pre-wrap',
  },
  '.problem-at': { textDecoration: 'underline wavy var(--alarm)', textUnderlineOffset: '0.2em' },
  '.cm-gutters': { color: 'var(--muted)', backgroundColor: 'transparent', border: '0' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 0.75rem 0 0', minWidth: '1.5rem' },
})

export function problemMarks() {
  const show = StateEffect.define<Problem | null>()
  const marks = StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(shown, { effects, changes, state }) {
      // It was true of the text before.
      const kept = changes.empty ? shown : Decoration.none
      const effect = effects.find((each) => each.is(show))
      return effect ? decorationsOf(effect.value, state) : kept
    },
    provide: (field) => EditorView.decorations.from(field),
  })
  return {
    extensions: [marks, lineNumbers(), LOOKS] satisfies Extension[],
    readOnly: (isReadOnly: boolean): readonly Extension[] =>
      isReadOnly ? [EditorState.readOnly.of(true)] : [],
    show: (view: EditorView, place: CodePlace | null, sentence: string) =>
      view.dispatch({ effects: show.of(place && { place, sentence }) }),
  }
}

function decorationsOf(problem: Problem | null, { doc }: EditorState): DecorationSet {
  if (!problem || problem.place.line < 1 || problem.place.line > doc.lines) return Decoration.none
  const { place, sentence } = problem
  const line = doc.line(place.line)
  const from = Math.min(line.from + Math.max(0, place.column - 1), line.to)
  const word = /^\w+|^\S?/.exec(doc.sliceString(from, line.to))?.[0] ?? ''
  const underlined =
    word === '' ? [] : [Decoration.mark({ class: 'problem-at' }).range(from, from + word.length)]
  const below = Decoration.widget({ widget: new Sentence(sentence), block: true, side: 1 })
  return Decoration.set([...underlined, below.range(line.to)], true)
}
