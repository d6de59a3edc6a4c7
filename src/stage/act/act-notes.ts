/**
 * One thing is set aside at a time. Once an act begins, or a reset, what an
 * earlier note under a Run would put back is not there any more: that goes, and
 * nothing below it moves.
 */
export function forgetActNotes(
  stage: ParentNode,
  placed: ReadonlyMap<string, unknown>,
  begins: boolean,
): void {
  const isTold = [...placed.keys()].some((name) => name.startsWith('act-'))
  if (!begins && !isTold) return
  // The windows of its other people say it, too.
  for (const first of stage.querySelectorAll('[data-first-run]')) first.remove()
  for (const note of document.querySelectorAll<HTMLElement>('[data-part^="act-"]'))
    if (!placed.has(note.dataset.part ?? ''))
      for (const aside of note.querySelectorAll('.act-aside')) aside.remove()
}
