import { sql, type Kysely } from 'kysely'

/**
 * How far a visitor is in the course. A lesson is known by its id, which stays
 * when its file moves, and by the version of its text: what was done with an
 * older one is kept, and known to be old. Times are milliseconds since 1970, UTC.
 */
export async function up(db: Kysely<any>): Promise<void> {
  const visitorsKey = ['visitor_id', 'lesson_id', 'version'] as const

  await db.schema
    .createTable('lessons_opened')
    .addColumn('visitor_id', 'integer', (column) => column.notNull())
    .addColumn('lesson_id', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'integer', (column) => column.notNull())
    .addColumn('last_opened_at', 'integer', (column) => column.notNull())
    .addColumn('read_at', 'integer')
    .addPrimaryKeyConstraint('lessons_opened_pkey', [...visitorsKey])
    .addForeignKeyConstraint(
      'lessons_opened_visitor_id_fkey',
      ['visitor_id'],
      'visitors',
      ['id'],
      (foreignKey) => foreignKey.onDelete('cascade'),
    )
    .modifyEnd(sql`strict, without rowid`)
    .execute()

  await db.schema
    .createTable('checks_met')
    .addColumn('visitor_id', 'integer', (column) => column.notNull())
    .addColumn('lesson_id', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('check_id', 'text', (column) => column.notNull())
    .addColumn('met_at', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('checks_met_pkey', [...visitorsKey, 'check_id'])
    .addForeignKeyConstraint(
      'checks_met_visitor_id_fkey',
      ['visitor_id'],
      'visitors',
      ['id'],
      (foreignKey) => foreignKey.onDelete('cascade'),
    )
    .modifyEnd(sql`strict, without rowid`)
    .execute()

  await db.schema
    .createTable('predictions')
    .addColumn('visitor_id', 'integer', (column) => column.notNull())
    .addColumn('lesson_id', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('demo_id', 'text', (column) => column.notNull())
    // A question that was skipped has no answer, and none that is right or wrong.
    .addColumn('answer', 'text')
    .addColumn('correct', 'integer')
    .addColumn('made_at', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('predictions_pkey', [...visitorsKey, 'demo_id'])
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

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('predictions').execute()
  await db.schema.dropTable('checks_met').execute()
  await db.schema.dropTable('lessons_opened').execute()
}
