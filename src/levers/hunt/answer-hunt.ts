/** What a form asks of the hunt, read and done. */
import type { APIContext } from 'astro'
import { text } from '#http/params.ts'
import { Refusal } from '#lib/refusal.ts'
import type { Visitor } from '#sandbox/sandbox.ts'
import { sandboxOf } from '#visit/sandbox-of.ts'
import { inTurn } from '../act/in-turn.ts'
import { bendFor } from '../labs/bend-for.ts'
import { ALL, numberOf, readNumber } from './draw.ts'
import { beginHunt, fileIn, huntedIn, pointAt, putRight, type Hunted } from './hunt.ts'
import { WRONGS, type Wrong } from './mutants.ts'
import type { Heard, Pointed } from './point.ts'

/** What came of it: a fault is there, it is gone, or somebody has pointed. */
export type Answered =
  | { readonly did: 'begin' }
  | { readonly did: 'put right'; readonly was: Hunted | null }
  | { readonly did: 'point'; readonly pointed: Pointed; readonly heard: Heard }

type Params = App.Locals['params']

const HOW =
  'Point with file=FILE, line=NUMBER and wrong=WHAT. Or begin with number=NUMBER, or back=right for the house as it was built.'

/** Does it in this visitor’s turn. Throws a `Refusal` (422) for what asks nothing. */
export function answerHunt(context: APIContext, visitor: Visitor): Promise<Answered> {
  return inTurn(context, visitor, async () => {
    const { locals } = context
    const { params, front } = locals
    const house = { sandboxes: front.services.sandboxes, ...sandboxOf(locals) }
    if (text(params, 'back') === 'right') return { did: 'put right', was: await putRight(house) }
    if (params['file'] !== undefined) {
      const pointed = await pointedIn(house, params)
      return { did: 'point', pointed, heard: await pointAt(house, pointed) }
    }
    if (params['number'] === undefined && params['among'] === undefined) throw new Refusal(422, HOW)
    const number = readNumber(text(params, 'number')) ?? numberOf(house.sandbox)
    bendFor(locals)
    await beginHunt(house, number, text(params, 'among') ?? ALL)
    return { did: 'begin' }
  })
}

async function pointedIn(
  { sandbox }: Parameters<typeof pointAt>[0],
  params: Params,
): Promise<Pointed> {
  const file = text(params, 'file') ?? ''
  const wrong = text(params, 'wrong') ?? ''
  const hunted = await huntedIn(sandbox)
  if (!hunted) throw new Refusal(409, 'Your house has no fault. Give it one first.')
  const { lines } = await fileIn(hunted, file)
  if (!isWrong(wrong))
    throw new Refusal(422, `Say what the line does: ${Object.keys(WRONGS).join(', ')}.`)
  return { file, line: lineIn(lines, params), wrong }
}

/** By its number, or by what stands in it and in no other. */
function lineIn(lines: readonly string[], params: Params): number {
  const number = Number(text(params, 'line') ?? '')
  if (Number.isInteger(number) && number >= 1 && number <= lines.length) return number
  const said = (text(params, 'text') ?? '').trim()
  const meant = lines.flatMap((line, index) => (line.trim() === said ? [index + 1] : []))
  const [only] = meant
  if (said !== '' && only !== undefined && meant.length === 1) return only
  throw new Refusal(422, 'Choose the line that you mean.')
}

const isWrong = (written: string): written is Wrong => Object.hasOwn(WRONGS, written)
