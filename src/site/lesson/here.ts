/** While somebody reads: which of a lesson’s headings they are under, in its outline and on the line above the text. */

/** From the top of the screen: a heading that has come so far up is the one that is read. */
const READ_ABOVE = 0.35

const links = [...document.querySelectorAll<HTMLAnchorElement>('.where a[href^="#"]')]
const headings = links.map(({ hash }) => document.getElementById(hash.slice(1)))
const line = document.querySelector('.where [data-here]')

/** Marks it. */
export function showHere(): void {
  const isAbove = (heading: HTMLElement | null) =>
    heading !== null && heading.getBoundingClientRect().top < innerHeight * READ_ABOVE
  const at = headings.findLastIndex(isAbove)
  for (const [index, link] of links.entries())
    if (index === at) link.setAttribute('aria-current', 'location')
    else link.removeAttribute('aria-current')
  if (line) line.textContent = at < 0 ? '' : `· ${links[at]?.textContent ?? ''}`
}

const passing = new IntersectionObserver(showHere, {
  rootMargin: `0px 0px -${(1 - READ_ABOVE) * 100}% 0px`,
})
for (const heading of headings) if (heading) passing.observe(heading)
