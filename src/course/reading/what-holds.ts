/**
 * Whether the checks and questions of a demo can be answered by what its steps
 * do: asked of traces, recorded or made a moment ago. Rows are counted by a
 * server alone, so what claims rows is taken to hold.
 */
import { caughtBy } from '#trace/guard.ts'
import { faultIn, isBentAs, layersOffIn } from '#trace/layers-off.ts'
import { pictureOf } from '#trace/picture.ts'
import { laneIn } from '#trace/raced.ts'
import type { Trace } from '#trace/trace-step.ts'
import type { Check } from '../check.ts'
import { holds, type Clause } from '../claims.ts'
import { calledBy, NOBODY, stepsCalled, wordsOn } from '../facts.ts'
import { foundIn, optionsOf, optionsThatHold } from '../prediction.ts'
import type { DemoEntry } from '../schema/demo.ts'
import type { Wrong } from './mistake.ts'
import { offer } from './near.ts'
import type { Path } from './yaml-text.ts'

/** What is wrong, and where in the demo: `['checks', 0, 'clauses', 1]`. */
export interface WrongAt extends Wrong {
  readonly at: Path
}

type Asked = Pick<DemoEntry, 'id' | 'checks' | 'predictions' | 'steps'>

/**
 * A check that none of the steps meets, and the clause that keeps the nearest of them from it.
 *
 * @example
 * checksNeverMet({ checks: [] }, [])
 * // => []
 */
export function checksNeverMet(demo: Asked, traces: readonly (Trace | null)[]): readonly WrongAt[] {
  return demo.checks.flatMap((check, index) => {
    // What no button meets is played by hand, and no recording has it.
    if (check.alone) return []
    const wrong = neverMet(check, traces)
    if (!wrong) return []
    const { clause, ...words } = wrong
    const at = clause === null ? ['when'] : ['clauses', clause]
    return [{ ...words, at: ['checks', index, ...at] }]
  })
}

type NeverMet = Wrong & { readonly clause: number | null }

/**
 * Why none of these traces meets a check, or `null` where one does. `clause` counts from 0; it is
 * `null` where no step sends what the check waits for.
 *
 * @example
 * const check = { id: 'a', when: 'GET /scores', clauses: [], alone: false }
 * neverMet(check, [{ title: 'GET /guess' }]).what
 * // => 'The check "a" waits for GET /scores, and none of the steps sends that.'
 */
export function neverMet(
  { id, when, clauses, alone }: Pick<Check, 'id' | 'when' | 'clauses' | 'alone'>,
  traces: readonly (Trace | null)[],
  steps = 'steps',
): NeverMet | null {
  const kind = alone ? 'task' : 'check'
  const sent = traces.flatMap((trace, index) =>
    trace && calledBy(trace) === when ? [{ trace, index }] : [],
  )
  if (sent.length === 0) {
    const titles = [...new Set(traces.flatMap((trace) => trace?.title ?? []))]
    return {
      clause: null,
      what: `The ${kind} "${id}" waits for ${when}, and none of the ${steps} sends that.`,
      write: offer(when, titles),
    }
  }
  const tried = sent.map(({ trace, index }) => ({
    trace,
    step: index + 1,
    clause: firstMiss(clauses, trace),
  }))
  if (tried.some(({ clause }) => clause === null)) return null
  const [nearest] = tried.toSorted((a, b) => b.clause! - a.clause!)
  const { trace, step, clause } = nearest!
  const missed = clauses[clause!]!
  const others = tried.filter((one) => one !== nearest)
  const rest = others.map((one) => `step ${one.step} not clause ${one.clause! + 1}`).join(', ')
  return {
    clause: clause ?? null,
    what:
      `The ${kind} "${id}" is ${metByNone(traces.length, steps)}: ` +
      `step ${step} does not meet clause ${clause! + 1}, ${missed.claims}${rest && `; ${rest}`}.`,
    write: `${seenIn(missed, trace)}${alone ? BEGINS_ANEW : ''}`,
  }
}

/** What a way does without, and its author may have counted on. */
const BEGINS_ANEW =
  ' The way of a task begins where its act begins: what the buttons did before has to be a step of it.'

const metByNone = (count: number, steps: string): string =>
  count === 1
    ? `not met by the one ${steps.replace('steps', 'step')}`
    : `met by none of the ${count} ${steps}`

function firstMiss(clauses: readonly Clause[], trace: Trace): number | null {
  const missed = clauses.findIndex((clause) => clause.claims !== 'rows' && !isTrueOf(clause, trace))
  return missed < 0 ? null : missed
}

const isTrueOf = (clause: Clause, trace: Trace) =>
  holds(clause, { trace, countRows: () => Promise.resolve(null) }) === true

/** What stood there in place of what a clause hopes for. */
function seenIn(clause: Clause, trace: Trace): string {
  const tags = [...new Set(trace.steps.map(({ tag }) => tag))]
  switch (clause.claims) {
    case 'status':
      return `The reply is ${trace.status}.`
    case 'step':
      return stepSeen(clause, trace, tags)
    case 'never':
      return `${clause.never} runs.`
    case 'caught_by':
      return `It is refused by ${caughtBy(trace) ?? NOBODY}.`
    case 'reaches':
      return `It ends at ${pictureOf(trace).end.floor}.`
    case 'as':
      return `${trace.persona} acts.`
    case 'words':
      return `There stands: ${wordsOn(trace, clause.words.field).join(' · ') || 'nothing'}.`
    case 'count':
      return `There are ${stepsCalled(trace, clause.count.tag).length} of them.`
    case 'argument':
    case 'returned': {
      const { tag } = clause.claims === 'argument' ? clause.argument : clause.returned
      return tags.includes(tag) ? 'It has another value there.' : offer(tag, tags)
    }
    case 'lane':
      return laneSeen(clause, trace)
    case 'by_hand':
      return 'A button of the lesson sends it: only a task, alone: true, is done by hand.'
    default:
      return 'Change the clause, or the steps.'
  }
}

function laneSeen({ lane: { as } }: Extract<Clause, { claims: 'lane' }>, trace: Trace): string {
  const lane = laneIn(trace, as)
  if (!lane) return 'Only a race has lanes, ana and ana-phone, or a split: who sent it.'
  const { status, caught_by: guard, words, ends } = lane
  return `Of ${as} it is ${[status, ends, guard ?? NOBODY, ...words].join(' · ')}.`
}

function stepSeen(
  { step, outcome }: Extract<Clause, { claims: 'step' }>,
  trace: Trace,
  tags: readonly string[],
): string {
  const found = trace.steps.find(({ tag }) => tag === step)
  if (!found) return offer(step, tags)
  if (outcome !== null && found.outcome !== outcome) return `Its outcome is ${found.outcome}.`
  return `It says: ${found.detail}`
}

/**
 * A question whose step answers it with none of the options, or with two of them.
 *
 * @example
 * questionsWithoutAnswer({ predictions: [] }, [])
 * // => []
 */
export function questionsWithoutAnswer(
  { predictions }: Asked,
  traces: readonly (Trace | null)[],
): readonly WrongAt[] {
  return predictions.flatMap((question, index) => {
    const trace = traces[question.step - 1]
    const layers = trace && bentOtherwise(question, trace)
    if (layers) return [{ ...layers, at: ['predictions', index, layers.key] }]
    if (!trace || question.asks === 'rows' || question.asks === 'fixed') return []
    const found = foundIn(question, trace)
    const wrong = wrongOptions(
      question.id,
      found,
      optionsThatHold(question, found),
      optionsOf(question),
    )
    return wrong ? [{ ...wrong, at: ['predictions', index, 'options'] }] : []
  })
}

/** Only a run with just these layers off, and a fault if it says so, marks it, and its step has others. */
function bentOtherwise(
  {
    id,
    step,
    peeled,
    hunted,
  }: Pick<DemoEntry['predictions'][number], 'id' | 'step' | 'peeled' | 'hunted'>,
  trace: Trace,
): (Wrong & { readonly key: 'peeled' | 'hunted' }) | null {
  if (isBentAs(trace, { peeled, hunted })) return null
  if (hunted !== (faultIn(trace) !== null))
    return {
      key: 'hunted',
      what: `The question "${id}" is about a house ${hunted ? 'with a' : 'without a'} fault, and step ${step} runs in one ${hunted ? 'without' : 'with one'}.`,
      write: hunted ? 'Leave hunted out.' : 'Write hunted: true.',
    }
  const off = layersOffIn(trace)
  return {
    key: 'peeled',
    what: `The question "${id}" is about a run with ${inList(peeled)} off, and step ${step} has ${inList(off)} off.`,
    write: off.length === 0 ? 'Leave peeled out.' : `Write peeled: [${off.join(', ')}].`,
  }
}

const inList = (tags: readonly string[]) => (tags.length === 0 ? 'nothing' : tags.join(', '))

/**
 * What is wrong with options of which these hold, of what a run has found; `null` where one does.
 *
 * @example
 * wrongOptions('who', '422', ['422'], ['422', '303'])
 * // => null
 */
export function wrongOptions(
  id: string,
  found: string,
  holding: readonly string[],
  options: readonly string[],
): Wrong | null {
  if (holding.length === 1) return null
  if (holding.length === 0)
    return {
      what: `The question "${id}" is answered by "${found}", which is no option.`,
      write: `Write an option for it: the options are ${options.join(', ')}.`,
    }
  const both = holding.map((option) => `"${option}"`).join(' and ')
  return {
    what: `Of the question "${id}" ${both} are true at once, so nobody can tell them apart.`,
    write: 'Leave one of them out.',
  }
}

/**
 * Ends that are others than the demo says, and steps to look at that do not occur.
 *
 * @example
 * endsOtherwise({ steps: [] }, [])
 * // => []
 */
export function endsOtherwise(
  { steps }: Asked,
  traces: readonly (Trace | null)[],
): readonly WrongAt[] {
  return steps.flatMap(({ ends, look_at: lookAt }, index): readonly WrongAt[] => {
    const trace = traces[index]
    if (!trace) return []
    const { kind, floor } = pictureOf(trace).end
    const tags = [...new Set(trace.steps.map(({ tag }) => tag))]
    const isOther = ends !== null && (kind !== ends.kind || floor !== ends.at)
    return [
      ...(isOther
        ? [
            {
              at: ['steps', index, 'ends'],
              what: `Step ${index + 1} is ${kind} at ${floor}, and the demo says ${ends.kind} at ${ends.at}.`,
              write: `Write ends: { kind: ${kind}, at: ${floor} }, or change what it does.`,
            },
          ]
        : []),
      ...(lookAt !== null && !tags.includes(lookAt)
        ? [
            {
              at: ['steps', index, 'look_at'],
              what: `Step ${index + 1} has no step ${lookAt} to look at.`,
              write: offer(lookAt, tags),
            },
          ]
        : []),
    ]
  })
}
