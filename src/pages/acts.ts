import type { APIRoute } from 'astro'
import { getDemo, getLesson } from '#course/course.ts'
import { numbered } from '#lib/counted.ts'
import { Refusal } from '#lib/refusal.ts'
import { text } from '#http/params.ts'
import { allow } from '#http/requests.ts'
import { runStep } from '#levers/act/run-step.ts'
import { refuseClosed } from '#visit/refuse-closed.ts'

export const prerender = false

/** Runs a step of an act: what stands behind each Run of a lesson. It is answered as the step was. */
export const ALL: APIRoute = (context) => {
  allow(context, ['POST'])
  const { params, visitor } = context.locals
  const demo = getDemo(text(params, 'act') ?? '')
  if (!demo)
    throw new Refusal(422, 'No lesson has this act. Load the page again, and press its button.')
  refuseClosed(context, getLesson(demo.lesson))
  const number = Number(text(params, 'step'))
  if (!Number.isInteger(number) || number < 1 || number > demo.steps.length)
    throw new Refusal(
      422,
      `“${demo.title}” has ${numbered(demo.steps.length, 'step')}: name one of them by its number.`,
    )
  if (!visitor) throw new Error('/acts: an action has a visitor.')
  return runStep({ context, visitor, demo }, number)
}
