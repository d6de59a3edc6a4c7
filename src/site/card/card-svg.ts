/** A card as a drawing: words on the left, the house on the right, and the earth below both. */
import { END_MARKS } from '#trace/marks.ts'
import { CARD_HEIGHT, CARD_WIDTH, type Card } from './card.ts'
import { mixed, type Colours } from './colours.ts'
import { fit, fitEvenly, type Fitting } from './fit.ts'
import { houseSvg } from './house-svg.ts'
import { lettersOf, textSvg, widthOf } from './letters.ts'

const LEFT = 64
/** The baseline of the first line. */
const TOP = 86
/** How far down a line its letters stand, in parts of their size. */
const RISE = 0.86
/** Where words end, and the house begins. */
const WORDS = 580
const HOUSE = { scale: 1.68, x: 690, y: 30 }

export function cardSvg(card: Card, colour: Colours): string {
  const { drawing, facts, sign } = card
  const { frame } = drawing
  const y = (inHouse: number) => HOUSE.y + inHouse * HOUSE.scale
  const ground = y(frame.ground - frame.floor)
  const house = houseSvg(drawing, facts, { colour, sign })
  const drawn = [
    `<path fill="${colour('paper')}" d="M0 0H${CARD_WIDTH}V${CARD_HEIGHT}H0z"/>`,
    `<path fill="${colour('sunken')}" d="M0 ${ground}H${CARD_WIDTH}V${CARD_HEIGHT}H0z"/>`,
    earthSvg(ground, colour),
    `<g transform="translate(${HOUSE.x} ${HOUSE.y}) scale(${HOUSE.scale})">${house}</g>`,
    wordsSvg(card, ground, colour),
  ].join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${CARD_WIDTH}" height="${CARD_HEIGHT}" viewBox="0 0 ${CARD_WIDTH} ${CARD_HEIGHT}">${lettersOf(drawn)}${drawn}</svg>`
}

/** The ground goes on beside the house, hatched on top as below its cellar. */
function earthSvg(ground: number, colour: Colours): string {
  const strokes = Array.from(
    { length: 34 },
    (_, index) => `M${18 + index * 20} ${ground + 3}l-13 13`,
  )
  const line = `M0 ${ground}H${HOUSE.x + 4}M${HOUSE.x + 280 * HOUSE.scale} ${ground}H${CARD_WIDTH}`
  return `<path fill="none" stroke="${colour('edge')}" stroke-width="1.7" stroke-linecap="round" d="${line}${strokes.join('')}"/>`
}

function wordsSvg(card: Card, ground: number, colour: Colours): string {
  const { from, invites } = card
  const place = fit(from, 'sans', { width: WORDS - 46, sizes: [23, 20], most: 1 })
  const invitation = fit(invites, 'bold', { width: WORDS, sizes: [25, 22], most: 1 })
  return [
    markSvg(colour),
    linesSvg(place, { x: LEFT + 46, y: TOP, fill: colour('muted') }),
    blocksSvg(blocksOf(card, ground, colour), ground),
    linesSvg(invitation, { x: LEFT, y: CARD_HEIGHT - 52, fill: colour('leaf') }),
  ].join('')
}

/** Lines that stand together, so far below what stands above them. */
interface Block {
  readonly above: number
  readonly height: number
  readonly svg: (top: number) => string
}

function blocksOf(card: Card, ground: number, colour: Colours): readonly Block[] {
  const { headline, request, text, drawing } = card
  const { says, name } = headline
  const end = drawing.lines.at(-1)?.end ?? 'open'
  const ink = colour('ink')
  const head = [
    block(headFitting(says, name !== null), 0, ink),
    ...(name === null
      ? []
      : [
          block(
            fit(name, 'mono', { width: WORDS, sizes: [52, 46, 40, 35, 30], most: 2 }),
            ...([10, colour(end === 'refused' ? 'alarm' : 'ink')] as const),
          ),
        ]),
    ...(request
      ? [
          {
            above: 26,
            height: 34,
            svg: (top: number) => requestSvg(request, end, top + 27, colour),
          },
        ]
      : []),
  ]
  const room = ground - TOP - 60 - heightOf(head)
  return [...head, ...textBlocks(text, room, colour('muted'))]
}

/** In two lines, if need be in three. */
function headFitting(says: string, hasName: boolean): Fitting {
  if (hasName) return fitEvenly(says, 'serif', { width: WORDS, sizes: [64, 56, 48], most: 2 })
  const two = { width: WORDS, sizes: [72, 64, 58, 52], most: 2 }
  const fitting = fitEvenly(says, 'serif', two)
  return fitting.lines.at(-1)?.endsWith('…')
    ? fitEvenly(says, 'serif', { ...two, sizes: [56, 50, 44, 38], most: 3 })
    : fitting
}

/** As many lines of each paragraph as there is room for. */
function textBlocks(text: readonly string[], room: number, colour: string): readonly Block[] {
  let left = room
  return text.flatMap((paragraph, index) => {
    const above = index === 0 ? 24 : 8
    const most = Math.min(4, Math.floor((left - above) / 36))
    if (most < 1) return []
    const one = block(
      fit(paragraph, 'text', { width: WORDS, sizes: [27, 24, 22], most }),
      above,
      colour,
    )
    left -= one.above + one.height
    return [one]
  })
}

function block(fitting: Fitting, above: number, fill: string): Block {
  const height = fitting.lines.length * leading(fitting)
  const rise = fitting.set.size * RISE
  return { above, height, svg: (top) => linesSvg(fitting, { x: LEFT, y: top + rise, fill }) }
}

const heightOf = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, { above, height }, index) => sum + height + (index === 0 ? 0 : above), 0)

/** All of them in the middle of what is free. */
function blocksSvg(blocks: readonly Block[], ground: number): string {
  let top = TOP + 24 + Math.max(0, (ground - TOP - 44 - heightOf(blocks)) / 2)
  return blocks
    .map(({ above, height, svg }, index) => {
      top += index === 0 ? 0 : above
      const drawn = svg(top)
      top += height
      return drawn
    })
    .join('')
}

/** The house of the site’s name. */
const markSvg = (colour: Colours) =>
  `<g transform="translate(${LEFT - 3} 57) scale(1.62)" fill="none" stroke="${colour('leaf')}" stroke-width="1.5" stroke-linejoin="round"><path fill="${mixed(colour('leaf'), colour('paper'), 0.2)}" d="M2.5 9.5 11 3l8.5 6.5V19h-17z"/><path d="M11 3v16M2.5 9.5h17M6.7 6.3V19m8.6-12.7V19"/></g>`

function requestSvg(
  { line, status }: NonNullable<Card['request']>,
  end: keyof typeof END_MARKS,
  y: number,
  colour: Colours,
): string {
  const tag = status === null ? null : String(status)
  const room = tag === null ? 0 : 84
  const shown = fit(line, 'mono', { width: WORDS - room, sizes: [27, 24, 21, 18], most: 1 })
  const ink = colour(
    { answered: 'leaf', refused: 'alarm', nothing: 'amber', leaked: 'leak', open: 'muted' }[end],
  )
  const left = LEFT + widthOf(shown.lines[0] ?? '', shown.set) + 20
  const box = `<rect x="${left}" y="${y - 27}" width="64" height="36" rx="7" fill="${colour('raised')}" stroke="${colour('edge')}" stroke-width="1.5"/>`
  return [
    linesSvg(shown, { x: LEFT, y, fill: colour('ink') }),
    ...(tag === null
      ? []
      : [
          box,
          textSvg(
            tag,
            { face: 'mono', size: 24 },
            { x: left + 32, y: y - 0.5, fill: ink, anchor: 'middle' },
          ),
        ]),
  ].join('')
}

const leading = ({ set }: Fitting) => Math.round(set.size * (set.size > 40 ? 1.12 : 1.34))

const linesSvg = (fitting: Fitting, { x, y, fill }: { x: number; y: number; fill: string }) =>
  fitting.lines
    .map((line, index) => textSvg(line, fitting.set, { x, y: y + index * leading(fitting), fill }))
    .join('')
