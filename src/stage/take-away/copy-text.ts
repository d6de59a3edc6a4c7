/**
 * Puts text where a reader can paste it from, and says whether that worked.
 * On plain http to another machine there is no clipboard for scripts; the old
 * way, by a field that is marked, works there.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyMarked(text)
  }
}

function copyMarked(text: string): boolean {
  const { activeElement } = document
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'visually-hidden'
  // Beside what was pressed: a menu closes when something outside of it is focused.
  ;(activeElement?.parentElement ?? document.body).append(field)
  field.select()
  try {
    // Deprecated, and the only one there.
    return document.execCommand('copy')
  } catch {
    return false
  } finally {
    field.remove()
    if (activeElement instanceof HTMLElement) activeElement.focus({ preventScroll: true })
  }
}
