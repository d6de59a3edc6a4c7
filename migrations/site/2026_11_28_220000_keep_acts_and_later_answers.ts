import { PostgresAdapter, sql, type CreateTableBuilder, type Kysely } from 'kysely'

/**
 * A sandbox keeps where it stands in an act. A question keeps how it was
 * settled and what was said to it later; until now a question that was run
 * without an answer was kept as nothing at all. The floor `plug` is two floors
 * since: what the questions of a floor were answered with is rewritten.
 */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('sandboxes').addColumn('place', 'text').execute()

  await createPredictions(db, (table) =>
    table
      // How it was settled without an answer.
      .addColumn('settled', 'text')
      .addCheckConstraint(
        'predictions_settled_check',
        sql`(answer is null) = (settled is not null) and settled in ('skipped', 'run')`,
      )
      .addCheckConstraint('predictions_marked_check', sql`(marked_at is null) = (found is null)`),
  )
  await sql`
    insert into predictions_anew
      (visitor_id, lesson_id, version, demo_id, question_id, answer, found, correct, settled, made_at, marked_at)
    select visitor_id, lesson_id, version, demo_id, question_id, ${onNewFloors('answer')}, ${onNewFloors('found')},
      correct, case when answer is null then 'skipped' end, made_at, marked_at
    from predictions`.execute(db)
  await db.schema.dropTable('predictions').execute()
  await db.schema.alterTable('predictions_anew').renameTo('predictions').execute()

  await db.schema
    .createTable('later_answers')
    .addColumn('visitor_id', 'integer', (column) => column.notNull())
    .addColumn('lesson_id', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('demo_id', 'text', (column) => column.notNull())
    .addColumn('question_id', 'text', (column) => column.notNull())
    // 2 for the second answer to a question, and so on.
    .addColumn('nth', 'integer', (column) => column.notNull())
    .addColumn('answer', 'text', (column) => column.notNull())
    .addColumn('found', 'text')
    .addColumn('correct', 'integer')
    .addColumn('made_at', 'integer', (column) => column.notNull())
    .addColumn('marked_at', 'integer')
    .addPrimaryKeyConstraint('later_answers_pkey', [...QUESTION, 'nth'])
    .addCheckConstraint('later_answers_nth_check', sql`nth between 2 and 20`)
    .addForeignKeyConstraint(
      'later_answers_visitor_id_fkey',
      ['visitor_id'],
      'visitors',
      ['id'],
      (foreignKey) => foreignKey.onDelete('cascade'),
    )
    .modifyEnd(sql`strict, without rowid`)
    .execute()

  await db.schema
    .createTable('ways_shown')
    .addColumn('visitor_id', 'integer', (column) => column.notNull())
    .addColumn('lesson_id', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('check_id', 'text', (column) => column.notNull())
    // How often it was tried, as far as a hint waits for it.
    .addColumn('tries', 'integer', (column) => column.notNull())
    // When “show me” was pressed; null before.
    .addColumn('shown_at', 'integer')
    .addPrimaryKeyConstraint('ways_shown_pkey', ['visitor_id', 'lesson_id', 'version', 'check_id'])
    .addForeignKeyConstraint(
      'ways_shown_visitor_id_fkey',
      ['visitor_id'],
      'visitors',
      ['id'],
      (foreignKey) => foreignKey.onDelete('cascade'),
    )
    .modifyEnd(sql`strict, without rowid`)
    .execute()
}

const QUESTION = ['visitor_id', 'lesson_id', 'version', 'demo_id', 'question_id'] as const

/** Of the questions that asked for a floor: those that could be answered with plugs. */
const onNewFloors = (column: 'answer' | 'found') =>
  sql`case when ${sql.ref(column)} = 'plug'
    and question_id in ('how-far-bo-goes', 'who-refuses-the-second-time')
    then 'guards' else ${sql.ref(column)} end`

type Table = CreateTableBuilder<any, any>

async function createPredictions(db: Kysely<any>, withOwn: (table: Table) => Table): Promise<void> {
  // There a key is an index, and two of them cannot have one name.
  if (isPostgres(db))
    await sql`alter table predictions rename constraint predictions_pkey to predictions_was_pkey`.execute(
      db,
    )
  await withOwn(db.schema.createTable('predictions_anew') as Table)
    .addColumn('visitor_id', 'integer', (column) => column.notNull())
    .addColumn('lesson_id', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('demo_id', 'text', (column) => column.notNull())
    .addColumn('question_id', 'text', (column) => column.notNull())
    // What the visitor said first.
    .addColumn('answer', 'text')
    // What their run answered.
    .addColumn('found', 'text')
    .addColumn('correct', 'integer')
    .addColumn('made_at', 'integer', (column) => column.notNull())
    .addColumn('marked_at', 'integer')
    .addPrimaryKeyConstraint('predictions_pkey', [...QUESTION])
    .addCheckConstraint(
      'predictions_correct_check',
      // PostgreSQL has booleans, which are no numbers.
      isPostgres(db)
        ? sql`(correct = 1) = (answer = found) and correct in (0, 1)`
        : sql`correct = (answer = found)`,
    )
    .addForeignKeyConstraint(
      'predictions_visitor_id_fkey',
      ['visitor_id'],
      'visitors',
      ['id'],
      (foreignKey) => foreignKey.onDelete('cascade'),
    )
    .modifyEnd(sql`strict, without rowid`)
    .execute()
}

const isPostgres = (db: Kysely<any>) => db.getExecutor().adapter instanceof PostgresAdapter

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('ways_shown').execute()
  await db.schema.dropTable('later_answers').execute()
  await createPredictions(db, (table) =>
    table
      .addCheckConstraint(
        'predictions_marked_check',
        sql`(marked_at is null) = (found is null) and (found is null) = (correct is null)`,
      )
      .addCheckConstraint('predictions_skipped_check', sql`answer is not null or found is null`),
  )
  // What was run without an answer had no place here.
  await sql`
    insert into predictions_anew
      (visitor_id, lesson_id, version, demo_id, question_id, answer, found, correct, made_at, marked_at)
    select visitor_id, lesson_id, version, demo_id, question_id, answer, found, correct, made_at, marked_at
    from predictions where settled is distinct from 'run'`.execute(db)
  await db.schema.dropTable('predictions').execute()
  await db.schema.alterTable('predictions_anew').renameTo('predictions').execute()
  await db.schema.alterTable('sandboxes').dropColumn('place').execute()
}
