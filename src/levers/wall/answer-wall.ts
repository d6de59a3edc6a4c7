/** What a form asks of the attack wall, read and done. */
import type { APIContext } from 'astro'
import { WALL_SENT } from '#course/prediction.ts'
import { getWall, listWalls, type Wall } from '#course/walls.ts'
import { text } from '#http/params.ts'
import { numbered } from '#lib/counted.ts'
import { Refusal } from '#lib/refusal.ts'
import type { Sandbox, Visitor } from '#sandbox/sandbox.ts'
import { callSite } from '#trace/call-site.ts'
import { span } from '#trace/trace.ts'
import { noteBending } from '#visit/bend.ts'
import { sandboxOf } from '#visit/sandbox-of.ts'
import { inTurn } from '../act/in-turn.ts'
import { answerWish, type Peeled } from '../peel/answer-wish.ts'
import { attack } from './attack.ts'
import { wallFacts, wallRunsOf, type WallRun } from './wall-run.ts'

/** Longer than any form of the site takes. */
const LONGEST = 12_000

/**
 * The wall that is named, else the one that this sandbox was sent last, else the
 * first; `null` in a course that has none. Throws a `Refusal` (422) for one that is none.
 */
export function wallAsked(name: string | null, sandbox: Sandbox | null): Wall | null {
  const walls = listWalls()
  if (name === null || name === '') {
    const last = wallRunsOf(sandbox).at(-1)
    return (last && getWall(last.wall)) ?? walls[0] ?? null
  }
  const found = getWall(name)
  if (found) return found
  throw new Refusal(422, `Say which wall: ${walls.map((one) => one.name).join(', ')}.`)
}

/**
 * Sends what is asked, in this visitor’s turn, as one step of their own request.
 * A layer may be switched first, as the lab of layers does: the same press sends
 * the wall again. Answers which rows stand in the way of one that was to come
 * back: then nothing is sent.
 */
export async function answerWall(context: APIContext, visitor: Visitor): Promise<Peeled | null> {
  const { params } = context.locals
  const wall = wallAsked(text(params, 'of'), context.locals.sandbox)
  if (!wall) throw new Refusal(422, 'This course has no wall to send.')
  const own = ownAsked(text(params, 'own'), wall)
  const source = callSite()
  const switches = params['without'] !== undefined || params['with'] !== undefined
  return inTurn(context, visitor, async () => {
    const wished = switches ? await answerWish(context.locals) : null
    if (wished && wished.breaking.length > 0) return wished
    const { sandbox } = sandboxOf(context.locals)
    noteBending(sandbox)
    const step = { layer: 'context', name: 'Wall.send', tag: WALL_SENT, source } as const
    await span(step, () => attack({ context, sandbox, visitor }, wall, own), inWords)
    return null
  })
}

function ownAsked(written: string | null, { own }: Wall): string | null {
  if (written === null || written === '' || own === null) return null
  if (written.length <= LONGEST) return written
  throw new Refusal(422, `An input of your own has at most ${LONGEST} characters.`)
}

function inWords(run: WallRun) {
  const refused = run.rows.filter(({ end }) => end === 'refused').length
  const detail = `${numbered(run.rows.length, 'input')}: ${refused} refused`
  return { detail, data: { wall: run.wall, inputs: wallFacts(run) } }
}
