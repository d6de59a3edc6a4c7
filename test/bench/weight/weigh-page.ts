/** What a browser fetches for a page until it is quiet, before its reader does anything. */
import type { Browser, Request } from 'playwright-core'

const KINDS: Readonly<Record<string, Kind>> = {
  document: 'HTML',
  stylesheet: 'CSS',
  script: 'JS',
  font: 'fonts',
}
export const QUIET_MILLISECONDS = 1_000

interface Visit {
  readonly url: string
  readonly viewport: { readonly width: number; readonly height: number }
  /** What the browser has of this address already. */
  readonly cookies?: Iterable<readonly [name: string, value: string]>
}

type Kind = 'HTML' | 'CSS' | 'JS' | 'fonts' | 'rest'

/** Bytes on the wire, without the heads of answers. */
export type Weight = Readonly<Record<Kind | 'all', number>>

/** Bytes by kind of all that a first visit fetches. */
export async function weighPage(
  browser: Browser,
  { url, viewport, cookies = [] }: Visit,
): Promise<Weight> {
  const context = await browser.newContext({ viewport })
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url })))
  const page = await context.newPage()
  const requests: Request[] = []
  let lastAt = Date.now()
  page.on('requestfinished', (finished) => {
    requests.push(finished)
    lastAt = Date.now()
  })
  await page.goto(url)
  while (Date.now() - lastAt < QUIET_MILLISECONDS) await page.waitForTimeout(100)
  const sums: Record<Kind, number> = { HTML: 0, CSS: 0, JS: 0, fonts: 0, rest: 0 }
  for (const finished of requests) {
    const { responseBodySize } = await finished.sizes()
    sums[KINDS[finished.resourceType()] ?? 'rest'] += responseBodySize
  }
  await context.close()
  return { ...sums, all: Object.values(sums).reduce((sum, bytes) => sum + bytes, 0) }
}
