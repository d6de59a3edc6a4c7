import { endIds, ID_ATTRIBUTES } from './own-ids.ts'

/** Gives what comes into a window the ids that the window had when the page was built. */
export function ownIds(content: ParentNode, window: Element | null): void {
  const ending = window?.closest<HTMLElement>('[data-ids]')?.dataset['ids']
  if (ending === undefined) return
  for (const name of ID_ATTRIBUTES)
    for (const element of content.querySelectorAll(`[${name}]`))
      element.setAttribute(name, endIds(element.getAttribute(name) ?? '', ending))
}
