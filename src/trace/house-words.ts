import { numbered } from '#lib/counted.ts'
import { caughtBy } from './guard.ts'
import { depthOf, type Floor, type Journey } from './journey.ts'
import { sqlName } from './sql-words.ts'
import { isRule, type Trace, type TraceStep } from './trace-step.ts'

/** A trace with the way it took. */
export interface Walk extends Journey {
  readonly trace: Trace
}

export const isStopped = ({ outcome }: Walk): boolean =>
  outcome === 'refused' || outcome === 'halted'

const LABELS: Readonly<Record<Floor, string>> = {
  request: 'request',
  plug: 'plugs',
  scope: 'scope',
  context: 'context',
  changeset: 'changeset',
  sql: 'SQL',
  constraint: 'constraints',
}

/** The name of a floor where nothing happened to anybody. */
export const floorLabelOf = (floor: Floor): string => LABELS[floor]

/** The name of a floor. Where a constraint stopped somebody, its floor takes the constraint's kind. */
export function floorLabel(floor: Floor, walks: readonly Walk[]): string {
  const stopped = walks.find((walk) => walk.floor === floor && isStopped(walk))
  const guard = stopped && caughtBy(stopped.trace)
  if (guard === 'browser') return 'browser rules'
  return guard && floor === 'constraint' ? guard : LABELS[floor]
}

/** What happened on a floor: to the request that was stopped there, else to the last one that came by. */
export function floorNote(floor: Floor, walks: readonly Walk[]): string {
  return shorten(wholeNote(floor, walks), LONGEST_NOTES[walks.length - 1] ?? 0)
}

function wholeNote(floor: Floor, walks: readonly Walk[]): string {
  const walk =
    walks.find((each) => each.floor === floor && isStopped(each)) ??
    walks.findLast((each) => depthOf(each.floor) >= depthOf(floor))
  if (!walk) return walks.length > 0 ? noteInShade(floor, walks) : ''
  if (walk.floor === floor && walk.step) return nameOf(walk.step)
  return noteInLight(floor, walk)
}

function noteInLight(floor: Floor, { trace, outcome }: Walk): string {
  const ran = trace.steps.filter((step) => step.layer === floor && step.outcome !== 'skip')
  if (floor === 'request') return trace.title
  if (floor === 'constraint') return outcome === 'answered' ? 'nothing to refuse' : ''
  const [first] = ran
  if (!first) return 'nothing to do'
  if (floor === 'plug') return `${ran.length} ran, none halted`
  if (floor === 'changeset') return `${numbered(ran.filter(isRule).length, 'step')}, valid`
  if (floor === 'scope') return ran.at(-1)?.detail || first.name
  return floor === 'sql' ? ran.map(verbOf).join(', ') : first.name
}

/** A floor below the last line may have been asked something by a floor above. */
function noteInShade(floor: Floor, walks: readonly Walk[]): string {
  const steps = walks.flatMap(({ trace }) => trace.steps).filter(({ layer }) => layer === floor)
  if (floor !== 'sql' || steps.length === 0) return 'not reached'
  return `asked: ${numbered(steps.length, 'query', 'queries')}`
}

const nameOf = ({ layer, name }: TraceStep) => (layer === 'sql' ? sqlName(name) : name)

const verbOf = ({ name }: TraceStep) => sqlName(name).split(' ', 1)[0]

// Characters that fit beside one line, two and three.
const LONGEST_NOTES: readonly number[] = [30, 27, 25]

const shorten = (text: string, longest: number) =>
  text.length <= longest ? text : `${text.slice(0, longest - 1)}…`
