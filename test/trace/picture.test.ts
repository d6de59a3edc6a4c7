import { describe, expect, test } from 'vitest'
import { faultIn } from '#trace/layers-off.ts'
import { pictureOf, type Picture } from '#trace/picture.ts'
import type { Pictured } from '#trace/placing.ts'
import { LAYERS, type Outcome, type TraceKind, type TraceStep } from '#trace/trace-step.ts'
import { LAWS_OF_A_PICTURE } from './pictures/laws.ts'
import { ALL_TRACES, PICTURES, RECORDED, traceNamed, type Written } from './pictures/pictures.ts'

function written(picture: Picture): Written {
  const { end, turn } = picture
  return {
    ...{ entrance: picture.entrance, end: end.kind, at: end.floor, by: end.step?.tag ?? null },
    ...(end.broke && { broke: true }),
    ...(turn !== end.floor && { turnsAt: turn }),
    ...{ lit: picture.lit, dots: picture.dots, rooms: picture.rooms },
    ...(picture.isNarrowed && { narrowed: true }),
    ...(picture.mails > 0 && { mails: picture.mails }),
    ...(picture.isLive && { live: true }),
    ...(picture.isScopeKept && { scopeKept: true }),
  }
}

describe('the picture of a made trace', () => {
  test.for(PICTURES.made)('$name', ({ trace, picture }) => {
    expect(written(pictureOf(trace))).toEqual(picture)
  })
})

describe('the picture of a recording', () => {
  test.for(PICTURES.recordings)('$recording', ({ recording, picture }) => {
    expect(written(pictureOf(traceNamed(recording)))).toEqual(picture)
  })
})

/** A trace as nobody would write it: any step inside or behind any other. */
function randomTrace(random: Random): Pictured {
  const steps = Array.from({ length: random.below(14) }, (_, index) => randomStep(random, index))
  return {
    title: random.one(['GET /scores', 'POST /users/log-in']),
    kind: random.one<TraceKind>(['request', 'request', 'connect', 'event', 'message', 'console']),
    status: random.one([200, 200, 303, 404, 410, 422, 500, null]),
    steps,
  }
}

const TAGS = [
  ...['scope.current', 'limit.resets', 'plug.fetchCurrentScope', 'live.onMount.mountCurrentScope'],
  ...['changeset.email.unsafe_unique', 'changeset.repo.insert', 'sql.begin', 'sql.select.users'],
  ...['sql.insert.users', 'constraint.users_email_index', 'reply.303', 'context.Accounts.x'],
]
const DATA: readonly TraceStep['data'][] = [
  ...[{}, {}, {}, { rows: 0 }, { rows: 1 }, { strangers: [{ table: 'scores', key: 1, owner: 2 }] }],
  ...[{ flash: null }, { flash: { kind: 'error', message: 'No.' } }, { flash: { kind: 'info' } }],
]
const OUTCOMES: readonly Outcome[] = ['ok', 'ok', 'ok', 'error', 'halt', 'skip']

function randomStep(random: Random, index: number): TraceStep {
  return {
    id: index + 1,
    parent: index > 0 && random.below(2) === 0 ? 1 + random.below(index) : null,
    at: 0,
    layer: random.one(LAYERS),
    name: random.one(['fetchSandbox', 'requireSudoMode', 'registerUser']),
    tag: random.one(TAGS),
    outcome: random.one(OUTCOMES),
    detail: '',
    source: null,
    data: random.one(DATA),
  }
}

/** The same numbers each time. */
class Random {
  #state = 20_261_128

  below(most: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((this.#state / 2 ** 32) * most)
  }

  one<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)]!
  }
}

const random = new Random()
const TRACES = [...ALL_TRACES, ...Array.from({ length: 20_000 }, () => randomTrace(random))]

const DRAWN = TRACES.map((trace) => ({ trace, picture: pictureOf(trace) }))

/** The first few of the traces that break a law. */
const breakingOf = (isBroken: (trace: Pictured, picture: Picture) => boolean) =>
  DRAWN.filter(({ trace, picture }) => isBroken(trace, picture)).slice(0, 3)

test('only the twins that forget the scope leak, and only to somebody else', () => {
  const leaks = [...RECORDED]
    .filter(([, trace]) => faultIn(trace) === null)
    .filter(([, trace]) => pictureOf(trace).end.kind === 'leaked')

  expect(leaks.map(([name]) => name)).toEqual(['open-shelves.2', 'open-shelves.3'])
})

describe('whatever the steps are,', () => {
  test.for(LAWS_OF_A_PICTURE)('%s', ([, isBroken]) => {
    expect(breakingOf(isBroken)).toEqual([])
  })

  test('one more step that was skipped changes no picture', () => {
    const found = breakingOf((trace, picture) => {
      const at = random.below(trace.steps.length + 1)
      const skipped = { ...randomStep(random, at), outcome: 'skip' as const }
      const more = renumbered(trace, at)
      const steps = [
        ...more.steps.slice(0, at),
        { ...skipped, parent: null },
        ...more.steps.slice(at),
      ]
      return !isSame(picture, pictureOf({ ...trace, steps }))
    })

    expect(found).toEqual([])
  })
})

/** The trace, with room for one more step at this place. */
function renumbered(trace: Pictured, place: number): Pictured {
  const moved = (id: number) => (id > place ? id + 1 : id)
  const steps = trace.steps.map((step) => ({
    ...step,
    id: moved(step.id),
    parent: step.parent === null ? null : moved(step.parent),
  }))
  return { ...trace, steps }
}

const isSame = (one: Picture, other: Picture) =>
  JSON.stringify(written(one)) === JSON.stringify(written(other))
