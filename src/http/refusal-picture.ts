/**
 * The house in which a request ended, with the place where it did. It is not
 * the picture of a trace: that one is made of steps, and this of a status.
 */

interface Place {
  /** For whoever hears the picture. */
  readonly words: string
  /** What stands there, in the colour that warns. */
  readonly mark: string
  /** What is not there, or is somewhere else. */
  readonly dashed?: string
  /** Drawn like the house itself. */
  readonly drawn?: string
}

const GLASS = 'M46 50 100 18l54 32v60H46z'
const HOUSE = `${GLASS}M46 50h108M10 110h240`
const FLOORS = 'M46 70h108M46 90h108M73 34v76M127 34v76'
const DOOR = 'M92 110V94h16v16'

const dot = (x: number, y: number) => `M${x} ${y - 4}a4 4 0 1 0 .01 0`
const box = (x: number, y: number) => `M${x} ${y}h14v14H${x}z`
const each = (xs: readonly number[], ys: readonly number[], draw: typeof dot) =>
  ys.flatMap((y) => xs.map((x) => draw(x, y))).join('')

const BEFORE: Place = {
  words: 'The way ends before the house.',
  dashed: 'M2 74h14',
  mark: 'M20 68l12 12m0-12-12 12',
}
const TOO_LARGE: Place = {
  words: 'A parcel is larger than the door.',
  drawn: DOOR,
  mark: 'M6 68h34v42H6zM23 68v42M6 82h34',
}
const SHUT: Place = {
  words: 'The door of the house is shut.',
  drawn: DOOR,
  mark: 'M86 102h28M88 98v8M112 98v8',
}
const INSIDE: Place = {
  words: 'A crack runs through the house.',
  mark: 'M104 6v22l-10 12 14 10-12 13 13 9-8 14 6 10',
}

const PLACES: Readonly<Record<number, Place>> = {
  // No answer came at all.
  0: {
    words: 'The way to the house is broken off.',
    dashed: 'M2 74h12M30 74h14',
    mark: 'M17 66l4 16M24 66l4 16',
  },
  401: SHUT,
  403: SHUT,
  404: {
    words: 'The way leads beside the house, where there is no room.',
    dashed: 'M154 62h48v48M178 62v48',
    mark: 'M178 6v42m-7-7 7 7 7-7',
  },
  405: {
    words: 'The way leads to a wall. The door is elsewhere.',
    drawn: DOOR,
    mark: 'M4 74h34m-7-7 7 7-7 7',
  },
  410: {
    words: 'The way leads to a room of the house that is not there any more.',
    dashed: 'M127 70h27M127 90h27',
    mark: 'M214 80h-50m7-7-7 7 7 7',
  },
  413: TOO_LARGE,
  421: {
    words: 'The way leads to another house, and on to this one.',
    dashed: 'M4 110V86l14-11 14 11v24',
    mark: 'M18 64c2-18 14-28 32-30m-9-5 9 5-7 8',
  },
  429: {
    words: 'Many stand before the door at once.',
    drawn: DOOR,
    mark: each([8, 20, 32], [96], (x, y) => `${dot(x, y)}M${x} ${y + 4}v10`),
  },
  431: TOO_LARGE,
  503: {
    words: 'Every room of the house is taken, and somebody waits at the door.',
    mark: `${each([60, 100, 140], [60, 80, 100], dot)}${dot(28, 96)}M28 100v10`,
  },
  507: {
    words: 'The house is full of boxes, and one has no room.',
    dashed: box(172, 96),
    mark: each([52, 70, 88, 106, 124], [74, 94], (x, y) => box(x, y + 2)),
  },
}

/**
 * A drawing for a status, as SVG. Its classes are dressed by whoever shows it.
 *
 * @example
 * refusalPicture(404).startsWith('<svg viewBox="0 0 260 116" role="img"')
 * // => true
 */
export function refusalPicture(status: number): string {
  const { words, mark, dashed, drawn = '' } = PLACES[status] ?? (status < 500 ? BEFORE : INSIDE)
  // Of a room that is gone the floors are not drawn either.
  const floors = status === 410 ? 'M46 70h81M46 90h81M73 34v76M127 34v76' : FLOORS
  return [
    `<svg viewBox="0 0 260 116" role="img" aria-label="${words}">`,
    `<path class="error-glass" d="${GLASS}"/><path d="${HOUSE}${floors}${drawn}"/>`,
    dashed === undefined ? '' : `<path class="error-room" d="${dashed}"/>`,
    `<path class="error-way" d="${mark}"/></svg>`,
  ].join('')
}
