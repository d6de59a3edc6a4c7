/**
 * The migrations of one sandbox, and the lever that runs them. A reader may
 * take them back one by one; until they are run again, some tables are not
 * there, and that is nobody's mistake.
 */
import { ConstraintError, StaleEntryError } from '#changeset/errors.ts'
import { counted } from '#lib/counted.ts'
import { Refusal, tryLater } from '#lib/refusal.ts'
import {
  DatabaseBusyError,
  DatabaseClosedError,
  DatabaseError,
  DatabaseFullError,
  MissingTableError,
  TablesChangedError,
  WriteRefusedError,
} from '#repo/database-error.ts'
import {
  countPendingMigrations,
  listMigrations,
  migrateDown,
  migrateToLatest,
  migrateToNone,
  migrateUp,
  type MigrationRun,
  type MigrationStatus,
} from '#repo/migrator.ts'
import type { Repo } from '#repo/repo.ts'
import { callSite } from '#trace/call-site.ts'
import type { StepReport } from '#trace/recorder.ts'
import { span, untraced } from '#trace/trace.ts'
import { toReset } from './to-reset.ts'

export type { MigrationRun, MigrationStatus } from '#repo/migrator.ts'

/** `latest` is as far up as there are migrations, `none` as far down. */
export const DIRECTIONS = ['down', 'up', 'latest', 'none'] as const
/** Which migrations are run: the last one back, the next one, all that are missing, or all back. */
export type Direction = (typeof DIRECTIONS)[number]

const RUN: Readonly<Record<Direction, (repo: Repo) => Promise<readonly MigrationRun[]>>> = {
  down: async (repo) => listed(await migrateDown(repo)),
  up: async (repo) => listed(await migrateUp(repo)),
  latest: (repo) => migrateToLatest(repo),
  none: (repo) => migrateToNone(repo),
}

const COME_OF_CHANGED_TABLES = [
  MissingTableError,
  TablesChangedError,
  WriteRefusedError,
  ConstraintError,
  StaleEntryError,
]

/** A request that began before the tables changed may still stumble over it. */
const SETTLES_IN_MILLISECONDS = 5_000

/** Runs the migrations of one sandbox, and knows how many of them are down. */
export class SandboxMigrations {
  readonly #repo: Repo
  #pending: number
  #ranAt = -Infinity

  private constructor(repo: Repo, pending: number) {
    this.#repo = repo
    this.#pending = pending
  }

  static async of(repo: Repo): Promise<SandboxMigrations> {
    return new SandboxMigrations(repo, await untraced(() => countPendingMigrations(repo)))
  }

  /** Those of a copy of the template, on which all of them have run. */
  static ofTemplate(repo: Repo): SandboxMigrations {
    return new SandboxMigrations(repo, 0)
  }

  /** How many have not run: 0 unless the reader has taken some back. */
  get pending(): number {
    return this.#pending
  }

  /** Looks again: the tables were put back by other means. */
  async look(): Promise<void> {
    this.#ranAt = performance.now()
    this.#pending = await untraced(() => countPendingMigrations(this.#repo))
  }

  /** All of them, oldest first. */
  list(): Promise<readonly MigrationStatus[]> {
    return listMigrations(this.#repo)
  }

  /**
   * Runs one step, or all of a direction, and says which ran. Throws a
   * `Refusal` (409) when the database does not let it, as it may when the
   * reader has changed the schema by other means.
   */
  run(direction: Direction): Promise<readonly MigrationRun[]> {
    const name = `Migrations.${direction}`
    const step = { layer: 'context', name, tag: `context.${name}`, source: callSite() } as const
    return span(step, () => this.#run(direction), inWords)
  }

  /**
   * What to tell the person, if this error comes from a migration that has
   * not run, or from one that ran in the middle of the request: a table was
   * gone between two queries, or the row that another one refers to. `null`
   * for any other. `beganAt` is when the request began, as `performance.now()` has it.
   */
  refusalFor(error: unknown, beganAt = -Infinity): Refusal | null {
    if (error instanceof MissingTableError && this.#pending > 0)
      return this.refusalSaying(error.sentence)
    // Whoever came after the change met the tables as they are.
    if (!mayComeOfChangedTables(error) || beganAt > this.#ranAt) return null
    if (performance.now() - this.#ranAt > SETTLES_IN_MILLISECONDS) return null
    return tryLater(503, 'The tables were changing just now.', 1)
  }

  /** `The users table is not there.`, why that is, and a button that puts it right. */
  refusalSaying(sentence: string): Refusal {
    const down = `${counted(this.#pending, 'migration')} down`
    const label = `Run ${this.#pending === 1 ? 'it' : 'them'} up again`
    const remedy = {
      title: `Your sandbox is ${down}`,
      label,
      action: '/sandbox/migrations',
      fields: { direction: 'latest' },
    }
    return new Refusal(409, `${sentence} This sandbox is ${down}. ${label}.`, {}, remedy)
  }

  async #run(direction: Direction): Promise<readonly MigrationRun[]> {
    this.#ranAt = Infinity
    try {
      return await RUN[direction](this.#repo)
    } catch (error) {
      throw refusalOf(error)
    } finally {
      this.#ranAt = performance.now()
      this.#pending = await untraced(() => countPendingMigrations(this.#repo))
    }
  }
}

const listed = (run: MigrationRun | null) => (run ? [run] : [])

/** A table or a row that was there for one query of a request, and not for the next. */
function mayComeOfChangedTables(error: unknown): boolean {
  return COME_OF_CHANGED_TABLES.some((kind) => error instanceof kind)
}

/** The schema is the reader's own: what it does not let a migration do is theirs to know, in the database's words. */
function refusalOf(error: unknown): unknown {
  const cause = error instanceof Error ? error.cause : null
  if (!(cause instanceof DatabaseError)) return error
  const notOfTheSchema = [DatabaseBusyError, DatabaseClosedError, DatabaseFullError]
  if (notOfTheSchema.some((kind) => cause instanceof kind)) return cause
  return toReset(
    new Refusal(409, `The database refused: ${cause.words}. Reset your sandbox to start afresh.`),
  )
}

function inWords(runs: readonly MigrationRun[]): Partial<StepReport> {
  if (runs.length === 0) return { outcome: 'skip', detail: 'nothing to run' }
  const names = runs.map(({ name }) => name)
  return { detail: `${runs[0]?.direction === 'down' ? 'took back' : 'ran'} ${names.join(', ')}` }
}
