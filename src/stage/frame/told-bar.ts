/** What the bar of a stage was told, where else it is said. */
import { showDock } from '#stage/phone/folded.ts'

/** The mails by their tab, the time on the gable. Whether there is a sandbox. */
export function showBar(stage: HTMLElement): boolean {
  const { left, mails = '0', newMail } = barOf(stage)
  const sign = stage.querySelector('[data-time-left]')
  if (left && sign) sign.textContent = left
  showCount(stage, Number(mails), newMail !== undefined)
  showDock(stage)
  return left !== undefined
}

export function showCount(stage: HTMLElement, mails: number, isNew: boolean): void {
  const count = stage.querySelector<HTMLElement>('[data-count]')
  if (!count) return
  count.textContent = String(mails)
  count.toggleAttribute('data-none', mails === 0)
  count.dataset.new = String(isNew)
}

/** After how many hours of rest a server is cleared, as the server is set. */
export const idleHoursIn = (stage: HTMLElement): number => Number(barOf(stage).hours ?? 24)

const barOf = (stage: HTMLElement): DOMStringMap =>
  stage.querySelector<HTMLElement>('[data-bar]')?.dataset ?? {}
