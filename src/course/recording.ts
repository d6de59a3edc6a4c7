/**
 * Recordings: what the real server did when a demo was played, kept in the
 * lesson's folder. No times, ids or random values, and no numbers of lines: a
 * line that moved is no difference. A page finds the numbers again when it is built.
 */
import type { Source } from '#trace/trace-step.ts'
import type { Trace, TraceStep } from '#trace/trace-step.ts'
import type { ProjectFiles } from './project-files.ts'

/** The file in a lesson’s folder that keeps its recordings. */
export const RECORDINGS = 'recordings.json'

/** A line by its words. */
export interface RecordedSource {
  readonly file: string
  readonly text: string
  /** Which of the lines with these words it is, from 1. Left out for the first. */
  readonly nth?: number
}

/** A step without its time, and with its line by its words. */
export interface RecordedStep extends Omit<TraceStep, 'at' | 'source'> {
  readonly source: RecordedSource | null
}

/** A trace without its id and its time. */
export interface RecordedTrace extends Pick<Trace, 'title' | 'kind' | 'persona' | 'status'> {
  readonly steps: readonly RecordedStep[]
  /** How many rows there were afterwards, for each question that asks it of this step, by its id. */
  readonly counted?: Readonly<Record<string, string>>
}

/** A recording as a page shows it. */
export interface ShownRecording extends Trace, Pick<RecordedTrace, 'counted'> {}

/** The traces of each demo by its id: one for each of its steps. */
export type Recordings = Readonly<Record<string, readonly RecordedTrace[]>>

/**
 * What is kept of a line. `null` for one that is not there.
 *
 * @example
 * recordSource(files, { file: 'src/sandbox/idle-hours.ts', line: 2 })
 * // => { file: 'src/sandbox/idle-hours.ts', text: 'export const IDLE_HOURS = 24' }
 */
export function recordSource(files: ProjectFiles, { file, line }: Source): RecordedSource | null {
  const lines = files.lines(file)
  const text = lines[line - 1]?.trim()
  if (text === undefined) return null
  const nth = lines.slice(0, line).filter((each) => each.trim() === text).length
  return { file, text, ...(nth > 1 && { nth }) }
}

/**
 * Where that line is now. `null` when no line has these words any more.
 *
 * @example
 * const line = { file: 'src/sandbox/idle-hours.ts', text: 'export const IDLE_HOURS = 24' }
 * findSource(files, line)
 * // => { file: 'src/sandbox/idle-hours.ts', line: 2 }
 */
export function findSource(
  files: ProjectFiles,
  { file, text, nth = 1 }: RecordedSource,
): Source | null {
  const numbers = files
    .lines(file)
    .flatMap((each, index) => (each.trim() === text ? [index + 1] : []))
  const line = numbers[nth - 1] ?? numbers.at(-1)
  return line === undefined ? null : { file, line }
}

/**
 * Recordings of one demo as traces that a page can show.
 *
 * @example
 * const [shown] = tracesOf(files, 'ana-comes-in', [{ ...trace, steps: [] }])
 * shown.id
 * // => 'recorded-ana-comes-in-1'
 */
export function tracesOf(
  files: ProjectFiles,
  demo: string,
  recorded: readonly RecordedTrace[],
): readonly ShownRecording[] {
  return recorded.map(({ steps, ...trace }, index) => ({
    ...trace,
    id: `recorded-${demo}-${index + 1}`,
    startedAt: 0,
    steps: steps.map((step) => ({
      ...step,
      at: 0,
      source: step.source && findSource(files, step.source),
    })),
  }))
}
