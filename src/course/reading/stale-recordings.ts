/**
 * Whether what was recorded is what a demo does now, as far as that can be
 * said without playing it: who acts, where the request goes, what it sends.
 */
import { numbered } from '#lib/counted.ts'
import type { Trace } from '#trace/trace-step.ts'
import { fieldsOf } from '../facts.ts'
import { RECORDINGS, type RecordedTrace, type Recordings } from '../recording.ts'
import type { DemoEntry } from '../schema/demo.ts'
import {
  actorOf,
  isTitleOfStep,
  leavesNoTrace,
  requestOfStep,
  titleOfStep,
  type DemoStep,
} from '../steps.ts'
import { BEGINNING, type Mistakes, type Wrong } from './mistake.ts'
import type { LessonFound } from './read-files.ts'

/**
 * The command that records one lesson anew.
 *
 * @example
 * recordAgain('scopes/one')
 * // => 'npm run lessons:record -- scopes/one'
 */
export const recordAgain = (lesson: string): string => `npm run lessons:record -- ${lesson}`

/**
 * Tells about each demo that was never recorded, or does something else by now.
 *
 * @example
 * checkRecordings(null, { demos: null })
 * // => undefined
 */
export function checkRecordings(
  mistakes: Mistakes,
  { path, folder, demosFile, demos, recordings }: LessonFound,
): void {
  if (!demos) return
  for (const [index, demo] of demos.value.entries()) {
    const stale = staleness(demo, recordings[demo.id])
    if (stale) {
      const at = stale.step === null ? ['id'] : ['steps', stale.step - 1, 'label']
      const advice = stale.what.endsWith('recorded.') ? 'Record it' : 'Record it again'
      mistakes.add(demosFile, 'recording', demos.yaml.placeOf([index, ...at]), {
        what: `Demo ${demo.id}${stale.step === null ? '' : `, step ${stale.step}`}: ${stale.what}`,
        write: `${advice}: ${recordAgain(path)}`,
      })
    }
  }
  const known = demos.value.map(({ id }) => id)
  for (const id of Object.keys(recordings))
    if (!known.includes(id))
      mistakes.add(`${folder}/${RECORDINGS}`, 'recording', BEGINNING, {
        what: `It has "${id}", which is no demo.`,
        write: `Record the lesson again: ${recordAgain(path)}`,
      })
}

type Stale = Pick<Wrong, 'what'> & { readonly step: number | null }

/**
 * The first thing by which a recording is another one than the demo would make; `null` where they agree.
 *
 * @example
 * staleness(getDemo('ana-comes-in'), undefined).what
 * // => 'it was never recorded.'
 */
export function staleness(demo: DemoEntry, recorded: Recordings[string] | undefined): Stale | null {
  if (!recorded) return { step: null, what: 'it was never recorded.' }
  const { steps } = demo
  for (const [index, step] of steps.entries()) {
    const trace = recorded[index]
    const what = trace ? differenceOf(demo, step, trace) : null
    if (what !== null) return { step: index + 1, what }
  }
  if (steps.length === recorded.length) return null
  return {
    step: null,
    what: `it has ${numbered(steps.length, 'step')}, and its recording ${recorded.length}.`,
  }
}

function differenceOf(demo: DemoEntry, step: DemoStep, trace: RecordedTrace): string | null {
  if (trace.steps.length === 0)
    return leavesNoTrace(step) ? null : 'its recording is of another step.'
  const actor = actorOf(demo, step)
  if (trace.persona !== actor) return `${actor} acts, and in its recording ${trace.persona}.`
  if (!COMPARED.has(step.does)) return null
  if (!isTitleOfStep(demo, step, trace.title))
    return `it is ${titleOfStep(demo, step)}, and its recording ${trace.title}.`
  return otherFields(requestOfStep(demo, step).fields, fieldsOf(trace as unknown as Trace))
}

/** Others lead where only a server knows, or say nothing that could be compared. */
const COMPARED: ReadonlySet<string> = new Set(['send', 'from-elsewhere', 'open', 'race', 'split'])
const OWN = /^(?:_lesson|_step|_method)$/
const REDACTED = '**redacted**'

function otherFields(
  sends: Readonly<Record<string, string>>,
  sent: Readonly<Record<string, string>>,
): string | null {
  const names = [...new Set([...Object.keys(sends), ...Object.keys(sent)])]
  for (const name of names.filter((one) => !OWN.test(one))) {
    if (sent[name] === REDACTED || sends[name] === sent[name]) continue
    const [now, before] = [sends[name], sent[name]].map((value) =>
      value === undefined ? 'nothing' : JSON.stringify(short(value)),
    )
    return `it sends other fields than its recording: ${name} is ${now}, was ${before}.`
  }
  return null
}

const short = (value: string) => (value.length > 40 ? `${value.slice(0, 37)}…` : value)
