/** Traces with the pictures that they must give: made ones, and the recordings of the course. */
import { globSync, readFileSync } from 'node:fs'
import type { Recordings } from '#course/recording.ts'
import type { Pictured } from '#trace/placing.ts'
import type { Trace } from '#trace/trace-step.ts'

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

/** Every recording of the course, by `DEMO.STEP`. */
export const RECORDED = new Map(
  globSync('content/lessons/*/*/recordings.json').flatMap((file) => {
    const recordings = JSON.parse(readFileSync(file, 'utf8')) as Recordings
    return Object.entries(recordings).flatMap(([demo, traces]) =>
      traces.map((trace, index): [string, Walked] => [
        `${demo}.${index + 1}`,
        { ...trace, steps: trace.steps.map((step) => ({ ...step, at: 0, source: null })) },
      ]),
    )
  }),
)

/** A trace by its name: a recording, or one that was made. */
export function traceNamed(name: string): Walked {
  const found = RECORDED.get(name) ?? PICTURES.made.find((made) => made.name === name)?.trace
  if (!found) throw new Error(`There is no trace named ${name}.`)
  return found
}
