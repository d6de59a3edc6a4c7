/**
 * Axe, in the page that is open. It is brought there once and asked as often as
 * a test likes: to bring it is three times the work of asking it.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'

// Half as much to read for a browser as what `axe.source` holds.
const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export type Violation = readonly [rule: string, html: readonly string[]]

/** The rules that a page breaks, all of them or those of a list. */
export async function violationsOn(
  page: Page,
  rules?: readonly string[],
): Promise<readonly Violation[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(SOURCE)
  return page.evaluate(async (runOnly) => {
    const { axe: here } = globalThis as unknown as { axe: typeof axe }
    const { violations } = await here.run(document, {
      ...(runOnly && { runOnly: [...runOnly] }),
      resultTypes: ['violations'],
      // A frame here is where a reader’s code runs: there is nothing in it to read.
      iframes: false,
    })
    return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)] as const)
  }, rules)
}
