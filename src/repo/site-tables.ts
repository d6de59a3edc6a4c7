/** The rows of the site's own database: who visits, which sandboxes there are, and how far each visitor is. */
import type { ColumnType, Generated } from 'kysely'
import type { Secret } from '#lib/secret.ts'

export interface SiteTables {
  readonly visitors: VisitorsTable
  readonly sandboxes: SandboxesTable
  readonly lessons_opened: LessonsOpenedTable
  readonly checks_met: ChecksMetTable
  readonly predictions: PredictionsTable
}

interface VisitorsTable {
  id: Generated<number>
  /** SHA-256 of the visitor's cookie. */
  token_hash: ColumnType<
    Uint8Array,
    Uint8Array | Secret<Uint8Array>,
    Uint8Array | Secret<Uint8Array>
  >
  inserted_at: number
  last_seen_at: number
}

interface SandboxesTable {
  /** 32 random hex digits; the name of its file. */
  id: string
  visitor_id: number
  /** 1, 2, 3 … for each visitor: reset and expiry make the next one. */
  number: number
  inserted_at: number
  last_used_at: number
  /** Milliseconds by which the reader moved its clock on. */
  clock_offset: Generated<number>
  /** 32 random hex digits, by which a program finds it. Opens nothing without a token of a user in it. */
  api_key: string
  /** 1 when the reader has switched passwords on in the registration. */
  registration_with_password: Generated<number>
  /** `null` while it is the visitor's open sandbox. */
  ended_at: number | null
  /** `reset`, `expired` … */
  ended_reason: string | null
}

/** What a visitor did with one version of a lesson. */
interface OfLesson {
  visitor_id: number
  /** Stays the same when the lesson moves. */
  lesson_id: string
  /** Of the lesson's text: 12 hex digits. */
  version: string
}

interface LessonsOpenedTable extends OfLesson {
  opened_at: number
  last_opened_at: number
  /** `null` until it was read to its end. */
  read_at: number | null
}

interface ChecksMetTable extends OfLesson {
  check_id: string
  met_at: number
}

interface PredictionsTable extends OfLesson {
  demo_id: string
  question_id: string
  /** What the visitor said; `null` when the question was skipped. */
  answer: string | null
  /** What their trace answered; `null`, as `correct` and `marked_at`, until there is one. */
  found: string | null
  /** 1 when the trace agreed, 0 when not. */
  correct: number | null
  made_at: number
  marked_at: number | null
}
