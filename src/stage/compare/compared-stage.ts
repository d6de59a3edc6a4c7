/** The stage while somebody stands inside two runs at once: what comes later in either is not told. */
import { FloorsNow } from '#stage/scrubber/floors-now.ts'
import { LineNow } from '#stage/scrubber/line-now.ts'
import { stripOfStep } from '#stage/scrubber/strip-step.ts'

export class ComparedStage {
  readonly #stage: HTMLElement
  readonly #floors = new FloorsNow(() => this.#house)
  readonly #lines = [new LineNow(), new LineNow(), new LineNow()]
  #strip: HTMLElement | null = null

  constructor(stage: HTMLElement) {
    this.#stage = stage
  }

  get rows(): readonly HTMLElement[] {
    return [...this.#stage.querySelectorAll<HTMLElement>('.compare tbody > tr')]
  }

  /** Shows both runs as they were at a row, and says it in words. */
  show(at: number): string {
    this.#stage.dataset.scrubbing = ''
    const { rows } = this
    for (const [index, row] of rows.entries()) {
      row.toggleAttribute('data-later', index > at)
      row.toggleAttribute('data-now', index === at)
    }
    const passed = rows.slice(0, at + 1)
    this.#moveLines(passed)
    this.#showQuery(passed.findLast(queryOf) ?? null)
    const row = rows[at]!
    const { layer = '', name = '' } = row.dataset
    const said = this.#cellsOf(row).join(' · ')
    const strip = stripOfStep(layer, name, said)
    if (this.#strip) this.#strip.replaceWith(strip)
    else this.#stage.querySelector('.strips')?.before(strip)
    this.#strip = strip
    this.#bringIntoView(row)
    return `${layer}: ${name}, ${said}`
  }

  /** All as after the runs. */
  restore(): void {
    delete this.#stage.dataset.scrubbing
    this.#strip?.remove()
    this.#strip = null
    this.#floors.restore()
    for (const line of this.#lines) line.remove()
    for (const row of this.rows)
      for (const name of ['data-later', 'data-now']) row.removeAttribute(name)
    this.#showQuery(this.rows.find((row) => queryOf(row)?.ariaCurrent === 'true') ?? null)
  }

  get #house(): Element | null {
    return this.#stage.querySelector('[data-part="house"] > .house')
  }

  /** A side that has no such row stays where it was. */
  #moveLines(passed: readonly HTMLElement[]): void {
    const cells = passed.map((row) => [...row.querySelectorAll<HTMLElement>('.compare-cell')])
    const been = cells.flat().flatMap(({ dataset }) => dataset.floors?.split(' ') ?? [])
    this.#floors.show(new Set(been))
    const lines = this.#house?.querySelectorAll('.house-line')
    for (const [side, now] of this.#lines.entries()) {
      const here = cells.findLast((row) => row[side]?.dataset.at !== undefined)?.[side]
      if (!here) now.remove()
      else
        now.draw(
          lines?.[side],
          this.#floors.middleOf(here.dataset.at ?? ''),
          here.dataset.room !== undefined,
        )
    }
  }

  /** `Ana: user 1`, `Bo: user 2` */
  #cellsOf(row: HTMLElement): readonly string[] {
    const names = [...this.#stage.querySelectorAll('.compare thead .compare-who')]
    return [...row.querySelectorAll('.compare-cell')].map(
      ({ textContent }, side) => `${textOf(names[side]?.textContent)}: ${textOf(textContent)}`,
    )
  }

  #showQuery(row: HTMLElement | null): void {
    const query = row && queryOf(row)?.dataset.query
    for (const each of this.#stage.querySelectorAll<HTMLElement>('.compare > [data-of]'))
      each.hidden = each.dataset.of !== query
  }

  /** The list scrolls or, in a low sheet, house and list as one. The query lies over its foot. */
  #bringIntoView(row: HTMLElement): void {
    const list = row.closest<HTMLElement>('.stage-list')
    const query = list?.querySelector('.compare > [data-of]:not([hidden])')
    if (!list) return
    const scroller = list.scrollHeight > list.clientHeight + 1 ? list : list.parentElement!
    const frame = scroller.getBoundingClientRect()
    const { top, bottom } = row.getBoundingClientRect()
    const foot = frame.bottom - (query?.getBoundingClientRect().height ?? 0)
    if (top < frame.top) scroller.scrollTop -= frame.top - top
    else if (bottom > foot) scroller.scrollTop += bottom - foot
  }
}

const queryOf = (row: HTMLElement) => row.querySelector<HTMLElement>('a[data-query]')
const textOf = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim()
