/** The rows of an answer card: what led to the end, and last what decided it. */
import { capital } from '#lib/capital.ts'
import type { Focus } from '#trace/folding.ts'
import { guardName } from '#trace/guard-words.ts'
import { END_MARKS, MARKS_IN_WORDS, OUTCOME_MARKS, type Mark } from '#trace/marks.ts'
import { lanesOf, type Lane } from '#trace/raced.ts'
import type { Trace } from '#trace/trace-step.ts'
import { listRows, type ListRow } from '#stage/list/list-rows.ts'

export interface CardRow {
  readonly words: string
  /** A name that one can look up, as code writes it. */
  readonly isName: boolean
  readonly mark: Mark
  /** What the mark says, for whoever hears it. */
  readonly says: string
  readonly decides: string | null
}

const MOST = 5

/** The last five of the folded list, up to the one that says why it ended so. */
export function cardRows(trace: Trace, focus: Focus = {}): readonly CardRow[] {
  const sent = lanesOf(trace)
  if (sent.length > 0) return sent.map(laneRow)
  const rows = listRows(trace, focus)
  const decisive = rows.findIndex((row) => row.kind === 'step' && row.decides !== null)
  const told = decisive < 0 ? rows : rows.slice(0, decisive + 1)
  return told.slice(-MOST).map((row) => {
    const mark = markOf(row)
    const isName = row.kind === 'step'
    return {
      words: isName ? row.name : row.words,
      ...{ isName, mark, says: MARKS_IN_WORDS[mark] },
      decides: isName ? row.decides : null,
    }
  })
}

/** Of a lab the requests that it has sent are told, and not how it was asked: `Ana-phone · unique index`. */
function laneRow({ as, status, caught_by: by, ends }: Lane): CardRow {
  const mark = END_MARKS[ends ?? 'open']
  return {
    words: `${capital(as)} · ${by === null ? status : guardName(by)}`,
    ...{ isName: false, mark, says: MARKS_IN_WORDS[mark], decides: null },
  }
}

function markOf(row: ListRow): Mark {
  if (row.kind === 'fold') return OUTCOME_MARKS.ok
  return row.result.mark ?? OUTCOME_MARKS[row.step.outcome]
}
