/**
 * Transcripts of the prompt: what was typed in a lesson's start state, in both
 * spellings, with what it printed. Values are kept, and printed when a page is
 * built: no times, ids or random values, as in every recording.
 */
import { thrownInElixir, thrownInTypeScript } from '#prompt/exceptions.ts'
import { asElixir, asTypeScript } from '#prompt/print.ts'
import type { Spelling } from '#prompt/helpers.ts'
import type { Wire } from '#trace/wire.ts'
import type { TranscriptEntry } from './schema/transcript.ts'
import type { ProjectFiles } from './project-files.ts'
import { findSource, type RecordedSource } from './recording.ts'
import { sourceHref } from './source-page.ts'

/** The file in a lesson’s folder that keeps what its transcripts printed. */
export const TRANSCRIPTS = 'transcripts.json'

/** As many columns as stand beside a stage; on a phone they are scrolled. */
export const COLUMNS = 58

/** What a line came to. */
export type RecordedAnswer =
  | { readonly value: Wire }
  | { readonly text: string }
  | { readonly thrown: { readonly name: string; readonly message: string } }

/** A query of the debug log, its time left out. */
export interface RecordedQuery {
  readonly head: string
  readonly sql: string
  /** `unsafeValidateUnique`, or `null` where no function of the app asked. */
  readonly caller: string | null
  readonly source: RecordedSource | null
}

/** A line as it was typed, with what it printed. */
export interface RecordedLine {
  readonly typed: string
  readonly as: string
  readonly answer: RecordedAnswer
  readonly notes: readonly string[]
  readonly queries: readonly RecordedQuery[]
}

/** All lines of a transcript, typed twice, each time from where it starts. */
export interface RecordedTranscript extends Readonly<Record<Spelling, readonly RecordedLine[]>> {
  /** `ana-confirmed, as ana` */
  readonly from: string
}

/** By their ids. */
export type RecordedTranscripts = Readonly<Record<string, RecordedTranscript>>

/** Where a transcript begins: its own start, or that of its demo. */
export type Start = NonNullable<TranscriptEntry['start']>

/**
 * Where it begins, in words that a recording keeps.
 *
 * @example
 * fromInWords({ seed: 'ana-confirmed', as: 'ana', clock: '15m' })
 * // => 'ana-confirmed, as ana, 15m on'
 */
export const fromInWords = ({ seed, as, clock }: Start): string =>
  `${seed}, as ${as}${clock === 0 ? '' : `, ${clock} on`}`

/** Each line is typed in both. */
export const SPELLINGS = ['elixir', 'typescript'] as const

/**
 * What is typed in one of the spellings.
 *
 * @example
 * typedIn('typescript', { elixir: 'exports Accounts', typescript: null })
 * // => 'exports Accounts'
 */
export const typedIn = (
  spelling: Spelling,
  line: Pick<TranscriptEntry['lines'][number], 'elixir' | 'typescript'>,
): string => (spelling === 'typescript' ? (line.typescript ?? line.elixir) : line.elixir)

/** A line as a page shows it. */
export interface PrintedLine {
  /** `iex(2)>` */
  readonly sign: string
  readonly typed: string
  readonly queries: readonly PrintedQuery[]
  /** `null` before the first recording. */
  readonly answer: string | null
  readonly notes: readonly string[]
}

/** A query of the debug log as a page shows it. */
export interface PrintedQuery {
  readonly text: string
  /** `↳ unsafeValidateUnique, at: src/app/accounts/user.ts:85` */
  readonly caller: string | null
  readonly href: string | null
}

/** A transcript as a page shows it. */
export interface PrintedTranscript extends Pick<TranscriptEntry, 'id' | 'title' | 'demo'> {
  readonly start: Start
  readonly lines: readonly (Pick<TranscriptEntry['lines'][number], 'note' | 'shown' | 'as'> &
    Readonly<Record<Spelling, PrintedLine>>)[]
}

/**
 * The transcript with what it printed. Lines of the source are found where they stand now.
 *
 * @example
 * const line = { elixir: 'v()', typescript: null, as: null, note: null, shown: false }
 * const start = { seed: 'nobody', as: 'you', clock: 0 }
 * const { lines } = printed(files, { lines: [line] }, start, undefined)
 * lines[0].elixir.sign
 * // => 'iex(1)>'
 */
export function printed(
  files: ProjectFiles,
  { id, title, demo, lines }: TranscriptEntry,
  start: Start,
  recorded: RecordedTranscript | undefined,
): PrintedTranscript {
  return {
    ...{ id, title, demo, start },
    lines: lines.map(({ note, shown, as, ...line }, index) => ({
      ...{ note, shown, as },
      elixir: printedLine(files, 'elixir', index + 1, line, recorded),
      typescript: printedLine(files, 'typescript', index + 1, line, recorded),
    })),
  }
}

function printedLine(
  files: ProjectFiles,
  spelling: Spelling,
  number: number,
  line: Pick<TranscriptEntry['lines'][number], 'elixir' | 'typescript'>,
  recorded: RecordedTranscript | undefined,
): PrintedLine {
  const typed = typedIn(spelling, line)
  const found = recorded?.[spelling][number - 1]
  // What was recorded of other words says nothing of these.
  const own = found?.typed === typed ? found : undefined
  return {
    sign: spelling === 'elixir' ? `iex(${number})>` : `${number}>`,
    typed,
    queries: (own?.queries ?? []).map((query) => printedQuery(files, query)),
    answer: own ? answerIn(spelling, own.answer) : null,
    notes: own?.notes ?? [],
  }
}

function printedQuery(
  files: ProjectFiles,
  { head, sql, caller, source }: RecordedQuery,
): PrintedQuery {
  const at = source && findSource(files, source)
  const place = at && `at: ${at.file}:${at.line}`
  return {
    text: `${head}\n${sql}`,
    caller: place && `↳ ${caller === null ? '' : `${caller}, `}${place}`,
    href: at && sourceHref(at),
  }
}

/**
 * What a prompt of this spelling prints.
 *
 * @example
 * answerIn('elixir', { value: { $: 'result', ok: false, of: 'not found' } })
 * // => '{:error, :not_found}'
 */
export function answerIn(spelling: Spelling, answer: RecordedAnswer): string {
  if ('text' in answer) return answer.text
  if ('thrown' in answer) {
    const { name, message } = answer.thrown
    return (spelling === 'elixir' ? thrownInElixir : thrownInTypeScript)(name, message)
  }
  return spelling === 'elixir'
    ? asElixir(answer.value, { width: COLUMNS })
    : asTypeScript(answer.value)
}
