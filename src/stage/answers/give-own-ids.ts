import { endIds, ID_ATTRIBUTES } from './own-ids.ts'

/** In the window of a stage a page is a part of a part: what is below its title is so for whoever hears it, too. */
export function ownLevels(content: ParentNode): void {
  for (const heading of content.querySelectorAll('h2')) heading.setAttribute('aria-level', '4')
}

/** Gives what comes into a window the ids that the window had when the page was built. */
export function ownIds(content: ParentNode, window: Element | null): void {
  const ending = window?.closest<HTMLElement>('[data-ids]')?.dataset['ids']
  if (ending === undefined) return
  for (const name of ID_ATTRIBUTES)
    for (const element of content.querySelectorAll(`[${name}]`))
      element.setAttribute(name, endIds(element.getAttribute(name) ?? '', ending))
}
