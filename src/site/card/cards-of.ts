/**
 * Every card of the course: one for each recorded step, one for each way to
 * end that was recorded, one for each lesson, and one for the home page.
 */
import type { AboutCourse, Demo, Lesson } from '#course/course-data.ts'
import type { CourseReader } from '#course/course-reader.ts'
import { questionAbout } from '#course/recordings-page.ts'
import { drawingOf, type HouseDrawing } from '#trace/drawing.ts'
import type { End } from '#trace/ending.ts'
import { floorLabel, shortCaption } from '#trace/captions.ts'
import { FULL } from '#trace/house-frames.ts'
import { layersOffIn } from '#trace/layers-off.ts'
import { pictureOf } from '#trace/picture.ts'
import { requestSent } from '#trace/request-sent.ts'
import { stopOnFloor } from '#trace/stop-on-floor.ts'
import { sentenceOf, stripOf } from '#trace/strip.ts'
import type { Trace } from '#trace/trace-step.ts'
import type { Card } from './card.ts'
import { headlineOf, headlineOfEnd } from './headline.ts'
import type { LineFacts } from './house-svg.ts'

/** What whoever sees a card may do. */
const RUN_IT = 'Run it yourself, on a server of your own'

/** A step that was recorded, and what its lesson asks about it. */
export interface Recorded {
  readonly lesson: Lesson
  readonly demo: Demo
  /** From 1. */
  readonly step: number
  readonly trace: Trace
}

/** What was recorded of the whole course, in its order. What left no step is no picture. */
export function listRecorded(course: CourseReader): readonly Recorded[] {
  return course.listLessonFolders().flatMap(({ lesson, demos }) => {
    const recordings = course.readRecordings(lesson.id)
    return demos.flatMap((demo) =>
      (recordings[demo.id] ?? []).flatMap((trace, index) =>
        trace.steps.length > 0 ? [{ lesson, demo, step: index + 1, trace }] : [],
      ),
    )
  })
}

/** What an address says of an end: `refused.constraint`. */
export function endNameOf(trace: Trace): string {
  const { end, turn } = pictureOf(trace)
  return nameOfEnd(endAsDrawn(end, turn))
}

export const nameOfEnd = ({ kind, floor }: Pick<End, 'kind' | 'floor'>): string =>
  `${kind}.${floor}`

/** An answer is told by how deep it was asked for. */
const endAsDrawn = ({ kind, floor }: End, turn: End['floor']): Pick<End, 'kind' | 'floor'> => ({
  kind,
  floor: kind === 'answered' ? turn : floor,
})

export function stepCard({ title }: AboutCourse, { lesson, demo, trace }: Recorded): Card {
  const { kind = 'request' } = trace
  const sent = kind === 'request' ? requestSent(trace) : null
  return {
    from: `${title} · ${lesson.number} ${lesson.title}`,
    headline: headlineOf(trace),
    request: {
      line: sent ? `${sent.method} ${decodeURI(sent.path)}` : trace.title,
      status: kind === 'console' ? null : trace.status,
    },
    text: textOf(trace),
    invites: RUN_IT,
    ...houseOf([trace], demo.people),
  }
}

/** Of several that ended so, the house of the first, without what was its own. */
export function endCard({ title }: AboutCourse, trace: Trace): Card {
  const { end, turn } = pictureOf(trace)
  const drawn = endAsDrawn(end, turn)
  const house = houseOf([trace], [])
  return {
    ...house,
    from: title,
    headline: headlineOfEnd(drawn),
    request: null,
    text: [],
    invites: RUN_IT,
    drawing: withoutWords(house.drawing),
    facts: house.facts.map((facts) => ({ ...facts, status: null })),
  }
}

function withoutWords(drawing: HouseDrawing): HouseDrawing {
  return {
    ...drawing,
    mail: null,
    floors: drawing.floors.map((floor) => ({
      ...floor,
      label: floorLabel(floor.floor, null),
      caption: '',
      name: floorLabel(floor.floor, null),
    })),
    lines: drawing.lines.map((line) => ({ ...line, initial: '', rooms: [], dots: [] })),
  }
}

/** What a lesson is about, with the most telling of what nobody is asked about. */
export function lessonCard(
  { title }: AboutCourse,
  lesson: Lesson,
  recorded: readonly Recorded[],
): Card {
  const open = recorded.filter(({ demo, step }) => !questionAbout(demo, step))
  const [told] = open.toSorted((one, other) => rankOf(one.trace) - rankOf(other.trace))
  return {
    from: `${title} · ${lesson.number} ${lesson.part.title}`,
    headline: { says: lesson.title, name: null },
    request: null,
    text: [lesson.summary],
    invites: RUN_IT,
    ...houseOf(told ? [told.trace] : [], told?.demo.people ?? []),
  }
}

const RANKS = { leaked: 0, refused: 1, nothing: 2, answered: 3, open: 4 } as const

/** A lever is turned before something is shown by it. */
const rankOf = (trace: Trace) =>
  RANKS[pictureOf(trace).end.kind] + (/ \/(?:labs|sandbox)\//.test(trace.title) ? 10 : 0)

/** The course: three requests, each stopped elsewhere; those of its first demo come first. */
export function homeCard(
  { title, hero, description, leadDemo }: AboutCourse,
  recorded: readonly Recorded[],
): Card {
  const [own, others] = [
    recorded.filter(({ demo }) => demo.id === leadDemo),
    recorded.filter(({ demo }) => demo.id !== leadDemo),
  ]
  const refused = [...own, ...others].filter(({ trace }) => isRefusedByName(trace))
  const byFloor = Map.groupBy(refused, ({ trace }) => pictureOf(trace).end.floor)
  const told = STOPS.flatMap((floor) => byFloor.get(floor)?.[0]?.trace ?? [])
  const house = houseOf(told, [])
  return {
    from: title,
    headline: { says: hero.title, name: null },
    request: null,
    text: [description],
    invites: 'A server of your own, beside the text',
    ...house,
    drawing: toldByStops(house.drawing, told),
  }
}

/** Of each floor who stopped one of them there, and of no line what it asked for: three have no room for that. */
const toldByStops = (drawing: HouseDrawing, traces: readonly Trace[]): HouseDrawing => ({
  ...drawing,
  floors: drawing.floors.map((drawn) => {
    const stop = stopOnFloor(drawn.floor, traces)
    const caption = shortCaption(stop?.caption ?? '', FULL.longest[2]!)
    return { ...drawn, label: stop?.label ?? floorLabel(drawn.floor, null), caption }
  }),
  lines: drawing.lines.map((line) => ({ ...line, rooms: [] })),
})

/** From the left: the deepest line stands where no other crosses its way back. */
const STOPS = ['guards', 'changeset', 'constraint'] as const

const isRefusedByName = (trace: Trace) => {
  const { end, entrance } = pictureOf(trace)
  if (layersOffIn(trace).length > 0) return false
  return entrance === 'roof' && end.kind === 'refused' && end.step !== null && !end.broke
}

/** The sentence of the strip, and what it says below, but for where a browser went on to. */
function textOf(trace: Trace): readonly string[] {
  const strip = stripOf(trace, pictureOf(trace))
  return [sentenceOf(strip), strip.below].filter((part) => !/^(?:go to .*)?$/.test(part))
}

function houseOf(
  traces: readonly Trace[],
  people: readonly string[],
): Pick<Card, 'drawing' | 'facts' | 'sign'> {
  const drawing = drawingOf(traces, { frame: FULL })
  return {
    drawing,
    facts: traces.map((trace, index): LineFacts => ({
      isBeside: pictureOf(trace).turn === 'live',
      status: trace.status,
      who: personOf(people, drawing.lines[index]?.persona) || (drawing.lines[index]?.who ?? 1),
    })),
    sign: traces.at(-1)?.kind === 'console' ? '>_' : 'live',
  }
}

/** 1, 2 or 3: there are no more colours. 0 for whoever is not among them. */
const personOf = (people: readonly string[], persona = '') => (people.indexOf(persona) + 1) % 4
