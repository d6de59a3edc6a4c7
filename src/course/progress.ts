/**
 * How far a visitor is: lessons opened and read, checks met, predictions made.
 * It belongs to the visitor and is kept in the site's own database, so it
 * stays when a sandbox is reset or runs out.
 */
import { Recent } from '#lib/recent.ts'
import { tryLater, type Refusal } from '#lib/refusal.ts'
import { DatabaseAwayError } from '#repo/database-error.ts'
import type { Repo } from '#repo/repo.ts'
import type { SiteTables } from '#repo/site-tables.ts'
import { WhenBack } from '#repo/when-back.ts'
import type { Visitor } from '#sandbox/sandbox.ts'
import { callSite } from '#trace/call-site.ts'
import { span, untraced } from '#trace/trace.ts'
import type { Lesson } from './course-data.ts'
import { mergeProgress, type Merged } from './merge-progress.ts'
import type { ProgressRecords, QuestionKey } from './progress-records.ts'

export type {
  OpenedLesson,
  MetCheck,
  QuestionKey,
  Prediction,
  LaterAnswer,
  TaskTries,
  MarkedRecall,
  ProgressRecords,
} from './progress-records.ts'

/** A lesson by what progress knows of it. */
export type LessonVersion = Pick<Lesson, 'id' | 'version'>

/** What is kept of one lesson. */
export type LessonRecords = Omit<ProgressRecords, 'lessons' | 'recalls'>

/** Whoever knows something twice within this time has remembered it once. */
const A_WHILE = 12 * 60 * 60_000

/** How often one question is answered, the first time included. */
const MOST_ANSWERS = 20

/** After so long it may be back. */
const AWAY_SECONDS = 5

/** Of so many visitors it is known what they have met. */
const KNOWN = 20_000

const OF_LESSON = ['visitor_id', 'lesson_id', 'version'] as const
const OF_QUESTION = [...OF_LESSON, 'demo_id', 'question_id'] as const
/** Where progress is kept. */
const TABLES = [
  ...['lessons_opened', 'checks_met', 'predictions', 'later_answers', 'ways_shown'],
  'recalls_marked',
] as const satisfies readonly (keyof SiteTables)[]

/** Reads and writes what is kept of each visitor, in the site’s own database. */
export class Progress {
  readonly #site: Repo<SiteTables>
  readonly #later: WhenBack<number>
  /** Of whoever has met checks lately, which: what is kept once is not kept again. */
  readonly #met = new Recent<number, Set<string>>(KNOWN)

  constructor(site: Repo<SiteTables>, later = new WhenBack<number>()) {
    this.#site = site
    this.#later = later
  }

  /**
   * Runs what is to be kept of a visitor, now or once the database is back: it
   * may be on another machine. All that is written here goes by this; whoever
   * decides by what is kept already gives the whole of it.
   */
  whenBack({ id }: Visitor, work: () => Promise<void>): Promise<void> {
    return this.#later.run(id, () => untraced(work))
  }

  /** Remembers that the visitor has opened this lesson, and when they last did. */
  openLesson(visitor: Visitor, lesson: LessonVersion): Promise<void> {
    const source = callSite()
    return this.#write(visitor, 'openLesson', lesson.id, source, async () => {
      await this.#upsertOpened(visitor, lesson, null)
    })
  }

  /** Marks a lesson as read, or as not read yet. When it was first read stays. */
  markLesson(visitor: Visitor, lesson: LessonVersion, read: boolean): Promise<void> {
    const source = callSite()
    const detail = `${lesson.id}: ${read ? 'read' : 'not read yet'}`
    return this.#write(visitor, 'markLesson', detail, source, async () => {
      if (read) return this.#upsertOpened(visitor, lesson, this.#site.clock.now())
      await this.#site.db
        .updateTable('lessons_opened')
        .set({ read_at: null })
        .where('visitor_id', '=', visitor.id)
        .where('lesson_id', '=', lesson.id)
        .execute()
    })
  }

  /** Remembers which step of a lesson its reader took last. Whoever takes one has opened it. */
  keepStep(visitor: Visitor, lesson: LessonVersion, step: string): Promise<void> {
    return this.whenBack(visitor, async () => {
      const now = this.#site.clock.now()
      const stepped = { last_step: step, stepped_at: now }
      await this.#site.db
        .insertInto('lessons_opened')
        .values({ ...keyOf(visitor, lesson), opened_at: now, last_opened_at: now, ...stepped })
        .onConflict((conflict) =>
          conflict.columns(OF_LESSON).doUpdateSet({ last_opened_at: now, ...stepped }),
        )
        .execute()
    })
  }

  /** Remembers that a check of this lesson was met, and when it first was. */
  meetCheck(visitor: Visitor, lesson: LessonVersion, check: string): Promise<void> {
    const source = callSite()
    return this.#write(visitor, 'meetCheck', `${lesson.id}: ${check}`, source, async () => {
      await this.#site.db
        .insertInto('checks_met')
        .values({ ...keyOf(visitor, lesson), check_id: check, met_at: this.#site.clock.now() })
        .onConflict((conflict) => conflict.columns([...OF_LESSON, 'check_id']).doNothing())
        .execute()
    })
  }

  /**
   * The same for several, which may have been met long ago: that is the usual
   * case, and costs no query. Others cost one.
   */
  async meetChecks(
    visitor: Visitor,
    lesson: LessonVersion,
    checks: readonly string[],
  ): Promise<void> {
    const known = this.#met.get(visitor.id) ?? new Set()
    const nameOf = (check: string) => [lesson.id, lesson.version, check].join()
    const others = checks.filter((check) => !known.has(nameOf(check)))
    if (others.length === 0) return
    const met = { ...keyOf(visitor, lesson), met_at: this.#site.clock.now() }
    await this.whenBack(visitor, async () => {
      await this.#site.db
        .insertInto('checks_met')
        .values(others.map((check_id) => ({ ...met, check_id })))
        .onConflict((conflict) => conflict.columns([...OF_LESSON, 'check_id']).doNothing())
        .execute()
    })
    for (const check of others) known.add(nameOf(check))
    this.#met.set(visitor.id, known)
  }

  /**
   * Remembers what the visitor predicts, or `null` that they skipped the
   * question. It can be changed until it is marked: after that they have seen
   * the answer. So has whoever skipped it: what they say then is a later answer.
   */
  keepPrediction(
    visitor: Visitor,
    lesson: LessonVersion,
    question: QuestionKey,
    answer: string | null,
  ): Promise<void> {
    const source = callSite()
    const detail = `${lesson.id}: ${question.question_id}`
    return this.#write(visitor, 'keepPrediction', detail, source, async () => {
      const settled = answer === null ? ('skipped' as const) : null
      const said = { answer, settled, made_at: this.#site.clock.now() }
      const kept = await this.#site.db
        .insertInto('predictions')
        .values({ ...keyOf(visitor, lesson), ...question, ...said })
        .onConflict((conflict) =>
          conflict
            .columns(OF_QUESTION)
            .doUpdateSet(said)
            .where('predictions.marked_at', 'is', null)
            .where('predictions.settled', 'is', null),
        )
        .executeTakeFirst()
      const isLate = kept.numInsertedOrUpdatedRows === 0n && answer !== null
      if (isLate && (await this.#isSkipped(visitor, lesson, question)))
        await this.#keepLater(visitor, lesson, question, answer)
    })
  }

  /** Marks a prediction by what the visitor's own trace answered. The first mark stays. */
  markPrediction(
    visitor: Visitor,
    lesson: LessonVersion,
    question: QuestionKey,
    found: string,
  ): Promise<void> {
    const source = callSite()
    const detail = `${lesson.id}: ${question.question_id}`
    return this.#write(visitor, 'markPrediction', detail, source, async () => {
      await this.#site.db
        .updateTable('predictions')
        .set(({ eb }) => ({
          found,
          correct: eb.case().when('answer', '=', found).then(eb.lit(1)).else(eb.lit(0)).end(),
          marked_at: this.#site.clock.now(),
        }))
        .where((eb) => eb.and({ ...keyOf(visitor, lesson), ...question }))
        .where('answer', 'is not', null)
        .where('marked_at', 'is', null)
        .execute()
    })
  }

  /** Remembers that the step of a question was run before anything was said, and what it answered. */
  settleByRun(
    visitor: Visitor,
    lesson: LessonVersion,
    question: QuestionKey,
    found: string,
  ): Promise<void> {
    const source = callSite()
    return this.#write(
      visitor,
      'settleByRun',
      `${lesson.id}: ${question.question_id}`,
      source,
      async () => {
        const now = this.#site.clock.now()
        const run = { settled: 'run' as const, found, made_at: now, marked_at: now }
        await this.#site.db
          .insertInto('predictions')
          .values({ ...keyOf(visitor, lesson), ...question, answer: null, ...run })
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      },
    )
  }

  /** Remembers what is said once more, beside the first answer. It can be changed until it is marked. */
  keepLaterAnswer(
    visitor: Visitor,
    lesson: LessonVersion,
    question: QuestionKey,
    answer: string,
  ): Promise<void> {
    const source = callSite()
    const detail = `${lesson.id}: ${question.question_id}`
    return this.#write(visitor, 'keepLaterAnswer', detail, source, () =>
      this.#keepLater(visitor, lesson, question, answer),
    )
  }

  /** Marks what was said last, once more, by the visitor's own run. */
  markLaterAnswer(
    visitor: Visitor,
    lesson: LessonVersion,
    question: QuestionKey,
    found: string,
  ): Promise<void> {
    const source = callSite()
    const detail = `${lesson.id}: ${question.question_id}`
    return this.#write(visitor, 'markLaterAnswer', detail, source, async () => {
      const newest = await this.#newestLater(visitor, lesson, question)
      if (newest?.marked_at !== null) return
      await this.#site.db
        .updateTable('later_answers')
        .set({
          found,
          correct: newest.answer === found ? 1 : 0,
          marked_at: this.#site.clock.now(),
        })
        .where((eb) => eb.and({ ...keyOf(visitor, lesson), ...question, nth: newest.nth }))
        .execute()
    })
  }

  /** Remembers one more try at a task, or that its way was shown. */
  tryTask(
    visitor: Visitor,
    lesson: LessonVersion,
    check: string,
    what: 'tried' | 'shown',
  ): Promise<void> {
    const source = callSite()
    return this.#write(visitor, 'tryTask', `${lesson.id}: ${check}`, source, async () => {
      const now = this.#site.clock.now()
      const first = { tries: what === 'tried' ? 1 : 0, shown_at: what === 'shown' ? now : null }
      await this.#site.db
        .insertInto('ways_shown')
        .values({ ...keyOf(visitor, lesson), check_id: check, ...first })
        .onConflict((conflict) =>
          conflict.columns([...OF_LESSON, 'check_id']).doUpdateSet((eb) => ({
            tries: eb('ways_shown.tries', '+', first.tries),
            shown_at: eb.fn.coalesce('ways_shown.shown_at', 'excluded.shown_at'),
          })),
        )
        .execute()
    })
  }

  /** Remembers whether the visitor knew the answer to a question from memory. What they say last counts. */
  keepRecall(visitor: Visitor, recall: string, knew: boolean): Promise<void> {
    const source = callSite()
    return this.#write(
      visitor,
      'keepRecall',
      `${recall}: ${knew ? 'known' : 'not quite'}`,
      source,
      async () => {
        const now = this.#site.clock.now()
        const said = { knew: knew ? 1 : 0, times_known: knew ? 1 : 0, marked_at: now }
        await this.#site.db
          .insertInto('recalls_marked')
          .values({ visitor_id: visitor.id, recall_id: recall, ...said })
          .onConflict((conflict) =>
            conflict.columns(['visitor_id', 'recall_id']).doUpdateSet((eb) => ({
              ...said,
              ...(knew && {
                times_known: eb
                  .case()
                  .when('recalls_marked.times_known', '=', 0)
                  .then(1)
                  .when('recalls_marked.marked_at', '>', now - A_WHILE)
                  .then(eb.ref('recalls_marked.times_known'))
                  .else(eb('recalls_marked.times_known', '+', 1))
                  .end(),
              }),
            })),
          )
          .execute()
      },
    )
  }

  /** What the visitor said to the questions of this lesson as it is now, and which checks they met. */
  listOfLesson(visitor: Visitor, lesson: LessonVersion): Promise<LessonRecords> {
    return this.#now(visitor, () => this.#recordsOf(keyOf(visitor, lesson)))
  }

  /** All there is of a visitor, oldest first. Lessons that are gone from the course are among it. */
  list(visitor: Visitor): Promise<ProgressRecords> {
    return this.#now(visitor, async () => ({
      ...(await this.#recordsOf({ visitor_id: visitor.id })),
      lessons: await this.#site.db
        .selectFrom('lessons_opened')
        .select(['lesson_id', 'version', 'opened_at', 'last_opened_at', 'read_at'])
        .select(['last_step', 'stepped_at'])
        .where('visitor_id', '=', visitor.id)
        .orderBy('opened_at')
        .execute(),
      recalls: (await this.#recallsOf(visitor)).map(({ knew, ...recall }) => ({
        ...{ ...recall, knew: knew === 1 },
      })),
    }))
  }

  /**
   * Takes what was brought from another browser: all of it, or nothing. What
   * is there is never lowered. Answers what was new, and how much was not.
   */
  merge(visitor: Visitor, brought: ProgressRecords): Promise<Merged> {
    return this.#now(visitor, () =>
      this.#site.transact(async (within) => {
        const own = await new Progress(within).list(visitor)
        const merged = mergeProgress(own, brought)
        await writeAll(within.db, visitor, merged.written)
        return merged
      }),
    )
  }

  /** Forgets all of it. The visitor and their sandbox stay. */
  delete(visitor: Visitor): Promise<void> {
    const step = { name: 'Progress.delete', tag: 'context.Progress.delete', source: callSite() }
    // Whoever hears that it is deleted must not find it there later.
    return span({ layer: 'context', ...step, detail: 'everything' }, () =>
      this.#now(visitor, async () => {
        await this.#site.transact(async ({ db }) => {
          for (const table of TABLES)
            await db.deleteFrom(table).where('visitor_id', '=', visitor.id).execute()
        })
        this.#met.delete(visitor.id)
      }),
    )
  }

  async #recordsOf(whose: Whose): Promise<LessonRecords> {
    const { db } = this.#site
    return {
      checks: await db
        .selectFrom('checks_met')
        .select(['lesson_id', 'version', 'check_id', 'met_at'])
        .where((eb) => eb.and(whose))
        .orderBy('met_at')
        .execute(),
      predictions: (
        await db
          .selectFrom('predictions')
          .select(['lesson_id', 'version', 'demo_id', 'question_id', 'answer', 'found', 'correct'])
          .select(['settled', 'made_at', 'marked_at'])
          .where((eb) => eb.and(whose))
          .orderBy('made_at')
          .execute()
      ).map(prediction),
      later: (await this.#laterOf(whose).orderBy('nth').execute()).map(prediction),
      tasks: await db
        .selectFrom('ways_shown')
        .select(['lesson_id', 'version', 'check_id', 'tries', 'shown_at'])
        .where((eb) => eb.and(whose))
        .execute(),
    }
  }

  #laterOf(whose: Whose) {
    return this.#site.db
      .selectFrom('later_answers')
      .select(['lesson_id', 'version', 'demo_id', 'question_id', 'nth', 'answer', 'found'])
      .select(['correct', 'made_at', 'marked_at'])
      .where((eb) => eb.and(whose))
  }

  #recallsOf({ id }: Visitor) {
    return this.#site.db
      .selectFrom('recalls_marked')
      .select(['recall_id', 'knew', 'times_known', 'marked_at'])
      .where('visitor_id', '=', id)
      .orderBy('marked_at')
      .execute()
  }

  #newestLater(visitor: Visitor, lesson: LessonVersion, question: QuestionKey) {
    return this.#laterOf({ ...keyOf(visitor, lesson), ...question })
      .orderBy('nth', 'desc')
      .limit(1)
      .executeTakeFirst()
  }

  async #keepLater(
    visitor: Visitor,
    lesson: LessonVersion,
    question: QuestionKey,
    answer: string,
  ): Promise<void> {
    const said = { answer, made_at: this.#site.clock.now() }
    const newest = await this.#newestLater(visitor, lesson, question)
    const nth = newest ? newest.nth + (newest.marked_at === null ? 0 : 1) : 2
    if (nth > MOST_ANSWERS) return
    await this.#site.db
      .insertInto('later_answers')
      .values({ ...keyOf(visitor, lesson), ...question, nth, ...said })
      .onConflict((conflict) => conflict.columns([...OF_QUESTION, 'nth']).doUpdateSet(said))
      .execute()
  }

  async #isSkipped(
    visitor: Visitor,
    lesson: LessonVersion,
    question: QuestionKey,
  ): Promise<boolean> {
    const kept = await this.#site.db
      .selectFrom('predictions')
      .select('settled')
      .where((eb) => eb.and({ ...keyOf(visitor, lesson), ...question }))
      .executeTakeFirst()
    return kept?.settled === 'skipped'
  }

  async #upsertOpened(
    visitor: Visitor,
    lesson: LessonVersion,
    readAt: number | null,
  ): Promise<void> {
    const now = this.#site.clock.now()
    const times = { opened_at: now, last_opened_at: now, read_at: readAt }
    await this.#site.db
      .insertInto('lessons_opened')
      .values({ ...keyOf(visitor, lesson), ...times })
      .onConflict((conflict) =>
        conflict.columns(OF_LESSON).doUpdateSet((eb) => ({
          last_opened_at: now,
          read_at: eb.fn.coalesce('lessons_opened.read_at', 'excluded.read_at'),
        })),
      )
      .execute()
  }

  // The site's own database is no part of what a reader watches: its SQL is left out.
  #write(
    visitor: Visitor,
    name: string,
    detail: string,
    source: ReturnType<typeof callSite>,
    fn: () => Promise<void>,
  ): Promise<void> {
    const step = { name: `Progress.${name}`, tag: `context.Progress.${name}`, detail, source }
    return span({ layer: 'context', ...step }, () => this.whenBack(visitor, fn))
  }

  /** Whether anything of this visitor’s waits for a database that is away. */
  waitsFor({ id }: Visitor): boolean {
    return this.#later.isWaiting(id)
  }

  /** How much waits for a database that is away. */
  get waiting(): number {
    return this.#later.size
  }

  /** Tries once more to write what waits. For a server that ends. */
  async writeWaiting(): Promise<void> {
    await this.#later.tryNow()
  }

  async #now<Value>({ id }: Visitor, fn: () => Promise<Value>): Promise<Value> {
    if (!this.#later.isInside && this.waitsFor({ id })) throw progressWaits()
    try {
      return await untraced(fn)
    } catch (error) {
      if (error instanceof DatabaseAwayError && !this.#later.isInside) throw progressWaits()
      throw error
    }
  }
}

const progressWaits = (): Refusal =>
  tryLater(
    503,
    'Your progress waits: the database that keeps it does not answer. What you do meanwhile is noted here, and kept once it does.',
    AWAY_SECONDS,
  )

type Db = Repo<SiteTables>['db']

/** Writes each record in place of the one that is there. */
async function writeAll(db: Db, { id: visitor_id }: Visitor, records: ProgressRecords) {
  const upsert = async (
    table: (typeof TABLES)[number],
    key: readonly string[],
    rows: readonly object[],
  ) => {
    for (const row of rows)
      await db
        .insertInto(table)
        // Each is a record of the table that it is written to: `records` says so below.
        .values({ visitor_id, ...row })
        .onConflict((conflict) =>
          conflict.columns(['visitor_id', ...key] as never).doUpdateSet(row),
        )
        .execute()
  }
  const [, ...ofLesson] = OF_LESSON
  const [, ...ofQuestion] = OF_QUESTION
  await upsert('lessons_opened', ofLesson, records.lessons)
  await upsert('checks_met', [...ofLesson, 'check_id'], records.checks)
  await upsert('predictions', ofQuestion, records.predictions.map(asRow))
  await upsert('later_answers', [...ofQuestion, 'nth'], records.later.map(asRow))
  await upsert('ways_shown', [...ofLesson, 'check_id'], records.tasks)
  const recalls = records.recalls.map(({ knew, ...one }) => ({ ...one, knew: knew ? 1 : 0 }))
  await upsert('recalls_marked', ['recall_id'], recalls)
}

const asRow = <One extends { readonly correct: boolean | null }>(one: One) => ({
  ...one,
  correct: one.correct === null ? null : Number(one.correct),
})

/** A row as the course speaks of it: SQLite has no booleans. */
const prediction = <Row extends { readonly correct: number | null }>(row: Row) => ({
  ...row,
  correct: row.correct === null ? null : row.correct === 1,
})

/** Which rows of a table: all of a visitor, of a lesson, of a question. */
interface Whose extends Partial<QuestionKey> {
  readonly visitor_id: number
  readonly lesson_id?: string
  readonly version?: string
}

const keyOf = ({ id: visitor_id }: Visitor, { id: lesson_id, version }: LessonVersion) => ({
  visitor_id,
  lesson_id,
  version,
})
