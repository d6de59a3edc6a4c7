/** The rows of the site's own database: who visits, which sandboxes there are, and how far each visitor is. */
import type { ColumnType, Generated } from 'kysely'
import type { Secret } from '#lib/secret.ts'

export interface SiteTables {
  readonly visitors: VisitorsTable
  readonly servers: ServersTable
  readonly sandboxes: SandboxesTable
  readonly lessons_opened: LessonsOpenedTable
  readonly checks_met: ChecksMetTable
  readonly predictions: PredictionsTable
  readonly later_answers: LaterAnswersTable
  readonly ways_shown: WaysShownTable
  readonly recalls_marked: RecallsMarkedTable
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

/** Where several servers share the database: each stay of one. */
interface ServersTable {
  /** 32 random hex digits. */
  id: string
  /** Of those that are not gone each has its own. */
  name: string
  /** The process that may renew it: 32 random hex digits. */
  process: string
  began_at: number
  /** By the clock of the database, as all of these times. */
  leased_until: number
  /** `null` while nobody has taken it for gone. */
  gone_at: number | null
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
  /** Where it stands in an act of the course, as JSON; `null` outside of any. */
  place: string | null
  /** What its labs have switched off in it, as JSON; `null` for nothing. */
  bending: string | null
  /** What it draws each time, where the start of an act says so; `null` where chance draws. */
  draws: number | null
  /** The stay of the server that has its files; `null` where there is one server. */
  server: string | null
  /** `null` while it is the visitor's open sandbox. */
  ended_at: number | null
  /** `reset`, `unused` …; `aside` while it can be put back. */
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
  /** The step that was taken last, `ana-comes-in.2`; `null`, as `stepped_at`, before the first. */
  last_step: string | null
  stepped_at: number | null
}

interface ChecksMetTable extends OfLesson {
  check_id: string
  met_at: number
}

interface PredictionsTable extends OfLesson {
  demo_id: string
  question_id: string
  /** What the visitor said first; `null` when they did not say. */
  answer: string | null
  /** What their run answered; `null`, as `marked_at`, until there is one. */
  found: string | null
  /** 1 when the run agreed, 0 when not; `null` without an answer. */
  correct: number | null
  /** Without an answer: it was skipped, or its step was run all the same. */
  settled: 'skipped' | 'run' | null
  made_at: number
  marked_at: number | null
}

/** What was said to a question once more, after the first answer was marked. */
interface LaterAnswersTable extends OfLesson {
  demo_id: string
  question_id: string
  /** 2 for the second answer, and so on. */
  nth: number
  answer: string
  found: string | null
  correct: number | null
  made_at: number
  marked_at: number | null
}

/** How somebody came on with a task that no button does. */
interface WaysShownTable extends OfLesson {
  check_id: string
  tries: number
  /** When they asked to be shown the way. */
  shown_at: number | null
}

/** What a visitor said last of a question that they answered from memory. */
interface RecallsMarkedTable {
  visitor_id: number
  recall_id: string
  /** 1 when they knew it. */
  knew: number
  /** How often in a row, each time after a while. */
  times_known: Generated<number>
  marked_at: number
}
