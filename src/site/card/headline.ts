/** What came of a request, as somebody says it who sends it to a friend. */
import type { End } from '#trace/ending.ts'
import { floorCaption } from '#trace/captions.ts'
import type { Floor } from '#trace/floors.ts'
import { pictureOf } from '#trace/picture.ts'
import { stripOf } from '#trace/strip.ts'
import type { Trace, TraceKind } from '#trace/trace-step.ts'

export interface Headline {
  readonly says: string
  /** Who stopped it, as the code calls them: a constraint, a plug, a rule. */
  readonly name: string | null
}

const MINE: Readonly<Record<TraceKind, string>> = {
  request: 'My request',
  connect: 'My live page',
  event: 'My event',
  message: 'My message',
  console: 'My call',
}

const FLOOR_NAMES: Readonly<Record<Floor | 'live', string>> = {
  request: 'the front door',
  pipeline: 'the pipeline',
  scope: 'the scope',
  guards: 'the guards',
  context: 'the context',
  changeset: 'the changeset',
  sql: 'SQL',
  constraint: 'the constraints',
  live: 'the live page',
}

/** Of a recorded run, with the name of what stopped it. */
export function headlineOf(trace: Trace): Headline {
  const picture = pictureOf(trace)
  const { end, turn } = picture
  const mine = MINE[trace.kind ?? 'request']
  if (end.kind === 'leaked')
    return { says: `${mine} leaked ${stripOf(trace, picture).parts[1]}`, name: null }
  if (end.kind === 'refused' && end.step) {
    const name = end.floor === 'live' ? end.step.name : floorCaption(end.floor, trace, picture)
    return { says: `${mine} died at`, name }
  }
  if (end.kind === 'refused' && end.broke)
    return { says: `${mine} broke, and nobody had words for it`, name: null }
  return headlineOfEnd({ kind: end.kind, floor: end.kind === 'answered' ? turn : end.floor }, mine)
}

/** Of any run that ended so. */
export function headlineOfEnd(
  { kind, floor }: Pick<End, 'kind' | 'floor'>,
  mine = MINE.request,
): Headline {
  const there = FLOOR_NAMES[floor]
  const says = {
    answered: `${mine} reached ${there}, and came back`,
    refused: `${mine} died at ${there}`,
    nothing: `${mine} found nothing`,
    leaked: `${mine} leaked somebody else’s row`,
    open: `${mine} is on its way`,
  }[kind]
  return { says, name: null }
}

/** The whole of it, as a title. */
export const titleOf = ({ says, name }: Headline): string =>
  name === null ? says : `${says} ${name}`
