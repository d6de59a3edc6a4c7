/** Sheets that the page at hand does not have yet. What they dress waits for them. */

/** Those of another page that are not here. */
export async function bringSheets({ head }: Document): Promise<void> {
  const own = [...document.querySelectorAll('link[rel="stylesheet"], style')]
  const missing = [...head.querySelectorAll('link[rel="stylesheet"], style')].filter(
    (sheet) => !own.some((one) => one.isEqualNode(sheet)),
  )
  await Promise.all(missing.map(bring))
}

/** The sheet of a stage in use, which a stage at rest only names. Throws where the server is away. */
export async function bringLater(): Promise<void> {
  const href = document.querySelector<HTMLElement>('[data-later]')?.dataset.later
  if (href === undefined) return
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.setAttribute('href', href)
  if ([...document.head.children].some((one) => one.isEqualNode(link))) return
  if (await bring(link)) return
  link.remove()
  throw new Error(`bringLater: ${href} did not come.`)
}

/** Whether it came. Without it the page is plain, which is better than no page. */
function bring(sheet: Element): Promise<boolean> {
  return new Promise((resolve) => {
    sheet.addEventListener('load', () => resolve(true))
    sheet.addEventListener('error', () => resolve(false))
    document.head.append(sheet)
  })
}
