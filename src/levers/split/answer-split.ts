/** What a form asks of the split screen, read and done. */
import type { APIContext } from 'astro'
import { nested, text } from '#http/params.ts'
import { capital } from '#lib/capital.ts'
import { Refusal } from '#lib/refusal.ts'
import type { Sandbox, Visitor } from '#sandbox/sandbox.ts'
import { noteSplit } from '#trace/raced.ts'
import { isPathOfApp } from '#visit/app-pages.ts'
import { noteBending } from '#visit/bend.ts'
import { sandboxOf } from '#visit/sandbox-of.ts'
import { inTurn } from '../act/in-turn.ts'
import { askedIn, type Asked } from './asked.ts'
import { forgetScope } from './forget-scope.ts'
import { sendAsEach, sideOf } from './run-split.ts'
import { keepSplit, MOST_PEOPLE, splitOf, type SplitRun, type SplitSide } from './split-run.ts'

const HOW =
  'Say what is sent, and as whom: path=/scores with among[ana]=on and among[bo]=on, or run=TRACE with as=bo. Two or three people.'
const PERSONA = /^[a-z][a-z\d-]{0,19}$/

/** What is to be sent: what stands there already, and as whom it is sent now. */
interface Wish {
  readonly asked: Asked
  readonly kept: readonly SplitSide[]
  readonly people: readonly string[]
}

/** Sends one request as several people, in this visitor’s turn; with the filters of a scope, or without. */
export async function answerSplit(context: APIContext, visitor: Visitor): Promise<SplitRun> {
  const { locals } = context
  const { params } = locals
  const run = await inTurn(context, visitor, async () => {
    const { sandbox } = sandboxOf(locals)
    const { asked, kept, people } = wishOf(params, sandbox)
    const forget = text(params, 'forget')
    if (forget !== null) await forgetScope(locals, forget === 'on')
    const sides = await sendAsEach({ context, sandbox }, asked, people)
    return keepSplit(sandbox, { asked, sides: [...kept, ...sides] })
  })
  note(run, sandboxOf(locals).sandbox)
  return run
}

function wishOf(params: App.Locals['params'], sandbox: Sandbox): Wish {
  const wish = ofRun(params, sandbox) ?? ofForm(params) ?? ofLast(params, sandbox)
  const all = wish && [...wish.kept.map(({ persona }) => persona), ...wish.people]
  const isGood =
    all !== null && all.length >= 2 && all.length <= MOST_PEOPLE && new Set(all).size === all.length
  if (wish && isGood && all.every((persona) => PERSONA.test(persona))) return wish
  throw new Refusal(422, HOW)
}

/** A run beside which somebody else is to stand; who stands there already stays. */
function ofRun(params: App.Locals['params'], sandbox: Sandbox): Wish | null {
  const [id, persona] = [text(params, 'run'), text(params, 'as')]
  if (id === null || persona === null) return null
  const trace = sandbox.traces.get(id)
  const asked = trace && askedIn(trace)
  if (!trace || !asked) throw new Refusal(404, 'This run is kept no more. Send it again first.')
  const last = splitOf(sandbox)
  const beside = last?.sides.some((side) => side.trace === id) ? last.sides : [sideOf(trace)]
  const kept = beside.filter((side) => side.persona !== persona && sandbox.traces.get(side.trace))
  return { asked, people: [persona], kept: kept.length < MOST_PEOPLE ? kept : [sideOf(trace)] }
}

/** A page, and people to open it. */
function ofForm(params: App.Locals['params']): Wish | null {
  const path = text(params, 'path')
  if (path === null) return null
  if (!isPathOfApp(path)) throw new Refusal(422, 'Name a page of the app: path=/scores.')
  return {
    asked: { method: 'GET', path, fields: {} },
    kept: [],
    people: Object.keys(nested(params, 'among')),
  }
}

/** The request that stands there, once more as each of them. */
function ofLast(params: App.Locals['params'], sandbox: Sandbox): Wish | null {
  const last = splitOf(sandbox)
  if (!last || text(params, 'forget') === null) return null
  return { asked: last.asked, kept: [], people: last.sides.map(({ persona }) => persona) }
}

/** In the trace of whoever asked: what the requests went without, and what came of each. */
function note({ asked, sides }: SplitRun, sandbox: Sandbox): void {
  noteBending(sandbox)
  const said = sides.map(({ persona, status }) => `${capital(persona)} ${status}`).join(', ')
  const lanes = sides.map(({ persona, status, caughtBy, words, end, at }) => ({
    ...{ as: persona, status, caught_by: caughtBy, words, ends: end, at },
  }))
  noteSplit({ path: asked.path, lanes }, `${asked.method} ${asked.path}: ${said}`)
}
