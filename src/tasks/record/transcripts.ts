/** Types transcripts at the prompt of the real server, to keep what it prints or to compare it with what was kept. */
import { isDeepStrictEqual } from 'node:util'
import type { ProjectFiles } from '#course/project-files.ts'
import { Player } from '#course/player.ts'
import { recordSource } from '#course/recording.ts'
import type { TranscriptInLesson } from '#course/course-reader.ts'
import {
  answerIn,
  COLUMNS,
  fromInWords,
  SPELLINGS,
  typedIn,
  type RecordedAnswer,
  type RecordedLine,
  type RecordedTranscript,
} from '#course/transcript.ts'
import { Typist, type Typed } from '#course/typist.ts'
import { cookieName, SESSION } from '#http/cookies.ts'
import type { Spelling } from '#prompt/helpers.ts'
import { queriesOf } from '#prompt/query-lines.ts'
import type { Wire, WireObject } from '#trace/wire.ts'
import { FIRST_TIME, settleText } from './normalize.ts'
import { runTypeScript } from './run-typescript.ts'

/** Types all of its lines in both spellings, each time from where it starts. */
export async function typeTranscript(
  files: ProjectFiles,
  origin: string,
  transcript: TranscriptInLesson,
): Promise<RecordedTranscript> {
  return {
    from: fromInWords(transcript.start),
    elixir: await typeLines(files, origin, transcript, 'elixir'),
    typescript: await typeLines(files, origin, transcript, 'typescript'),
  }
}

async function typeLines(
  files: ProjectFiles,
  origin: string,
  { entry: { lines }, start }: TranscriptInLesson,
  spelling: Spelling,
): Promise<readonly RecordedLine[]> {
  const player = await playerAt(origin, start)
  const typist = await Typist.at(player, { width: COLUMNS })
  const recorded: RecordedLine[] = []
  for (const line of lines) {
    const typed = typedIn(spelling, line)
    const as = line.as ?? start.as
    const came =
      spelling === 'elixir' || line.typescript === null
        ? await typist.elixir(typed, as)
        : await typist.type(as, () => runTypeScript(typist.session, typed))
    recorded.push({ typed, as, ...keptOf(files, came) })
  }
  return recorded
}

async function playerAt(origin: string, { seed, clock }: TranscriptInLesson['start']) {
  const player = new Player({
    origin,
    send: (request) => fetch(request),
    sessionCookie: (persona) => cookieName(new URL(origin), SESSION, persona),
  })
  const act = async (path: string, fields: Readonly<Record<string, string>>) => {
    const answer = await player.take({ method: 'POST', path, fields })
    await (await player.follow(answer)).body?.cancel()
  }
  await act('/sandbox/seeds', { name: seed })
  if (clock !== 0) await act('/sandbox/clock', { advance: clock })
  return player
}

function keptOf(
  files: ProjectFiles,
  { said, thrown, traces }: Typed,
): Pick<RecordedLine, 'answer' | 'notes' | 'queries'> {
  const queries = traces.flatMap(queriesOf).map(({ head, sql, source, caller }) => ({
    head: head.replace(/ db=[\d.]+ms/, ''),
    sql: settleText(sql),
    caller:
      caller === null ? null : (/^↳ (?<name>\w+), at: /.exec(caller)?.groups?.['name'] ?? null),
    source: source && recordSource(files, source),
  }))
  return { answer: answerOf({ said, thrown }), notes: said?.notes ?? [], queries }
}

function answerOf({ said, thrown }: Pick<Typed, 'said' | 'thrown'>): RecordedAnswer {
  if (thrown) return { thrown: { ...thrown, message: settleText(thrown.message) } }
  if (said?.is === 'text') return { text: said.text }
  return { value: settled(said?.value ?? null) }
}

const TIME: WireObject = { $: 'hidden', what: 'time' }

/** Without what another run would have otherwise. */
function settled(wire: Wire): Wire {
  if (typeof wire === 'string') return settleText(wire)
  if (typeof wire === 'number') return wire >= FIRST_TIME ? TIME : wire
  if (typeof wire !== 'object' || wire === null) return wire
  if (Array.isArray(wire)) return (wire as readonly Wire[]).map(settled)
  if ((wire as WireObject).$ === 'time') return TIME
  const entries = Object.entries(wire as WireObject) as readonly (readonly [string, Wire])[]
  return Object.fromEntries(entries.map(([key, item]) => [key, settled(item)])) as unknown as Wire
}

/** A sentence for each line that prints something else than it did. */
export function differingLines(
  was: RecordedTranscript,
  is: RecordedTranscript,
): readonly { readonly line: number; readonly how: string }[] {
  return SPELLINGS.flatMap((spelling) =>
    is[spelling].flatMap((now, index) => {
      const before = was[spelling][index]
      const how = before ? differenceOf(spelling, before, now) : null
      return how === null ? [] : [{ line: index + 1, how }]
    }),
  )
}

function differenceOf(spelling: Spelling, was: RecordedLine, is: RecordedLine): string | null {
  const [before, now] = [was, is].map(({ answer }) => answerIn(spelling, answer))
  const told = (what: string, one: unknown, other: unknown) =>
    `${what} ${JSON.stringify(one)}, was ${JSON.stringify(other)}`
  if (before !== now) return told(`in ${spelling} it prints`, now, before)
  if (!isDeepStrictEqual(was.notes, is.notes)) return told('it notes', is.notes, was.notes)
  const [asked, asks] = [was, is].map(({ queries }) => queries.map(({ sql }) => sql))
  if (!isDeepStrictEqual(asked, asks)) return told('it sends', asks, asked)
  const [from, by] = [was, is].map(({ queries }) =>
    queries.map(({ caller, source }) => [caller, source?.text]),
  )
  return isDeepStrictEqual(from, by) ? null : told('its queries come from', by, from)
}
