/** Plays a demo on the real server, in a fresh sandbox. */
import type { Demo, Lesson } from '#course/course-data.ts'
import type { DemoStep } from '#course/front-matter.ts'
import type { Trace } from '#lib/trace-step.ts'
import { requestOfStep, stepName } from '#course/demo-requests.ts'
import { firstForm, Reader } from './reader.ts'

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
  await reader.open(`${demo.page}?lesson=${lesson.path}`)
  const metAtStart = await checksMet(reader, lesson)

  const traces: Trace[] = []
  for (const [index, step] of demo.steps.entries()) {
    try {
      traces.push(await playStep(reader, lesson, demo, step, stepName(demo.id, index + 1)))
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new Error(`${lesson.path}, demo ${demo.id}, step ${index + 1}: ${reason}`, {
        cause: error,
      })
    }
  }
  return { traces, metAtStart, met: await checksMet(reader, lesson) }
}

async function playStep(
  reader: Reader,
  lesson: Lesson,
  demo: Demo,
  step: DemoStep,
  name: string,
): Promise<Trace> {
  const { method, path, fields } = requestOfStep(demo, step)
  const inLesson = `?lesson=${lesson.path}`
  if (step.does === 'open-link')
    return reader.act(`${await reader.linkOfNewestMail()}${inLesson}&step=${name}`)
  if (step.does === 'press-link') {
    const link = await reader.linkOfNewestMail()
    const { action, fields: sent } = firstForm(await reader.open(link + inLesson), link)
    return reader.act(action, { ...sent, _lesson: lesson.path })
  }
  return method === 'GET'
    ? reader.act(`${path}${inLesson}&step=${name}`)
    : reader.act(path, { ...fields, _lesson: lesson.path, _step: name })
}

async function checksMet(reader: Reader, lesson: Lesson): Promise<readonly string[]> {
  const { progress } = await reader.json<{
    progress: { checks: { lesson_id: string; check_id: string }[] }
  }>('/progress')
  return progress.checks
    .filter(({ lesson_id: id }) => id === lesson.id)
    .map(({ check_id: id }) => id)
}
