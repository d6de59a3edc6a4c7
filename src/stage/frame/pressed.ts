/** What was pressed on a stage, as what it sends. */
import { formFields } from '#stage/answers/form-fields.ts'
import type { Sent } from './stage-state.ts'
import { tabOf } from './tabs-of.ts'

/** These begin again: what they lead to is the page of the act. */
const BEGINNINGS = /^\/sandbox\/(?:reset|undo|seeds|catch-up)$/
/** What shows other runs in place of the one at hand. */
const TRACE = /^\/sandbox\/(?:traces\/[\w-]+|runs\/\d+\/with\/[\w.-]+)$/

export const begins = ({ url }: Pick<Sent, 'url'>): boolean => BEGINNINGS.test(url)
export const showsTrace = ({ pathname }: HTMLAnchorElement): boolean => TRACE.test(pathname)

/** Without leaving for another tab of the browser, or another site. */
export function linkPressed(event: MouseEvent): HTMLAnchorElement | null {
  const { target, metaKey, ctrlKey, shiftKey, button } = event
  const link = target instanceof Element ? target.closest('a') : null
  const leaves = metaKey || ctrlKey || shiftKey || button !== 0
  return !link || leaves || link.origin !== location.origin ? null : link
}

export function sentByForm(
  form: HTMLFormElement,
  submitter: HTMLElement | null,
  persona: string,
): Sent {
  const fields = formFields(form, submitter)
  const url = form.getAttribute('action') ?? location.pathname
  const run = form.dataset.run ?? fields.get('_step')
  return { url, method: 'POST', body: fields.toString(), persona, run }
}

export function sentByLink(link: HTMLAnchorElement, persona: string): Sent {
  const run = link.dataset.run ?? link.search.match(/[?&]step=([^&]+)/)?.[1] ?? null
  return { url: link.pathname + link.search, method: 'GET', body: '', persona, run }
}

/** Whether an address is shown in place of another: a room of the sandbox, or the act's own page anew. */
export const isLook = (link: HTMLAnchorElement): boolean =>
  tabOf(link.pathname) !== 'page' || link.dataset.tab !== undefined
