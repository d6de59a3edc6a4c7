/** The lines of the house, as paths: a page and a picture that is sent on draw the same. */
import type { HouseDrawing, LineDrawing } from './drawing.ts'
import type { HouseFrame } from './house-frames.ts'

export interface HousePaths {
  /** Roof and walls. */
  readonly wall: string
  /** Where light fell; `null` where no request came. */
  readonly glass: string | null
  readonly glint: string
  readonly bars: string
  /** The lowest floor stands in the earth, hatched as in any architect’s section. */
  readonly earth: string
  readonly leanTo: string | null
}

/** What stands still. */
export function housePaths({ floors, frame, leanTo }: HouseDrawing): HousePaths {
  const { left, right, ridge, eaves, ground, floor: storey } = frame
  const middle = (left + right) / 2
  const roof = `M${left} ${eaves} ${middle} ${ridge} ${right} ${eaves}`
  const slope = (x: number) => ridge + ((eaves - ridge) * Math.abs(x - middle)) / (middle - left)
  const bars = [1, 2, 3, 4, 5, 6, 7].map((bar) => {
    const x = left + (bar * (right - left)) / 8
    return `M${x} ${eaves}V${slope(x)}`
  })
  const lit = floors.filter(({ isLit }) => isLit)
  const [first, last] = [lit[0], lit.at(-1)]
  const foot = (last?.top ?? 0) + storey
  const light =
    first?.floor === 'request'
      ? `${roof}V${foot}H${left}z`
      : `M${left} ${first?.top}H${right}V${foot}H${left}z`
  const wing = frame.leanTo.right
  return {
    wall: `${roof}V${ground}H${left}z`,
    glass: first ? light : null,
    glint: `M66 ${slope(66)}L90 ${slope(90)}L${left} 174V140ZM100 ${slope(100)}L107 ${slope(107)}L${left} 200V191Z`,
    bars: bars.join(''),
    earth: earthOf(frame),
    leanTo:
      leanTo && `M${right} ${leanTo.top}L${wing} ${leanTo.top + 14}V${leanTo.bottom}H${right}z`,
  }
}

function earthOf({ width, left, right, ground, floor: storey }: HouseFrame): string {
  const cellar = ground - storey
  const beside = [0, 1, 2, 3].map((stroke) => `M${left} ${cellar + 2 + stroke * 8}l-8 8`)
  const behind = [0, 1, 2, 3, 4, 5].map(
    (stroke) => `M${right + 10 + stroke * 9} ${cellar + 2}l-9 9`,
  )
  const strokes = Array.from({ length: Math.floor(width / 12) }, (_, stroke) => stroke * 12 + 10)
  const below = strokes.map((x) => `M${x} ${ground + 2}l-8 8`)
  const line = `M0 ${cellar}H${left}M${right} ${cellar}H${width}`
  return [line, ...beside, ...behind, ...below].join('')
}

export interface LinePaths {
  /** Where it comes down. */
  readonly x: number
  /** Where whoever asked stands. */
  readonly face: Point
  /** From there to the turn. */
  readonly way: string
  /** What stopped it on the way back: solid up to there. */
  readonly stopped: string | null
  /** Dashed, to whoever asked. By the side door the page stays where it is. */
  readonly back: string | null
  readonly from: number
  /** Where the mark of its end stands. */
  readonly mark: Point
}

interface Point {
  readonly x: number
  readonly y: number
}

/** One request, down to its turn and back. `isBeside`: it never left the lean-to. */
export function linePaths(line: LineDrawing, frame: HouseFrame, isBeside: boolean): LinePaths {
  const { turn, wayBack } = line
  const bySide = line.entrance === 'side'
  // By the side door somebody stands over the lean-to, and the way leads down through it.
  const door = { x: frame.leanTo.right - 8, y: frame.eaves + 2 * frame.floor - 16 }
  const x = isBeside ? door.x : line.x
  const face = bySide ? door : { x, y: 14 }
  const from = bySide ? Math.min(line.from, frame.eaves + 4 * frame.floor + 8) : line.from
  const isOnWayBack = line.mark.x !== line.x
  const mark = { x: isOnWayBack ? wayBack : x, y: line.mark.y }
  const leadsIn = bySide && !isBeside
  const turning = isOnWayBack ? `M${wayBack} ${mark.y}` : `M${x} ${turn}H${wayBack}`
  return {
    ...{ x, face, from, mark },
    way: `M${face.x} ${face.y + 10}${leadsIn ? `V${from}H${x}` : ''}V${turn}`,
    stopped: isOnWayBack && !isBeside ? `M${x} ${turn}H${wayBack}V${mark.y}` : null,
    back: bySide ? null : `${turning}V26m-3.5 5 3.5-5 3.5 5`,
  }
}

/** The sign in the mark of an end, from its middle. */
export const END_PATHS: Readonly<Record<LineDrawing['end'], string>> = {
  answered: 'm-4 .5 3 3.2 5.4-6.4',
  refused: 'm-3.6-3.6 7.2 7.2m0-7.2-7.2 7.2',
  nothing: 'm-4.6 5 9.2-10',
  leaked: 'm0-4.5v6m0 3.2v.6',
  open: '',
}

/** The drum of a side room, and the way to it, from a line that stands at `x`. */
export const roomPaths = (x: number, y: number) => ({
  way: `M${x} ${y}H${x + DRUM - 9}`,
  drum: `M${x + DRUM - 8} ${y - 7}v13c0 4 16 4 16 0v-13c0-4-16-4-16 0c0 4 16 4 16 0`,
  middle: x + DRUM,
})

const DRUM = 34

/** The letter of a mail, and the way to it. */
export const mailPaths = (x: number, y: number, right: number) => ({
  way: `M${x} ${y}H${right + 12}`,
  letter: `M${right + 12} ${y - 8}h25v16h-25zl12.5 9 12.5-9`,
})

/** Where the status of a line stands: beside it, or on the other side of another one. */
export const statusLeft = (x: number, isLeftOf: boolean): number => (isLeftOf ? x - 47 : x + 13)

/** A warning’s triangle, around the mark of what leaked. */
export const warningPath = ({ x, y }: Point): string => `M${x} ${y - 11}l11.5 20.5h-23z`
