import type { APIContext, APIRoute } from 'astro'
import { getDemo, getLesson } from '#course/course.ts'
import { getStartState } from '#course/start-states.ts'
import { Refusal } from '#lib/refusal.ts'
import { text } from '#http/params.ts'
import { courseMessages } from '#course/messages.ts'
import { leverMessages } from '#levers/messages.ts'
import { redirect } from '#http/reply.ts'
import type { Visitor } from '#sandbox/sandbox.ts'
import { allow } from '#http/requests.ts'
import { enterAct } from '#levers/act/enter-act.ts'
import { inTurn } from '#levers/act/in-turn.ts'
import { startFrom } from '#levers/people/start-from.ts'

export const prerender = false

/**
 * Begins again: one demo, a lesson, or everything. Each makes a new sandbox;
 * they differ in what is in it. What the visitor has read and met stays.
 */
export const ALL: APIRoute = (context) => {
  allow(context, ['POST'])
  const { visitor } = context.locals
  if (!visitor) throw new Error('/sandbox/reset: an action has a visitor.')
  return inTurn(context, visitor, () => reset(context, visitor))
}

async function reset(context: APIContext, visitor: Visitor): Promise<Response> {
  const { params } = context.locals
  const what = params.what === undefined ? 'everything' : text(params, 'what')
  if (what === 'demo') {
    const demo = getDemo(text(params, 'demo') ?? '')
    if (!demo) throw new Refusal(422, 'Name a demo of the course by its id: demo=ana-comes-in.')
    await enterAct({ context, visitor, demo, as: 'reset' })
    return redirect(context, '/sandbox', courseMessages.demo_reset(demo.id))
  }
  if (what === 'lesson') {
    const lesson = getLesson(text(params, '_lesson') ?? '')
    if (!lesson)
      throw new Refusal(422, 'Name a lesson of the course: _lesson=persons/who-comes-in.')
    await startFrom(context, visitor, getStartState(lesson.start ?? ''))
    return redirect(context, '/sandbox', courseMessages.lesson_reset(lesson.id))
  }
  if (what !== 'everything')
    throw new Refusal(422, 'Send what=demo, what=lesson or what=everything.')
  await startFrom(context, visitor, null)
  return redirect(context, '/sandbox', leverMessages.sandbox_reset())
}
