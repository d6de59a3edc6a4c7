/** The house of the stage as plain SVG: nothing of it asks for a sheet or for a font of the machine. */
import type { FloorDrawing, HouseDrawing, LineDrawing } from '#trace/drawing.ts'
import { layerOf } from '#trace/floors.ts'
import {
  END_PATHS,
  housePaths,
  linePaths,
  mailPaths,
  roomPaths,
  statusLeft,
  warningPath,
} from '#trace/house-paths.ts'
import { mixed, type Colours } from './colours.ts'
import { textSvg, type Setting } from './letters.ts'

/** What a drawing does not say of a line. */
export interface LineFacts {
  /** It never left the lean-to. */
  readonly isBeside: boolean
  readonly status: number | null
  /** Which person’s colour: 1, 2 or 3. */
  readonly who: number
}

const LABEL: Setting = { face: 'sans', size: 12 }
const LABEL_LIT: Setting = { face: 'bold', size: 12 }
const NOTE: Setting = { face: 'sans', size: 11.5 }
const SIGN: Setting = { face: 'sans', size: 10.5 }
const INITIAL: Setting = { face: 'bold', size: 12 }
const STATUS: Setting = { face: 'mono', size: 12 }

/** Where a label stands that has no caption below it. */
const ALONE = 20

const END_COLOURS = {
  answered: 'leaf',
  refused: 'alarm',
  nothing: 'amber',
  leaked: 'leak',
  open: 'edge',
} as const satisfies Record<LineDrawing['end'], string>

/** `sign`: what the lean-to bears, if somebody came in by it. */
export function houseSvg(
  drawing: HouseDrawing,
  facts: readonly LineFacts[],
  { colour, sign }: { readonly colour: Colours; readonly sign: string },
): string {
  const { frame, floors, lines, leanTo, mail } = drawing
  const paths = housePaths(drawing)
  const { right } = frame
  const letter = mail && mailPaths(lines.at(-1)?.x ?? 0, mail.y, right)
  return [
    fill(paths.wall, colour('shade')),
    ...(paths.glass ? [fill(paths.glass, colour('glass'))] : []),
    `<path fill="#fff" fill-opacity=".65" d="${paths.glint}"/>`,
    stroke(paths.bars, colour('line'), 1),
    ...floors.map((floor) => floorSvg(floor, drawing, colour)),
    ...(leanTo && paths.leanTo
      ? [
          `<path fill="${colour(leanTo.isLit ? 'glass' : 'shade')}" stroke="${colour(leanTo.isLit ? 'layer-live' : 'edge')}" d="${paths.leanTo}"/>`,
          textSvg(leanTo.isLit ? sign : 'mount', SIGN, {
            x: right + 20,
            y: (leanTo.top + leanTo.bottom) / 2 + 9,
            fill: colour(leanTo.isLit ? 'layer-live' : 'muted'),
            anchor: 'middle',
          }),
        ]
      : []),
    stroke(paths.earth, colour('edge'), 1),
    stroke(paths.wall, colour('edge'), 1.5),
    ...lines.map((line, index) => lineSvg(line, index, { drawing, facts, colour })),
    ...(letter && mail
      ? [
          stroke(letter.way, colour('layer-mail'), 1.4, '2.5 3'),
          `<path fill="${colour('raised')}" stroke="${colour('layer-mail')}" stroke-width="1.4" stroke-linejoin="round" d="${letter.letter}"/>`,
          textSvg(mail.count === 1 ? 'mail' : `${mail.count} mails`, LABEL, {
            x: right + 24.5,
            y: mail.y + 21,
            fill: colour('layer-mail'),
            anchor: 'middle',
          }),
        ]
      : []),
  ].join('')
}

function floorSvg(floor: FloorDrawing, { frame }: HouseDrawing, colour: Colours): string {
  const { left, right, floor: storey, words } = frame
  const { top, label, caption, isLit, end } = floor
  const ended = end && colour(END_COLOURS[end])
  const isLoud = end === 'leaked'
  const ink = isLoud ? colour('leak-ink') : (ended ?? colour(isLit ? 'ink' : 'muted'))
  const ground = ended && (isLoud ? ended : mixed(ended, colour('paper'), 0.13))
  return [
    ground === null
      ? ''
      : `<path fill="${ground}" d="M${left} ${top}H${right}V${top + storey}H${left}z"/>`,
    isLit
      ? stroke(
          `M${left + 2} ${top + 3}v${storey - 6}`,
          colour(`layer-${layerOf(floor.floor)}`),
          3,
          undefined,
          'butt',
        )
      : '',
    stroke(`M${left} ${top + storey}H${right}`, colour('line'), 1),
    words
      ? textSvg(label, isLit ? LABEL_LIT : LABEL, {
          ...{ x: words.label.x, y: top + (caption === '' ? ALONE : words.label.y), fill: ink },
        }) +
        textSvg(caption, NOTE, {
          ...{ x: words.caption.x, y: top + words.caption.y },
          fill: isLoud ? ink : colour('muted'),
        })
      : '',
  ].join('')
}

interface Around {
  readonly drawing: HouseDrawing
  readonly facts: readonly LineFacts[]
  readonly colour: Colours
}

const DASHES = { solid: undefined, dashed: '9 6', dotted: '1.5 4.5' } as const

function lineSvg(line: LineDrawing, index: number, { drawing, facts, colour }: Around): string {
  const { frame, lines } = drawing
  const { isBeside = false, status = null, who: person = line.who } = facts[index] ?? {}
  const { x, face, mark, way, stopped, back } = linePaths(line, frame, isBeside)
  const who = colour(`who-${person}`)
  const end = colour(END_COLOURS[line.end])
  const isLeaked = line.end === 'leaked'
  const { slab } = line
  return [
    slab ? stroke(`M${slab.left} ${slab.y}H${slab.right}`, end, 3, undefined, 'butt') : '',
    ...line.rooms.map(({ y, queries }) => roomSvg(x, y, queries, colour)),
    stroke(way, who, 2.5, DASHES[line.stroke]),
    stopped ? stroke(stopped, who, 2.5) : '',
    back && line.end !== 'open'
      ? isLeaked
        ? stroke(back, end, 3)
        : stroke(back, who, 1.4, '2.5 3.2')
      : '',
    ...line.dots.map(
      (y) =>
        `<circle cx="${x}" cy="${y}" r="3.2" fill="${colour('raised')}" stroke="${who}" stroke-width="1.9"/>`,
    ),
    markSvg(line.end, mark, { end, who, colour }),
    `<circle cx="${face.x}" cy="${face.y}" r="10" fill="${who}"/>`,
    textSvg(line.initial, INITIAL, {
      ...{ x: face.x, y: face.y + 4.2 },
      ...{ fill: colour('paper'), anchor: 'middle' },
    }),
    status !== null && line.entrance === 'roof' && lines.length < 3
      ? statusSvg(status, statusLeft(x, index < lines.length - 1), end, colour)
      : '',
  ].join('')
}

function roomSvg(x: number, y: number, queries: number, colour: Colours): string {
  const room = roomPaths(x, y)
  const sql = colour('layer-sql')
  return [
    stroke(room.way, sql, 1),
    `<path fill="${colour('raised')}" stroke="${sql}" stroke-width="1.3" d="${room.drum}"/>`,
    textSvg(String(queries), INITIAL, {
      ...{ x: room.middle, y: y + 7, fill: sql, anchor: 'middle' },
    }),
  ].join('')
}

function markSvg(
  kind: LineDrawing['end'],
  { x, y }: { readonly x: number; readonly y: number },
  { end, who, colour }: { readonly end: string; readonly who: string; readonly colour: Colours },
): string {
  const raised = colour('raised')
  const sign = END_PATHS[kind] ? `M${x} ${y}${END_PATHS[kind]}` : null
  if (kind === 'open')
    return `<circle cx="${x}" cy="${y}" r="6" fill="${raised}" stroke="${who}" stroke-width="3"/>`
  if (kind === 'leaked') {
    const ink = colour('leak-ink')
    return `<path fill="${ink}" stroke="${ink}" stroke-linejoin="round" d="${warningPath({ x, y })}"/>${stroke(sign ?? '', end, 2.1)}`
  }
  return [
    `<circle cx="${x}" cy="${y}" r="9.5" fill="${end}"/>`,
    kind === 'nothing'
      ? `<circle cx="${x}" cy="${y}" r="4" fill="none" stroke="${raised}" stroke-width="1.8"/>`
      : '',
    sign ? stroke(sign, raised, 2.1) : '',
  ].join('')
}

const statusSvg = (status: number, left: number, end: string, colour: Colours): string =>
  `<rect x="${left}" y="4.5" width="34" height="19" rx="4" fill="${colour('raised')}" stroke="${colour('edge')}"/>` +
  textSvg(String(status), STATUS, { x: left + 17, y: 18.3, fill: end, anchor: 'middle' })

const fill = (d: string, colour: string) => `<path fill="${colour}" d="${d}"/>`

const stroke = (
  d: string,
  colour: string,
  width: number,
  dashes?: string,
  cap: 'round' | 'butt' = 'round',
) =>
  `<path fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round" stroke-linecap="${cap}"${dashes === undefined ? '' : ` stroke-dasharray="${dashes}"`} d="${d}"/>`
