/** A step of a lesson as its readers take it, by its Run in the text, and what the stage says of it. */
import type { Page } from 'playwright-core'
import type { Demo } from '#course/course-data.ts'
import type { RecordedTrace } from '#course/recording.ts'
import { leavesNoTrace } from '#course/steps.ts'
import { FLOORS } from '#trace/floors.ts'
import { guardName } from '#trace/guard-words.ts'
import { laneSteps, type Split } from '#trace/raced.ts'
import type { Reader } from './browser-reader.ts'

/** How a lesson is read. */
export interface Played {
  readonly isPlain: boolean
  /** A phone shows the answer under its button; its house and strips wait until they are opened. */
  readonly isSmall?: boolean
}

interface Beside {
  readonly status: number
  readonly end: string | null
  /** Who refused it, as its sentence says it; `null` where nobody did. */
  readonly by: string | null
  /** The words on its fields that its strip says. */
  readonly words: readonly string[]
}

export interface Taken {
  readonly step: string
  /** Requests that stand beside each other, as after a race; none for one by itself. */
  readonly beside: readonly Beside[] | null
  /** The floors of the house on which they ended, from the roof down. `null` where a phone has put the stage away. */
  readonly floors: readonly string[] | null
  readonly title: string | null
  readonly status: number
  /** How it ended, as the strip says it and as the list does, where one row decides. */
  readonly ends: readonly (string | null)[]
}

/** Presses the Run of one step, on the page that is open, and answers what the stage says of it. */
export async function take(
  { page }: Reader,
  demo: Demo,
  step: string,
  { isPlain, isSmall = false }: Played,
): Promise<Taken> {
  const button = page.locator(`form[data-run="${step}"] button`).first()
  if (isPlain) await Promise.all([page.waitForEvent('load'), button.click()])
  else await button.click()
  await page.locator('body:has(glass-stage[data-busy])').waitFor({ state: 'detached' })
  const stage = isPlain ? null : demo
  const said = await saidOf(page, stage)
  if (isSmall) return { step, ...said, beside: null, floors: null }
  const { beside, floors } = await besideIn(page, stage)
  return { step, ...said, beside, floors: beside.length === 0 ? [] : floors }
}

const stageOf = (page: Page, demo: Demo | null) =>
  demo ? page.locator(`glass-stage[data-demo="${demo.id}"]`) : page.locator('main')

/** Each strip that stands beside another, and the floors on which the house says that they ended. */
const besideIn = (page: Page, demo: Demo | null) =>
  stageOf(page, demo).evaluate((whole) => {
    const strips = [...whole.querySelectorAll<HTMLElement>('.stage-strip .strips > .strip')]
    const floors = [...whole.querySelectorAll<SVGElement>('.stage-house .house-floor')]
    const marks = [...whole.querySelectorAll<SVGElement>('.stage-house .house-end')]
    // An answer has its tick there, and nothing else of its floor says so.
    const isMarked = (floor: SVGElement) => {
      const { top, bottom } = floor.querySelector('rect')!.getBoundingClientRect()
      return marks.some((mark) => {
        const box = mark.getBoundingClientRect()
        const middle = (box.top + box.bottom) / 2
        return top < middle && middle < bottom
      })
    }
    const textIn = (strip: HTMLElement, part: string) =>
      strip.querySelector(part)?.textContent.replace(/\s+/g, ' ').trim() ?? ''
    return {
      floors: floors.filter(isMarked).map(({ dataset }) => dataset['floor'] ?? ''),
      beside: strips.map((strip) => ({
        status: Number(textIn(strip, '.strip-status')),
        end: strip.dataset.end ?? null,
        by: /^The (.+) refused /.exec(textIn(strip, '.strip-sentence'))?.[1] ?? null,
        words: [textIn(strip, '.strip-below')].filter(Boolean),
      })),
    }
  })

async function saidOf(
  page: Page,
  demo: Demo | null,
): Promise<Omit<Taken, 'step' | 'beside' | 'floors'>> {
  return stageOf(page, demo).evaluate((whole) => {
    const strip = [...whole.querySelectorAll<HTMLElement>('.strip')].at(-1)
    const decides = whole.querySelector<HTMLElement>('glass-list [data-decides]')?.dataset.decides
    return {
      title: strip?.querySelector('.strip-title')?.textContent.trim() ?? null,
      status: Number(strip?.querySelector('.strip-status')?.textContent),
      ends: [strip?.dataset.end ?? null, ...(decides === undefined ? [] : [decides])],
    }
  })
}

/** What the recording of the same step says. */
export function recordedAs(taken: Taken, demo: Demo, recordings: readonly RecordedTrace[]) {
  const { step, ends } = taken
  const number = Number(step.split('.')[1])
  const { title = '', status = 0, steps = [] } = recordings[number - 1] ?? {}
  const played = demo.steps[number - 1]
  const { ends: end, does } = played ?? {}
  if (does === 'race' || does === 'split') {
    // The lab alone is opened: what stood beside each other stays there.
    const isOpened = taken.beside === null || (played !== undefined && leavesNoTrace(played))
    return isOpened ? taken : { ...taken, ...recordedBeside(taken.beside, steps) }
  }
  // An earlier run may have come to stand beside it: then it is the last of the two.
  if (taken.beside !== null && taken.beside.length > 1) {
    const [own] = taken.beside.slice(-1) as [Beside]
    const beside = [...taken.beside.slice(0, -1), { ...own, status, end: end?.kind ?? own.end }]
    return { ...taken, title, status, beside }
  }
  const alone = taken.beside === null ? { beside: null, floors: null } : { beside: [], floors: [] }
  // Where its author says nothing of it, strip and list still say the same.
  const [strip = null] = ends
  return { step, ...alone, title, status, ends: ends.map(() => end?.kind ?? strip) }
}

/** The same of requests beside each other: where each ended, and in which words it was refused. */
function recordedBeside(beside: readonly Beside[], steps: RecordedTrace['steps']) {
  // As `noteRace` and `noteSplit` write it.
  const { lanes = [] } = (laneSteps({ steps: steps as never }).at(-1)?.data ??
    {}) as unknown as Partial<Split>
  const floors: readonly string[] = FLOORS.filter((floor) => lanes.some(({ at }) => at === floor))
  return {
    floors,
    beside: lanes.map(({ status, ends, caught_by: by, words }, at): Beside => ({
      ...{ status, end: ends, by: by && guardName(by) },
      // A strip says more than that: which field, or what was done.
      words:
        words.length === 0 || words.every((word) => beside[at]?.words.join().includes(word))
          ? (beside[at]?.words ?? [])
          : words,
    })),
  }
}
