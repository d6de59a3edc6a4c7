/** What holds of the picture of any trace, whoever took it: each law says whether a trace breaks it. */
import { floorCaption, shortCaption } from '#trace/captions.ts'
import { drawingOf } from '#trace/drawing.ts'
import { depthOf, FLOORS, isFloor } from '#trace/floors.ts'
import { foldedRows } from '#trace/folding.ts'
import { caughtBy } from '#trace/guard.ts'
import { guardName } from '#trace/guard-words.ts'
import { FULL } from '#trace/house-frames.ts'
import { pictureOf, type Picture } from '#trace/picture.ts'
import type { Pictured } from '#trace/placing.ts'
import { sentenceOf, stripOf } from '#trace/strip.ts'
import type { TraceStep } from '#trace/trace-step.ts'
import type { Walked } from './pictures.ts'

type Law<Kind extends Pictured> = readonly [
  says: string,
  isBroken: (trace: Kind, picture: Picture) => boolean,
]

const SPOTS = [...FLOORS, 'live', 'mail', 'reply']

const hasRun = ({ outcome }: TraceStep) => outcome !== 'skip'

/** Of the house, however the steps lie in each other. */
export const LAWS_OF_A_PICTURE: readonly Law<Pictured>[] = [
  [
    'a floor that did something is lit, if the request came as far as its entrance',
    (_, { placed, lit, entrance }) =>
      placed.some(
        ({ step, spot, inSideRoom }) =>
          hasRun(step) &&
          isFloor(spot) &&
          !inSideRoom &&
          !lit.includes(spot) &&
          (entrance === 'roof' || (lit[0] !== undefined && depthOf(spot) > depthOf(lit[0]))),
      ),
  ],
  [
    'lit floors are neighbours, from the roof where it came by the roof, down to its end',
    (_, { lit, entrance, end }) => {
      const depths = lit.map(depthOf)
      return (
        depths.some((depth, index) => index > 0 && depth !== depths[index - 1]! + 1) ||
        (entrance === 'roof' && (lit[0] !== 'request' || !lit.some((floor) => floor === end.floor)))
      )
    },
  ],
  [
    'what was halted, refused or turned away with an error did not end answered',
    ({ status, steps }, { end }) => {
      const flash = steps.findLast((step) => hasRun(step) && step.data['flash'] !== undefined)
        ?.data['flash']
      const isError = JSON.stringify(flash)?.includes('"error"') ?? false
      const halted = steps.some(({ outcome }) => outcome === 'halt')
      return end.kind === 'answered' && (halted || (status ?? 0) >= 400 || isError)
    },
  ],
  [
    'every step has one place',
    ({ steps }, { placed }) =>
      placed.length !== steps.length ||
      placed.some(({ step, spot }, index) => step !== steps[index] || !SPOTS.includes(spot)),
  ],
]

/** Of the strip and the badge beside it. */
export const LAWS_OF_A_STRIP: readonly Law<Walked>[] = [
  [
    'whatever was not answered does not say that it was',
    (trace, picture) =>
      sentenceOf(stripOf(trace, picture)).startsWith('Answered') !==
      (picture.end.kind === 'answered'),
  ],
  [
    'whatever was refused has a guard, and the strip names the same; what broke at no step, none',
    (trace, picture) => {
      const guard = caughtBy(trace)
      if ((guard !== null) !== (picture.end.kind === 'refused')) return true
      const [, strong = ''] = stripOf(trace, picture).parts
      const { step, broke } = picture.end
      if (broke && !step) return strong !== 'broke'
      // At a prompt nobody turned anybody away: a function raised.
      if (broke && trace.kind === 'console' && strong === 'raised')
        return /^(?:sql|constraint)$/.test(step?.layer ?? '')
      const isNamed = guard === null || strong.includes(guardName(guard).split(' ')[0]!)
      return !isNamed && step?.outcome !== 'halt'
    },
  ],
]

/** Of what is written and drawn in the house. */
export const LAWS_OF_A_DRAWING: readonly Law<Walked>[] = [
  [
    'a caption fits beside its lines',
    (trace, picture) =>
      FULL.longest.some((longest) =>
        FLOORS.some(
          (floor) => shortCaption(floorCaption(floor, trace, picture), longest).length > longest,
        ),
      ),
  ],
  [
    'nothing is drawn outside its frame',
    (trace) =>
      drawingOf([trace])
        .lines.flatMap(({ from, turn, mark, dots, rooms }) => [
          ...[from, turn, mark.y, ...dots],
          ...rooms.map(({ y }) => y),
        ])
        .some((height) => height < 0 || height >= FULL.ground),
  ],
]

/** Of the list of steps. */
export const LAWS_OF_A_LIST: readonly Law<Walked>[] = [
  [
    'any trace has each of its steps once, in their order',
    (trace, picture) => {
      const steps = foldedRows(trace, picture).flatMap((row) =>
        row.kind === 'fold' ? row.rows.map(({ step }) => step) : [row.step],
      )
      const inOrder = steps.toSorted((a, b) => a.id - b.id)
      return (
        inOrder.length !== trace.steps.length ||
        inOrder.some((step, index) => step !== trace.steps[index])
      )
    },
  ],
]

/** Of the recording of a step as of any request. */
export const LAWS: readonly Law<Walked>[] = [
  ...LAWS_OF_A_PICTURE,
  ...LAWS_OF_A_STRIP,
  ...LAWS_OF_A_DRAWING,
  ...LAWS_OF_A_LIST,
]

/** The first few of the traces that break a law. */
export const breaking = <Kind extends Pictured>(
  traces: readonly Kind[],
  isBroken: Law<Kind>[1],
): readonly Kind[] => traces.filter((trace) => isBroken(trace, pictureOf(trace))).slice(0, 3)
