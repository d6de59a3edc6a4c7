/** What a reader sees of a stage without scrolling, measured in the page. */
import type { Page } from 'playwright-core'

/** One sentence for each thing that is not as it should be; none is right. */
export const outOfView = (page: Page): Promise<readonly string[]> =>
  page.evaluate(async () => {
    // What waits for a frame has had it: a busy machine draws few.
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    const found: string[] = []
    const stage = [...document.querySelectorAll<HTMLElement>('.stage')].find((one) => {
      const { top, bottom } = one.getBoundingClientRect()
      return bottom > 0 && top < innerHeight
    })
    if (!stage) return ['no stage is in view']

    const isInView = (element: Element, within?: Element | null) => {
      const { top, bottom, height } = element.getBoundingClientRect()
      const view = within?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight }
      const first = Math.max(view.top, 0)
      const last = Math.min(view.bottom, innerHeight)
      return height > 0 && top >= first - 1 && bottom <= last + 1
    }
    const strip = stage.querySelector('[data-part="strip"]')
    if (!strip || !isInView(strip)) found.push('the strip is out of view')
    const marks = [...stage.querySelectorAll('.house-end')]
    if (marks.length === 0 || !marks.every((mark) => isInView(mark)))
      found.push('the end mark is out of view')
    if (strip && strip.getBoundingClientRect().height > 58)
      found.push('the strip is higher than two lines')
    for (const line of strip?.querySelectorAll('.strip > p, .strip-below') ?? [])
      if (line.scrollWidth > line.clientWidth + 1 || line.scrollHeight > line.clientHeight + 2)
        found.push(`the strip is cut: ${line.textContent}`)
    const list = stage.querySelector('.stage-list')
    const rows = list?.querySelectorAll('.steps > ol > li[data-layer]').length ?? 0
    if (rows > 16) found.push(`${rows} rows are shown`)
    const row = stage.querySelector('[data-decides]')
    // With its detail, or as much of that as the list is high.
    const isLong = row && list && row.clientHeight > list.clientHeight
    const shown = isLong ? row.querySelector('summary') : row
    if (shown && !isInView(shown, list)) found.push('the decisive row is out of view')

    for (const element of [stage, ...stage.querySelectorAll<HTMLElement>('*')]) {
      const { overflowY, overflowX } = getComputedStyle(element)
      const scrolls = (how: string) => how === 'auto' || how === 'scroll'
      const isCode =
        element.matches('pre') || element.closest('pre, [hidden], .table, details:not([open])')
      const name = `${element.localName}.${element.className}`
      const may = element.matches('.stage-window, .stage-list, .stage-menu-box, .take-away-box')
      if (!isCode && !may && scrolls(overflowY) && element.scrollHeight > element.clientHeight + 1)
        found.push(`${name} scrolls`)
      if (!isCode && scrolls(overflowX) && element.scrollWidth > element.clientWidth + 1)
        found.push(`${name} scrolls sideways`)
    }
    if (stage.scrollHeight > stage.clientHeight + 1)
      found.push('the stage is higher than its place')

    const texts = document.createTreeWalker(stage, NodeFilter.SHOW_TEXT)
    const small = new Set<string>()
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const parent = text.parentElement
      if (!parent || text.textContent?.trim() === '' || !parent.checkVisibility()) continue
      const size = Number.parseFloat(getComputedStyle(parent).fontSize)
      const svg = parent.closest('svg')
      const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1
      if (size * scale < 11.99)
        small.add(`${parent.localName}.${parent.getAttribute('class')} is ${size * scale} px`)
    }
    found.push(...small)
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth > clientWidth) found.push('the page scrolls sideways')
    return found
  })
