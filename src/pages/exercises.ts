import type { APIRoute } from 'astro'
import { getExercise, getLesson } from '#course/course.ts'
import { afterwardsCheck, exerciseCheck } from '#course/exercise-check.ts'
import { exerciseMarksOf } from '#course/exercise-marks.ts'
import { loadSolution } from '#course/solutions.ts'
import { Refusal } from '#lib/refusal.ts'
import { text } from '#http/params.ts'
import { allow } from '#http/requests.ts'
import { refuseClosed } from '#visit/refuse-closed.ts'

export const prerender = false

const HOW = ['tried', 'met', 'explained', 'shown'] as const

/**
 * Keeps how somebody comes on with an exercise, and hands out its solution to whoever
 * asks to be shown it. What they wrote stays in their browser.
 */
export const ALL: APIRoute = async (context) => {
  allow(context, ['POST'])
  const { params, visitor, front } = context.locals
  const exercise = getExercise(text(params, 'exercise') ?? '')
  const lesson = exercise && getLesson(exercise.lesson)
  if (!exercise || !lesson) throw new Refusal(422, 'No lesson has this exercise.')
  const how = HOW.find((one) => one === text(params, 'how'))
  if (!how) throw new Refusal(422, 'Send how=tried, how=met, how=explained or how=shown.')
  if (how === 'explained' && !exercise.afterwards)
    throw new Refusal(422, 'This exercise asks nothing afterwards.')
  refuseClosed(context, lesson, { answers: how === 'shown' })
  if (!visitor) throw new Error('/exercises: an action has a visitor.')
  const { progress } = front.services
  const check = exerciseCheck(exercise.id)
  if (how === 'met') await progress.meetCheck(visitor, lesson, check)
  if (how === 'explained') await progress.meetCheck(visitor, lesson, afterwardsCheck(exercise.id))
  else await progress.tryTask(visitor, lesson, check, how === 'shown' ? 'shown' : 'tried')
  const marks = exerciseMarksOf(lesson, await progress.listOfLesson(visitor, lesson))
  const says = marks.find(({ id }) => id === exercise.id)?.words ?? ''
  const kept = { id: exercise.id, how, says }
  if (how !== 'shown') return Response.json({ ok: true, exercise: kept })
  return Response.json({ ok: true, exercise: kept, solution: await loadSolution(exercise.id) })
}
