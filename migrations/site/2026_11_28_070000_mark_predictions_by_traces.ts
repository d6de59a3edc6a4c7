import { PostgresAdapter, sql, type Kysely } from 'kysely'

/**
 * A prediction is open until its reader has taken the step that it is about;
 * then their own trace marks it. A demo can ask more than one question. No
 * page has asked any so far, so there is nothing to take along.
 */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('predictions').execute()
  await db.schema
    .createTable('predictions')
    .addColumn('visitor_id', 'integer', (column) => column.notNull())
    .addColumn('lesson_id', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('demo_id', 'text', (column) => column.notNull())
    .addColumn('question_id', 'text', (column) => column.notNull())
    // What the visitor said. A question that was skipped has no answer.
    .addColumn('answer', 'text')
    // What their trace answered.
    .addColumn('found', 'text')
    .addColumn('correct', 'integer')
    .addColumn('made_at', 'integer', (column) => column.notNull())
    .addColumn('marked_at', 'integer')
    .addPrimaryKeyConstraint('predictions_pkey', [
      'visitor_id',
      'lesson_id',
      'version',
      'demo_id',
      'question_id',
    ])
    .addCheckConstraint(
      'predictions_correct_check',
      // PostgreSQL has booleans, which are no numbers.
      isPostgres(db)
        ? sql`(correct = 1) = (answer = found) and correct in (0, 1)`
        : sql`correct = (answer = found)`,
    )
    .addCheckConstraint(
      'predictions_marked_check',
      sql`(marked_at is null) = (found is null) and (found is null) = (correct is null)`,
    )
    .addCheckConstraint('predictions_skipped_check', sql`answer is not null or found is null`)
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
  await db.schema.dropTable('predictions').execute()
  await db.schema
    .createTable('predictions')
    .addColumn('visitor_id', 'integer', (column) => column.notNull())
    .addColumn('lesson_id', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('demo_id', 'text', (column) => column.notNull())
    .addColumn('answer', 'text')
    .addColumn('correct', 'integer')
    .addColumn('made_at', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('predictions_pkey', ['visitor_id', 'lesson_id', 'version', 'demo_id'])
    .addCheckConstraint('predictions_correct_check', sql`correct in (0, 1)`)
    .addCheckConstraint('predictions_skipped_check', sql`(answer is null) = (correct is null)`)
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
