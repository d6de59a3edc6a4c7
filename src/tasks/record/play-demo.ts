/** Plays a demo on the real server, in a fresh sandbox. */
import type { Demo, Lesson } from '#course/course-data.ts'
import { openedAt } from '#course/demo-page.ts'
import { playStep, stepName } from '#course/steps.ts'
import type { Player, StepRequest } from '#course/steps/step-kind.ts'
import type { Trace } from '#trace/trace-step.ts'
import { firstForm } from './first-form.ts'
import { Reader } from './reader.ts'

export interface Played {
  /** One for each step. */
  readonly traces: readonly Trace[]
  /** The checks that hold before anybody has acted. */
  readonly metAtStart: readonly string[]
  /** The checks that hold in the end. */
  readonly met: readonly string[]
}

export async function playDemo(origin: string, lesson: Lesson, demo: Demo): Promise<Played> {
  const reader = new Reader(origin)
  const { startState } = demo
  if (startState) await reader.act('/sandbox/seeds', { name: startState.name })
  const page = openedAt(demo.page)
  if (page !== null) await reader.open(`${page}?lesson=${lesson.path}`)
  const metAtStart = await checksMet(reader, lesson)

  const traces: Trace[] = []
  for (const [index, step] of demo.steps.entries()) {
    const player = new PlayerOfStep(reader, lesson.path, stepName(demo.id, index + 1))
    try {
      traces.push(await playStep(player, demo, step))
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new Error(`${lesson.path}, demo ${demo.id}, step ${index + 1}: ${reason}`, {
        cause: error,
      })
    }
  }
  return { traces, metAtStart, met: await checksMet(reader, lesson) }
}

/** Takes one step, and says which one it is as the step’s button does. */
class PlayerOfStep implements Player {
  readonly #reader: Reader
  readonly #lesson: string
  readonly #step: string

  constructor(reader: Reader, lesson: string, step: string) {
    this.#reader = reader
    this.#lesson = lesson
    this.#step = step
  }

  take({ method, path, fields }: StepRequest): Promise<Trace> {
    return method === 'GET'
      ? this.#open(path)
      : this.#reader.act(path, { ...fields, _lesson: this.#lesson, _step: this.#step })
  }

  async openNewestLink(): Promise<Trace> {
    return this.#open(await this.#reader.linkOfNewestMail())
  }

  async pressNewestLink(): Promise<Trace> {
    const link = await this.#reader.linkOfNewestMail()
    const page = await this.#reader.open(`${link}?lesson=${this.#lesson}`)
    const { action, fields } = firstForm(page, link)
    return this.#reader.act(action, { ...fields, _lesson: this.#lesson })
  }

  #open(path: string): Promise<Trace> {
    return this.#reader.act(`${path}?lesson=${this.#lesson}&step=${this.#step}`)
  }
}

async function checksMet(reader: Reader, lesson: Lesson): Promise<readonly string[]> {
  const { progress } = await reader.json<{
    progress: { checks: { lesson_id: string; check_id: string }[] }
  }>('/progress')
  return progress.checks
    .filter(({ lesson_id: id }) => id === lesson.id)
    .map(({ check_id: id }) => id)
}
