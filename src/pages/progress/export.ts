import type { APIRoute } from 'astro'
import { getLessonById } from '#course/course.ts'
import { recordReply } from '#http/reply.ts'
import { allow } from '#http/requests.ts'
import { progressOf } from '#course/progress-view.ts'

export const prerender = false

const at = (milliseconds: number | null) =>
  milliseconds === null ? null : new Date(milliseconds).toISOString()

/** All that is kept of a visitor's progress, as a file to take away. It names nobody. */
export const ALL: APIRoute = async (context) => {
  allow(context, ['GET'])
  const { records } = await progressOf(context.locals)
  const titleOf = (id: string) => getLessonById(id)?.title ?? null
  const file = {
    format: 1,
    exported_at: at(Date.now()),
    lessons: records.lessons.map(({ opened_at, last_opened_at, read_at, ...lesson }) => ({
      ...{ ...lesson, title: titleOf(lesson.lesson_id), opened_at: at(opened_at) },
      ...{ last_opened_at: at(last_opened_at), read_at: at(read_at) },
    })),
    checks: records.checks.map(({ met_at, ...check }) => ({ ...check, met_at: at(met_at) })),
    predictions: records.predictions.map(({ made_at, ...prediction }) => ({
      ...{ ...prediction, made_at: at(made_at) },
    })),
    later_answers: records.later.map(({ made_at, ...answer }) => ({
      ...{ ...answer, made_at: at(made_at) },
    })),
    tasks: records.tasks.map(({ shown_at, ...task }) => ({ ...task, shown_at: at(shown_at) })),
    recalls: records.recalls.map(({ marked_at, ...recall }) => ({
      ...{ ...recall, marked_at: at(marked_at) },
    })),
  }
  recordReply(200)
  return new Response(`${JSON.stringify(file, null, 2)}\n`, {
    headers: {
      'content-type': 'application/json',
      'content-disposition': 'attachment; filename="glasshouse-progress.json"',
    },
  })
}
