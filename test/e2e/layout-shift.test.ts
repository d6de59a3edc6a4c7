/** Nothing that is read jumps: not when a lesson opens, not when it is answered. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { long, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/forms/wrong-addresses'
const SCREENS = [
  { width: 1280, height: 720 },
  { width: 1024, height: 768 },
  { width: 1440, height: 900 },
]

declare global {
  interface Window {
    shifts: string[]
  }
}

interface Shift extends PerformanceEntry {
  readonly value: number
  readonly hadRecentInput: boolean
  readonly sources: readonly {
    readonly node: Node | null
    readonly previousRect: DOMRect
    readonly currentRect: DOMRect
  }[]
}

/**
 * Writes down from the first byte on what has moved by itself, and where it was.
 * Under the button that was pressed there is room for its answer: what stands
 * below it in the text makes way.
 */
const watch = (page: Page) =>
  page.addInitScript(() => {
    window.shifts = []
    const isMeant = (node: Node | null, top: number) => {
      const pressed = document.querySelector('[data-pressed]')
      const element = node instanceof Element ? node : node?.parentElement
      if (!pressed || !element) return false
      // The window shows another page, and the sign begins to say for how long the server is there.
      if (element.closest('.stage')) return element.closest('.stage-window, .gable') !== null
      return top >= pressed.getBoundingClientRect().top - 1
    }
    new PerformanceObserver((list) => {
      for (const shift of list.getEntries() as Shift[]) {
        // Less is one word beside another.
        if (shift.hadRecentInput || shift.value < 0.0001) continue
        const own = shift.sources.filter(
          (one) => !isMeant(one.node, Math.max(one.previousRect.top, one.currentRect.top)),
        )
        const moved = own.map(({ node, previousRect, currentRect }) => {
          const element = node instanceof Element ? node : node?.parentElement
          const around = element?.closest('[data-part], [id], [class^="stage-"]')
          const name = `${element?.localName}.${element?.getAttribute('class')} in ${around?.getAttribute('data-part') ?? around?.id}/${around?.getAttribute('class')}`
          return `${name} ${previousRect.x | 0},${previousRect.y | 0}→${currentRect.x | 0},${currentRect.y | 0} (${previousRect.width | 0},${previousRect.height | 0}→${currentRect.width | 0},${currentRect.height | 0})`
        })
        if (moved.length > 0) window.shifts.push(`${shift.value.toFixed(4)} ${moved.join(', ')}`)
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })

/** What has moved since it was asked last. */
async function shifts({ page }: Reader): Promise<readonly string[]> {
  await page.waitForLoadState('networkidle')
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  )
  return page.evaluate(() => window.shifts.splice(0))
}

/** Presses it by the script of the page: for half a second after a real press every shift is forgiven. */
async function press(reader: Reader, selector: string): Promise<void> {
  await reader.page
    .locator(selector)
    .first()
    .evaluate((button: HTMLElement) => {
      document.querySelector('[data-pressed]')?.removeAttribute('data-pressed')
      button.setAttribute('data-pressed', '')
      button.click()
    })
  await reader.page.locator('body:has(glass-stage[data-busy])').waitFor({ state: 'detached' })
}

long.for(SCREENS.map((viewport) => [viewport] as const))(
  'nothing shifts on load, by runs and by a tab at %j',
  async ([viewport], { sitDown }) => {
    const reader = await sitDown({ viewport })
    await watch(reader.page)

    await reader.openLesson(LESSON)
    const found = [['load', ...(await shifts(reader))]]
    for (const step of ['six-tries.3', 'six-tries.5']) {
      const button = `form[data-run="${step}"] button`
      await reader.page
        .locator(button)
        .first()
        .evaluate((one) => scrollBy(0, one.getBoundingClientRect().top - innerHeight * 0.4))
      await shifts(reader)
      await press(reader, button)
      found.push([step, ...(await shifts(reader))])
    }
    await press(reader, '.stage-ways [data-tab="mailbox"]')
    await reader.shows('.stage-window .page-title', 'Mailbox')
    found.push(['mailbox', ...(await shifts(reader))])

    expect(found.filter(([, ...moved]) => moved.length > 0)).toEqual([])
  },
)
