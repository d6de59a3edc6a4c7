/**
 * CodeMirror where styles may come from files alone. In a shadow root it makes
 * its sheets by `adoptedStyleSheets`, which no policy forbids; in the document
 * it would write `<style>` elements, which ours does. Colours are the page's
 * own, as custom properties, which reach into a shadow root.
 */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
  type LRLanguage,
} from '@codemirror/language'
import { Compartment, EditorState, Prec, type Extension } from '@codemirror/state'
import { EditorView, keymap, type KeyBinding } from '@codemirror/view'
import { tags } from '@lezer/highlight'

interface Options {
  readonly text: string
  /** One of `languages/`: a grammar is as large as the editor, so that whoever opens one brings those that it needs. */
  readonly language: LRLanguage
  /** Its name for who hears the page: a label outside cannot reach in. */
  readonly label: string
  /** They come before the editor's own. */
  readonly keys?: readonly KeyBinding[]
  readonly onChange?: (text: string) => void
  readonly extensions?: readonly Extension[]
}

export interface Editor {
  readonly view: EditorView
  readonly text: string
  /** Puts another text in its place, with the cursor at its end. */
  replace(text: string): void
  /** Colours as this language from now on. */
  speak(language: LRLanguage): void
  focus(): void
}

const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: 'var(--layer-sql)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--layer-scope)' },
  { tag: [tags.function(tags.variableName), tags.className], color: 'var(--layer-plug)' },
  { tag: [tags.atom, tags.bool, tags.null, tags.number], color: 'var(--layer-context)' },
  { tag: tags.comment, color: 'var(--muted)' },
])

// What it brings of its own is made for a page that is all editor.
const LOOKS = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'transparent', fontSize: 'inherit' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: 'inherit' },
  '.cm-content': { padding: '0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0' },
  '.cm-tooltip': {
    color: 'var(--ink)',
    backgroundColor: 'var(--raised)',
    border: '1px solid var(--line)',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    color: 'var(--paper)',
    backgroundColor: 'var(--leaf)',
  },
})

/**
 * What is typed over a selection is put there by us. A browser would style what
 * it makes of it, in a way that no page of ours allows.
 */
const TYPED_OVER = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { inputType, data } = event
    if (inputType !== 'insertText' || data === null || view.composing) return false
    if (view.state.readOnly || view.state.selection.main.empty) return false
    event.preventDefault()
    view.dispatch({ ...view.state.replaceSelection(data), userEvent: 'input.type' })
    return true
  },
})

/** Opens an editor in an element that has no shadow root yet. Tab leaves it, as it leaves any field. */
export function openEditor(host: HTMLElement, options: Options): Editor {
  const root = host.attachShadow({ mode: 'open' })
  const { text, language, label, keys = [], onChange, extensions = [] } = options
  const spoken = new Compartment()
  const view = new EditorView({
    root,
    // Its parent is a place to append to, and a shadow root is one.
    parent: root as unknown as Element,
    state: EditorState.create({
      doc: text,
      extensions: [
        ...[history(), bracketMatching(), indentOnInput(), EditorView.lineWrapping],
        ...[spoken.of(language), syntaxHighlighting(COLOURS), LOOKS, TYPED_OVER],
        EditorView.contentAttributes.of({
          ...{ 'aria-label': label, autocapitalize: 'off', autocorrect: 'off' },
          spellcheck: 'false',
        }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) onChange?.(state.doc.toString())
        }),
        Prec.high(keymap.of([...keys])),
        keymap.of([...historyKeymap, ...defaultKeymap]),
        ...extensions,
      ],
    }),
  })
  return {
    view,
    get text() {
      return view.state.doc.toString()
    },
    replace(next) {
      const { length } = view.state.doc
      view.dispatch({
        changes: { from: 0, to: length, insert: next },
        selection: { anchor: next.length },
      })
    },
    speak: (next) => view.dispatch({ effects: spoken.reconfigure(next) }),
    focus: () => view.focus(),
  }
}
