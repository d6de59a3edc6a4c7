/**
 * Somebody points at a line, and says what it does wrong. What they hear is
 * about their own runs: which one showed it, or which one says otherwise.
 */
import { capital } from '#lib/capital.ts'
import { numbered } from '#lib/counted.ts'
import { strangersIn } from '#trace/strangers.ts'
import type { Trace, TraceStep } from '#trace/trace-step.ts'
import { evidenceOf } from './evidence.ts'
import type { Mutant, Wrong } from './mutants.ts'
import type { Lines } from './patch.ts'

export interface Pointed {
  readonly file: string
  readonly line: number
  readonly wrong: Wrong
}

/** A run of a house with a fault, as the lab numbers it. */
export interface Run {
  readonly number: number
  readonly trace: Trace
}

/** Where the fault is, and what the file says that somebody points into. */
export interface Pointing {
  readonly mutant: Mutant
  readonly file: string
  readonly changed: readonly Lines[]
  /** The file that is pointed into, line by line, as it runs. */
  readonly lines: readonly string[]
  readonly runs: readonly Run[]
}

export interface Heard {
  readonly isRight: boolean
  readonly sentence: string
  /** The runs that it speaks of. */
  readonly runs: readonly Run[]
}

/** What a pointing is answered. */
export function answerPointing(pointed: Pointed, pointing: Pointing): Heard {
  const { mutant, file, changed } = pointing
  const isLine =
    pointed.file === file &&
    changed.some(({ from, to }) => from <= pointed.line && pointed.line <= to)
  if (isLine) return pointed.wrong === mutant.wrong ? right(pointing) : otherWrong(pointing)
  return elsewhere(pointed, pointing)
}

/** The runs that show the fault, and what each shows. */
export function runsThatShow({
  mutant,
  runs,
}: Pick<Pointing, 'mutant' | 'runs'>): readonly (Run & { readonly shows: string })[] {
  const traces = runs.map(({ trace }) => trace)
  return runs.flatMap((run) => {
    const shows = evidenceOf(mutant.name, run.trace, traces)
    return shows === null ? [] : [{ ...run, shows }]
  })
}

function right(pointing: Pointing): Heard {
  const showing = runsThatShow(pointing)
  const [first] = showing
  const why = first
    ? `${nameOfRun(first)} shows it: ${first.shows}.`
    : 'No run of yours shows it yet, so that was a guess. Send something by which it shows.'
  return { isRight: true, sentence: `That is the line. ${why}`, runs: showing }
}

function otherWrong(pointing: Pointing): Heard {
  const [first] = runsThatShow(pointing)
  const why = first
    ? `${nameOfRun(first)} says something else of it: ${first.shows}.`
    : 'No run of yours shows yet what it does. Send something that comes by there.'
  const sentence = `The line is right, and what you say of it is not. ${why}`
  return { isRight: false, sentence, runs: first ? [first] : [] }
}

function elsewhere({ file, line }: Pointed, pointing: Pointing): Heard {
  const { lines, runs } = pointing
  const block = blockAround(lines, line)
  const passing = runs.flatMap((run) => {
    const step = run.trace.steps.find(
      ({ source }) => source?.file === file && block.from <= source.line && source.line <= block.to,
    )
    return step ? [{ run, step }] : []
  })
  const showing = new Set(runsThatShow(pointing).map(({ number }) => number))
  const innocent = passing.findLast(({ run }) => !showing.has(run.number))
  if (innocent) {
    const { run, step } = innocent
    return {
      ...{ isRight: false, runs: [run] },
      sentence: `Not there. ${nameOfRun(run)} came by, and all was as it should be: ${seenIn(step, run.trace)}.`,
    }
  }
  const handing = passing.at(-1)
  if (handing)
    return {
      ...{ isRight: false, runs: [handing.run] },
      sentence: `Not there. ${nameOfRun(handing.run)} came by, and these lines only passed the fault on: look at the steps beside ${handing.step.name}.`,
    }
  const sentence =
    'Not there. No step of your runs stands in these lines, so none of them speaks for it: send something, and point where its trace leads.'
  return { isRight: false, sentence, runs: [] }
}

/** `Run 3, GET /scores as Bo,` */
const nameOfRun = ({ number, trace: { title, persona } }: Run) =>
  `Run ${number} (${title}${persona === 'you' ? '' : ` as ${capital(persona)}`})`

/** What a step did, of which nothing was wrong. */
function seenIn(step: TraceStep, { steps }: Trace): string {
  const query = steps.find(({ parent, layer }) => parent === step.id && layer === 'sql') ?? step
  const rows = query.data['rows']
  if (query.layer === 'sql' && typeof rows === 'number' && strangersIn(query).length === 0)
    return rows === 0
      ? `${step.name} found no rows`
      : `${step.name} met ${numbered(rows, 'row')}, and none of somebody else’s`
  if (step.outcome === 'error' || step.outcome === 'halt') return `${step.name} refused`
  return `${step.name} let it pass`
}

const BEGINS = /^(?:export |async |function |const |class |interface |type |\/\*\*)/

/** The function, or whatever else begins at the left margin, that a line stands in. */
export function blockAround(lines: readonly string[], line: number): Lines {
  const isStart = (number: number) => {
    const text = lines[number - 1] ?? ''
    // A comment and the function under it are one.
    return BEGINS.test(text) && !/\*\/$|^\/\/ #region/.test(lines[number - 2] ?? '')
  }
  let from = line
  while (from > 1 && !isStart(from)) from -= 1
  let to = line
  while (to < lines.length && !isStart(to + 1)) to += 1
  return { from, to }
}
