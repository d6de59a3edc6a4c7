/** What the bar of a stage says of the sandbox at hand. */
import type { APIContext } from 'astro'
import { capital } from '#lib/capital.ts'
import { inExactWords } from '#lib/duration.ts'
import { seedAddressOf } from '#course/act.ts'
import { getDemo, getLesson, listDemosOf } from '#course/course.ts'
import { getStartState } from '#course/start-states.ts'
import { placeOf } from '#course/place-of.ts'
import { stepOf } from '#course/steps.ts'
import { YOU } from '#http/links.ts'
import { layersOf } from '#levers/peel/layers.ts'
import { namesOff } from '#levers/peel/peel-view.ts'
import { personasAround, type Person } from '#levers/people/people.ts'
import { seenFrom } from '#levers/moment.ts'
import type { BarView, Face } from '#stage/frame/bar-view.ts'
import type { Trace } from '#trace/trace-step.ts'

type Context = Pick<APIContext, 'locals' | 'cookies' | 'request'>

/** `hasNewMail`: the request at hand has sent one. */
export async function barOf(context: Context, hasNewMail = false): Promise<BarView> {
  const { locals } = context
  const { sandbox } = locals
  const persona = actingIn(context)
  const { idleHours } = locals.front.services.sandboxes
  const people = await personasAround(context, peopleAround(locals))
  const now = sandbox?.clock.now() ?? 0
  return {
    persona,
    faces: people.map((person) => ({
      ...faceOf(person, now),
      isSeeded: seededAs(locals, person.persona),
    })),
    idleHours,
    timeLeft: sandbox && `${idleHours} h left`,
    clock:
      sandbox && sandbox.clock.offset > 0 ? `clock +${inExactWords(sandbox.clock.offset)}` : '',
    mails: ((await sandbox?.mailbox.list()) ?? []).length,
    hasNewMail,
    fault: sandbox?.bending.now.hunt?.number ?? null,
    off:
      sandbox && sandbox.bending.without.size > 0
        ? namesOff(
            sandbox.bending.now.without,
            await layersOf(locals.front.services.sandboxes.lobby, sandbox),
          )
        : [],
  }
}

/** The people of the lesson. Those of the act at hand first: by their order each has a colour in its windows and its house. */
function peopleAround(locals: App.Locals): readonly string[] {
  const lesson = getLesson(locals.lesson ?? '')
  const demos = lesson ? listDemosOf(lesson) : []
  const act = placeOf(locals)?.act
  return [...demos.filter(({ id }) => id === act), ...demos].flatMap(({ people }) => people)
}

/** Whoever looks into a room of the sandbox is still whoever acted last. */
function actingIn({ locals, request }: Context): string {
  const { persona, sandbox } = locals
  const isRoom = ROOM.test(new URL(request.url).pathname)
  if (!isRoom || persona !== YOU) return persona
  // A step of an act is somebody’s, wherever it is sent.
  const isRun = (trace: Trace) =>
    stepOf(trace) !== null || !ROOM.test(trace.title.replace(/^\w+ /, ''))
  const place = placeOf({ sandbox })
  const played = new Set(place?.caughtUp?.steps.map(({ trace }) => trace))
  const last = sandbox?.traces.list().find((trace) => isRun(trace) && !played.has(trace.id))
  // Nobody has acted whose steps were played for them: the act is that of its own person.
  const own = place?.caughtUp ? getDemo(place.act)?.start.as : null
  return last?.persona ?? own ?? persona
}

const ROOM = /^\/(?:sandbox|labs|console)\b/

/** Whether the start of the act at hand has registered somebody of this name. */
function seededAs(locals: App.Locals, persona: string): boolean {
  const place = placeOf(locals)
  const demo = place && getDemo(place.act)
  const seed = demo && getStartState(demo.start.seed)
  return Boolean(demo && seed && seedAddressOf(demo, seed, persona) !== null)
}

const faceOf = ({ persona, href, user, since }: Person, now: number): Face => ({
  ...{ persona, href, name: capital(persona), email: user?.email ?? null },
  since: since === null ? null : seenFrom(now, since),
})
