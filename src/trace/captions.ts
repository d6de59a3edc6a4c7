/** What is written on each floor of the house: its name, and what the request did there. */
import { capital } from '#lib/capital.ts'
import { numbered } from '#lib/counted.ts'
import { ownOf } from './ending.ts'
import { depthOf, FLOORS, type Floor } from './floors.ts'
import { guardOfStep } from './guard.ts'
import type { Picture } from './picture.ts'
import { comesByRoof, type Pictured } from './placing.ts'
import { isSwitchedOff } from './layers-off.ts'
import { sqlName } from './sql-words.ts'
import { switchesOf } from './switches.ts'
import { isMap, isRule, type Json, type Trace, type TraceStep } from './trace-step.ts'

const LABELS: Readonly<Record<Floor, string>> = {
  request: 'request',
  pipeline: 'pipeline',
  scope: 'scope',
  guards: 'guards',
  context: 'context',
  changeset: 'changeset',
  sql: 'SQL',
  constraint: 'constraints',
}

/** The name of a floor. Where it ended a request, constraints and the browser’s rules go by their kind. */
export function floorLabel(floor: Floor, picture: Picture | null): string {
  const end = picture?.end
  if (end?.kind !== 'refused' || end.floor !== floor || !end.step) return LABELS[floor]
  const guard = guardOfStep(end.step)
  if (guard === 'browser') return 'browser rules'
  return floor === 'constraint' ? guard : LABELS[floor]
}

type Walk = Pictured & Pick<Trace, 'persona'>

/** The whole caption of a floor: what its accessible name says. */
export function floorCaption(floor: Floor, trace: Walk, picture: Picture): string {
  const { end, lit } = picture
  if (!lit.includes(floor)) return inShade(floor, trace, picture)
  const own = switchesOf(trace).get(floor)
  if (own?.is === 'off') return `${own.off.join(', ')}: off`
  if (end.floor === floor && end.kind !== 'answered' && end.kind !== 'open')
    return ofEnd(floor, trace, picture)
  const ran = picture.placed.filter(({ step }) => step.outcome !== 'skip')
  return IN_LIGHT[floor]({ own: ownOf(ran, floor), trace, picture })
}

/** Cut to the letters that fit. The module of a function goes before any letter of its name does. */
export function shortCaption(caption: string, longest: number): string {
  if (caption.length <= longest) return caption
  const bare = caption.replace(/^[A-Z]\w*\.\b/, '')
  return bare.length <= longest ? bare : `${bare.slice(0, longest - 1).trimEnd()}…`
}

interface Lit {
  /** What the floor did itself. */
  readonly own: readonly TraceStep[]
  readonly trace: Walk
  readonly picture: Picture
}

const IN_LIGHT: Readonly<Record<Floor, (lit: Lit) => string>> = {
  request: ({ trace }) => trace.title,
  pipeline: ({ own }) => `${numbered(own.length, 'plug')} passed`,
  scope: ({ own, trace }) => ofScope(own, trace),
  guards: ({ own }) => ofGuards(own),
  context: ({ own }) => ofContext(own),
  changeset: ({ own, trace }) => ofChangeset(own, trace),
  sql: ({ own, trace, picture }) => ofSql(own, trace, picture),
  constraint: ({ own }) => ofConstraints(own),
}

function ofScope(own: readonly TraceStep[], trace: Walk): string {
  const within = withinOf(trace.steps)
  if (within !== null) return `within ${within}`
  const made = own.findLast(({ tag }) => tag === 'scope.current')
  if (!made) return comesByRoof(trace) ? 'none was made' : 'looked up by the hook'
  return partOf(made, 'email') ?? 'a visitor'
}

/** The organization within which somebody asks. */
const withinOf = (steps: readonly TraceStep[]): string | null =>
  partOf(
    steps.findLast(({ tag }) => tag === 'scope.organization'),
    'slug',
  )

/** A part of what a scope’s step made of it. */
function partOf(step: TraceStep | undefined, name: string): string | null {
  const after = step?.data['after']
  const part: Json | undefined = isMap(after) ? after[name] : undefined
  return typeof part === 'string' ? part : null
}

function ofGuards(own: readonly TraceStep[]): string {
  const plugs = own.filter(({ layer }) => layer === 'plug').length
  const hooks = own.filter(({ layer }) => layer === 'live').length
  if (plugs > 0 && hooks > 0) return `${numbered(plugs, 'plug')}, ${numbered(hooks, 'hook')} ✓`
  if (hooks > 0) return `${numbered(hooks, 'hook')} passed`
  return plugs > 0 ? `${numbered(plugs, 'plug')} passed` : 'none on this route'
}

function ofContext(own: readonly TraceStep[]): string {
  const [first, ...others] = own.filter(({ layer }) => layer === 'context')
  if (!first) return 'none was asked'
  return others.length > 0 ? `${first.name} +${others.length}` : first.name
}

function ofChangeset(own: readonly TraceStep[], { steps }: Walk): string {
  const rules = own.filter(isRule)
  if (rules.length === 0) return 'nothing to check'
  const off = steps.filter((step) => step.layer === 'changeset' && isSwitchedOff(step)).length
  if (off > 0) return `${numbered(rules.length, 'step')}, ${off} off`
  const isValid = rules.every(({ outcome }) => outcome === 'ok')
  return `${numbered(rules.length, 'step')}, ${isValid ? 'valid' : 'not valid'}`
}

/** Verbs and tables in their order, each once: `select scores · yours`, `select scores · acme`. */
function ofSql(
  own: readonly TraceStep[],
  { persona, steps }: Walk,
  { isNarrowed }: Picture,
): string {
  const names = own.flatMap(({ name }) => shortQuery(name) ?? [])
  if (names.length === 0) return 'nothing was asked'
  const asked = [...new Set(names)].join(', ')
  if (!isNarrowed) return asked
  return `${asked} · ${withinOf(steps) ?? whose(persona)}`
}

/** `insert users` for `insert into "users" …`; `null` for what begins or ends a transaction. */
function shortQuery(sql: string): string | null {
  const [verb = '', ...rest] = sqlName(sql).split(' ')
  if (/^(?:begin|commit|rollback)$/.test(verb)) return null
  return [verb, rest.at(-1)].filter((word) => word !== undefined).join(' ')
}

const whose = (persona: string) => (persona === 'you' ? 'yours' : `${capital(persona)}’s`)

function ofConstraints(own: readonly TraceStep[]): string {
  const [first] = own.filter(({ layer }) => layer === 'constraint')
  return first ? `${guardOfStep(first)} held` : 'nothing to refuse'
}

/** The floor of the end says what ended it there. */
function ofEnd(floor: Floor, { status, steps, kind }: Walk, { end }: Picture): string {
  // Nobody turned it away: no step says what broke.
  if (end.broke && !end.step) return kind === 'console' ? 'it raised' : `something broke: ${status}`
  if (end.step) return end.step.layer === 'sql' ? sqlName(end.step.name) : end.step.name
  if (floor === 'guards' && status === 404) return 'no such page'
  if (status === 405) return answered(steps) ?? `turned away: ${status}`
  return kind === 'console' ? 'turned away' : `turned away: ${status}`
}

/** `answers GET`, in the words of the reply. */
function answered(steps: readonly TraceStep[]): string | null {
  const reply = steps.findLast(({ layer }) => layer === 'reply')
  return /\banswers [A-Z]+(?:(?:,| and) [A-Z]+)*/.exec(reply?.detail ?? '')?.[0] ?? null
}

const BESIDE_THE_WAY: Readonly<Partial<Record<Floor, readonly [event: string, prompt: string]>>> = {
  request: ['not this way', 'there is none'],
  pipeline: ['no plug sees it', 'no plug sees it'],
  scope: ['kept from the mount', 'given by your hand'],
  guards: ['asked at the mount', 'not asked'],
}

/** Above the side door nobody came by; below the turn the first floor says so, and the others nothing. */
function inShade(floor: Floor, { kind }: Walk, { entrance, lit, turn }: Picture): string {
  const first = lit[0]
  if (entrance === 'side' && (first === undefined || depthOf(floor) < depthOf(first)))
    return BESIDE_THE_WAY[floor]?.[kind === 'console' ? 1 : 0] ?? ''
  return FLOORS[depthOf(turn) + 1] === floor ? 'not reached' : ''
}
