/** Traces with the pictures that they must give: made ones, and the recordings of the course. */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'
import type { Recordings } from '#course/recording.ts'
import type { Pictured } from '#trace/placing.ts'
import type { Trace } from '#trace/trace-step.ts'
import { CONTENT } from '../../support/the-course.ts'
import { keptTraces } from './kept-traces.ts'

/** A picture as `stage-pictures.json` writes it: what is as usual is left out. */
export interface Written {
  readonly entrance: string
  readonly end: string
  readonly at: string
  readonly by: string | null
  readonly broke?: boolean
  readonly turnsAt?: string
  readonly lit: readonly string[]
  readonly dots: readonly string[]
  readonly rooms: Readonly<Record<string, number>>
  readonly narrowed?: boolean
  readonly mails?: number
  readonly live?: boolean
  readonly scopeKept?: boolean
}

export type Walked = Pictured & Pick<Trace, 'persona'>

interface Pictures {
  readonly made: readonly {
    readonly name: string
    readonly trace: Walked
    readonly picture: Written
  }[]
  readonly recordings: readonly { readonly recording: string; readonly picture: Written }[]
}

export const PICTURES = JSON.parse(
  readFileSync(new URL('stage-pictures.json', import.meta.url), 'utf8'),
) as Pictures

/** The recordings that the pictures were specified by, of the demos that the course had then. */
export const FIRST_RECORDED = keptTraces('test/trace/pictures/first-recordings.json')

const LESSONS = globSync(`${CONTENT}/lessons/*/*/recordings.json`).map((file) => ({
  recordings: JSON.parse(readFileSync(file, 'utf8')) as Recordings,
  shows: shownBy(readFileSync(join(dirname(file), 'index.mdx'), 'utf8')),
}))

const RECORDINGS = LESSONS.flatMap(({ recordings, shows }) =>
  Object.entries(recordings).flatMap(([demo, traces]) =>
    traces.map(({ steps, ...trace }, index) => ({
      name: `${demo}.${index + 1}`,
      shows,
      trace: { ...trace, steps: steps.map((step) => ({ ...step, at: 0, source: null })) },
    })),
  ),
)

/** Every recording of the course as it is now, by `DEMO.STEP`. */
export const RECORDED: ReadonlyMap<string, Walked> = new Map(
  RECORDINGS.map(({ name, trace }) => [name, trace]),
)

/** The layers and tags that the lesson of each recording is about. */
export const SHOWN: ReadonlyMap<string, readonly string[]> = new Map(
  RECORDINGS.map(({ name, shows }) => [name, shows]),
)

function shownBy(lesson: string): readonly string[] {
  const [, frontMatter = ''] = lesson.split(/^---$/m)
  const { shows = [] } = parse(frontMatter) as { readonly shows?: readonly string[] }
  return shows
}

export const SERVER_TRACES_AT = 'test/trace/pictures/server-traces.json'

/** What `server-traces.ts` took from the running server, by the name of its walk. */
export const SERVER_TRACED = keptTraces(SERVER_TRACES_AT)

/** Every trace that a law is held by: made ones, recordings of then and of now, and the server’s. */
export const ALL_TRACES: readonly Walked[] = [
  ...FIRST_RECORDED.values(),
  ...RECORDED.values(),
  ...SERVER_TRACED.values(),
  ...PICTURES.made.map(({ trace }) => trace),
]

/** A trace by its name: one of the first recordings, or one that was made. */
export const traceNamed = (name: string): Walked =>
  found(name, FIRST_RECORDED.get(name) ?? PICTURES.made.find((made) => made.name === name)?.trace)

/** A recording of the course as it is now, by `DEMO.STEP`. */
export const recordedNow = (name: string): Walked => found(name, RECORDED.get(name))

function found(name: string, trace: Walked | undefined): Walked {
  if (!trace) throw new Error(`There is no trace named ${name}.`)
  return trace
}
