import type { APIRoute } from 'astro'
import { getDemo, getLesson } from '#course/course.ts'
import { Refusal } from '#lib/refusal.ts'
import { text } from '#http/params.ts'
import { redirect } from '#http/reply.ts'
import { allow } from '#http/requests.ts'
import { checkPart } from '#course/demo-parts.ts'
import { requestOfStep } from '#course/steps.ts'

export const prerender = false

/** Shows the way of a task to somebody who asks for it, and keeps that they did. */
export const ALL: APIRoute = async (context) => {
  allow(context, ['POST'])
  const { params, visitor, front } = context.locals
  const demo = getDemo(text(params, 'act') ?? '')
  const task = demo?.checks.find(({ id, alone }) => alone && id === text(params, 'task'))
  const lesson = demo && getLesson(demo.lesson)
  if (!demo || !task || !lesson) throw new Refusal(422, 'No lesson has this task.')
  if (!visitor) throw new Error('/ways: an action has a visitor.')
  await front.services.progress.tryTask(visitor, lesson, task.id, 'shown')
  const way = task.way.map((step) => requestOfStep(demo, step))
  const place = `${lesson.href}#${checkPart(demo.id, task.id)}`
  return redirect(context, place, null, { way })
}
