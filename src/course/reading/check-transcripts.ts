/** What is wrong with the transcripts of a lesson, as far as that can be said without typing them. */
import { read } from '#prompt/elixir/read.ts'
import { NotRead } from '#prompt/elixir/tree.ts'
import { promptBody } from '#prompt/typescript/prompt-body.ts'
import type { DemoEntry } from '../schema/demo.ts'
import type { TranscriptEntry } from '../schema/transcript.ts'
import {
  fromInWords,
  SPELLINGS,
  TRANSCRIPTS,
  typedIn,
  type RecordedTranscript,
  type Start,
} from '../transcript.ts'
import { BEGINNING, type Mistakes, type MistakeKind, type Wrong } from './mistake.ts'
import { offer } from './near.ts'
import type { LessonFound } from './read-files.ts'
import { recordAgain } from './stale-recordings.ts'

/**
 * Tells about each line that no prompt reads, each demo that is not there, and what was never recorded.
 *
 * @example
 * checkTranscripts(null, { transcripts: null })
 * // => undefined
 */
export function checkTranscripts(
  mistakes: Mistakes,
  { path, folder, demos, transcripts, prints }: LessonFound,
): void {
  if (!transcripts) return
  const file = `${folder}/transcripts.yaml`
  const tell = (kind: MistakeKind, at: readonly PropertyKey[], wrong: Wrong) =>
    mistakes.add(file, kind, transcripts.yaml.placeOf(at) ?? BEGINNING, wrong)
  for (const [index, transcript] of transcripts.value.entries()) {
    const { id, lines } = transcript
    for (const [n, line] of lines.entries())
      for (const spelling of SPELLINGS) {
        const written = line[spelling]
        const what = written === null ? null : unread(written, spelling)
        if (what !== null)
          tell('broken', [index, 'lines', n, spelling], {
            what: `Transcript ${id}, line ${n + 1}: ${what}`,
            write: 'Write what somebody can type at /console.',
          })
      }
    const demo = demos && wrongDemo(transcript, demos.value)
    if (demo) tell('broken', [index, 'demo'], demo)
    const start = startOf(transcript, demos?.value ?? [])
    const stale = start && whyStale(transcript, start, prints[id])
    if (stale)
      tell('recording', [index, 'id'], {
        what: `Transcript ${id}: ${stale}`,
        write: `Record it: ${recordAgain(path)}`,
      })
  }
  const known = transcripts.value.map(({ id }) => id)
  for (const id of Object.keys(prints))
    if (!known.includes(id))
      mistakes.add(`${folder}/${TRANSCRIPTS}`, 'recording', BEGINNING, {
        what: `It has "${id}", which is no transcript.`,
        write: `Record the lesson again: ${recordAgain(path)}`,
      })
}

/**
 * Where a transcript begins; `null` where its demo is not there.
 *
 * @example
 * startOf({ start: null, demo: 'six-tries' }, [])
 * // => null
 */
export const startOf = (
  { start, demo }: Pick<TranscriptEntry, 'start' | 'demo'>,
  demos: readonly Pick<DemoEntry, 'id' | 'start'>[],
): Start | null => start ?? demos.find(({ id }) => id === demo)?.start ?? null

function unread(line: string, spelling: (typeof SPELLINGS)[number]): string | null {
  if (spelling === 'typescript') return promptBody(line).problems[0]?.message ?? null
  try {
    return 'trees' in read(line) ? null : 'The line stops too early.'
  } catch (error) {
    if (error instanceof NotRead) return error.message
    throw error
  }
}

function wrongDemo(
  { id, demo: named }: TranscriptEntry,
  demos: readonly Pick<DemoEntry, 'id'>[],
): Wrong | null {
  if (named === null || demos.some((one) => one.id === named)) return null
  return {
    what: `Transcript ${id} names the demo "${named}", which this lesson does not have.`,
    write: offer(
      named,
      demos.map((one) => one.id),
    ),
  }
}

/**
 * Why what was recorded is no recording of this transcript, or `null`.
 *
 * @example
 * whyStale({ lines: [] }, { seed: 'nobody', as: 'you', clock: 0 }, undefined)
 * // => 'it was never recorded.'
 */
export function whyStale(
  { lines }: Pick<TranscriptEntry, 'lines'>,
  start: Start,
  recorded: RecordedTranscript | undefined,
): string | null {
  if (!recorded) return 'it was never recorded.'
  const from = fromInWords(start)
  if (recorded.from !== from) return `it begins ${from}, and its recording ${recorded.from}.`
  for (const spelling of SPELLINGS) {
    const kept = recorded[spelling]
    const other = lines.findIndex(
      (line, n) =>
        kept[n]?.typed !== typedIn(spelling, line) || kept[n].as !== (line.as ?? start.as),
    )
    if (other >= 0) return `line ${other + 1} is not what was recorded.`
    if (kept.length > lines.length) return 'its recording has more lines.'
  }
  return null
}
