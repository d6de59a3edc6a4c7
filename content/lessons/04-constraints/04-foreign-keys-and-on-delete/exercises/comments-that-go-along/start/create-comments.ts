import { sql, type Kysely } from 'kysely'

/** Comments on scores. Each belongs to one of them. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('comments')
    .addColumn('id', 'integer', (column) =>
      column.primaryKey(),
    )
    .addColumn('score_id', 'integer')
    .addColumn('words', 'text', (column) =>
      column.notNull(),
    )
    .addForeignKeyConstraint(
      'comments_score_id_fkey',
      ['score_id'],
      'scores',
      ['id'],
      (key) => key.onDelete('no action'),
    )
    .modifyEnd(sql`strict`)
    .execute()
}
