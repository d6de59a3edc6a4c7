/** What the home page plays by itself: recordings of the course, each as what was sent and what came of it. */
import { aboutCourse, getStepDemo } from '#course/course.ts'
import { listRecordingsOf } from '#course/recordings.ts'
import { splitStepName } from '#course/steps.ts'
import { floorLabel, shortCaption } from '#trace/captions.ts'
import { drawingOf, type HouseDrawing } from '#trace/drawing.ts'
import type { Floor } from '#trace/floors.ts'
import { FULL } from '#trace/house-frames.ts'
import { pictureOf } from '#trace/picture.ts'
import { requestSent } from '#trace/request-sent.ts'
import { stopOnFloor } from '#trace/stop-on-floor.ts'
import { stripOf, type Strip } from '#trace/strip.ts'
import type { Trace } from '#trace/trace-step.ts'

/** One of them in words. */
export interface Play {
  readonly number: number
  /** `POST /users/register` */
  readonly title: string
  /** What was written into the form; empty where only a page was asked for. */
  readonly sent: string
  readonly strip: Strip
  readonly end: string
  readonly status: number | null
}

/** A floor of the house in which they come down. */
export interface PlayedFloor {
  readonly floor: Floor
  readonly top: number
  readonly label: string
  /** Who stopped one of them here; else nothing. */
  readonly caption: string
  /** The number of the first that comes here; `null` where none does. */
  readonly by: number | null
  /** The number of the one that ends here, other than by an answer. */
  readonly ends: number | null
}

export interface Plays {
  readonly plays: readonly Play[]
  readonly floors: readonly PlayedFloor[]
  readonly drawing: HouseDrawing
}

/** The recordings that `course.yaml` names; `null` in a course that names none. */
export async function playsOfCourse(): Promise<Plays | null> {
  const traces: Trace[] = []
  for (const name of aboutCourse().plays) {
    const demo = getStepDemo(name)
    const trace = demo && (await listRecordingsOf(demo))[splitStepName(name).number - 1]
    if (trace) traces.push(trace)
  }
  return traces.length === 0 ? null : playsOf(traces)
}

/** Up to three requests in one house, each a line of its own. */
export function playsOf(traces: readonly Trace[]): Plays {
  const drawing = drawingOf(traces, { frame: FULL })
  const pictures = traces.map(pictureOf)
  const floors = drawing.floors.map(({ floor, top }): PlayedFloor => {
    const first = pictures.findIndex(({ lit }) => lit.includes(floor))
    const stop = stopOnFloor(floor, traces)
    return {
      ...{ floor, top, label: stop?.label ?? floorLabel(floor, null) },
      caption: shortCaption(stop?.caption ?? '', LONGEST),
      by: first < 0 ? null : first + 1,
      ends: stop && stop.of + 1,
    }
  })
  return { plays: traces.map(playOf), floors, drawing: numbered(drawing) }
}

/** Letters that fit beside three lines. */
const LONGEST = FULL.longest[2]!

function playOf(trace: Trace, index: number): Play {
  const picture = pictureOf(trace)
  const request = requestSent(trace)
  const written = (request?.fields ?? []).filter(
    ([name, value]) => !name.startsWith('_') && value !== '',
  )
  return {
    number: index + 1,
    title: request ? `${request.method} ${request.path}` : trace.title,
    sent: written.map(([, value]) => value).join(', '),
    strip: stripOf(trace, picture),
    end: picture.end.kind,
    status: trace.status,
  }
}

/** Each line is the next send: its number stands over the roof, in a colour of its own. */
const numbered = (drawing: HouseDrawing): HouseDrawing => ({
  ...drawing,
  floors: drawing.floors.map((floor) => ({ ...floor, isLit: false })),
  lines: drawing.lines.map((line, index) => ({
    ...line,
    ...{ initial: String(index + 1), who: index + 1, stroke: 'solid' as const },
  })),
})
