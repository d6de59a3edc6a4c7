import type { Spelling } from '#prompt/helpers.ts'

/** Where a line is typed: a plain field, or the editor. */
export interface Field {
  readonly text: string
  readonly hasSelection: boolean
  readonly isCompleting: boolean
  readonly isOnFirstLine: boolean
  readonly isOnLastLine: boolean
  /** Puts another text in its place, with the cursor at its end. */
  replace(text: string): void
  /** Types a text where the cursor is. */
  insert(text: string): void
  complete(): void
  speak(spelling: Spelling): void
  focus(): void
}

export function plainField(area: HTMLTextAreaElement): Field {
  return {
    get text() {
      return area.value
    },
    get hasSelection() {
      return area.selectionStart !== area.selectionEnd
    },
    isCompleting: false,
    get isOnFirstLine() {
      return !area.value.slice(0, area.selectionStart).includes('\n')
    },
    get isOnLastLine() {
      return !area.value.slice(area.selectionEnd).includes('\n')
    },
    replace(text) {
      area.value = text
      area.setSelectionRange(text.length, text.length)
    },
    insert(text) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end')
    },
    complete: () => undefined,
    speak: () => undefined,
    focus: () => area.focus({ preventScroll: true }),
  }
}
