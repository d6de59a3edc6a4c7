/** What a stage says where it is folded: in its bar at the foot, and in the card under a button. */
import { END_MARKS } from '#trace/marks.ts'
import { partName } from '#stage/answers/places.ts'

/** The bar says what the stage does. A recording is no run of the reader. */
export function showDock(stage: HTMLElement): void {
  const part = (name: string) =>
    document.querySelector<HTMLElement>(
      `[data-dock="${stage.dataset['demo']}"] [data-dock-part="${name}"]`,
    )
  const [who, left, end] = [part('who'), part('left'), part('end')]
  if (!who || !left || !end) return
  who.textContent = stage.querySelector('.who-name')?.textContent.trim() || who.textContent
  left.textContent = stage.querySelector('[data-time-left]')?.textContent ?? ''
  const list = stage.querySelector<HTMLElement>('glass-list:not([data-recorded])')
  const strip = stage.querySelector<HTMLElement>('[data-part="strip"] > .strip')
  const kind = (list && strip?.dataset['end']) ?? ''
  end.hidden = kind === ''
  end.dataset['end'] = kind
  const status = strip?.querySelector('.strip-status')?.textContent ?? ''
  const mark = kind in END_MARKS ? END_MARKS[kind as keyof typeof END_MARKS] : ''
  end.textContent = `${mark} ${status}`.trim()
  // On paper a run stands under its button, and once is enough.
  const answer = document.querySelector(`[data-answer="${list?.dataset['trace']}"]`)
  stage.toggleAttribute('data-answered', answer !== null)
}

/** Brings an answer into view where its reader looks: the card of a run, or the strip below the form that was sent. */
export function showAnswer(stage: HTMLElement, run: string | null): void {
  const name = run === null ? null : partName({ to: 'card', id: run })
  const card = name && document.querySelector(`[data-part="${CSS.escape(name)}"] > .answer`)
  const answer = card || stage.querySelector('.stage-strip')
  // Beside a text, or in a sheet, it is in view.
  if (isPhone.matches && !stage.querySelector('[data-sheet]'))
    answer?.scrollIntoView({ block: 'nearest' })
}

/** Whether a stage is folded for want of room. */
export const isPhone = matchMedia('(max-width: 960px)')
