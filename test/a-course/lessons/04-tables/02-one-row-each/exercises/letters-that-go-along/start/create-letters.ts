import { sql, type Kysely } from 'kysely'

/** Letters that people keep. Each belongs to one of them. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('letters')
    .addColumn('id', 'integer', (column) =>
      column.primaryKey(),
    )
    .addColumn('user_id', 'integer')
    .addColumn('words', 'text', (column) =>
      column.notNull(),
    )
    .addForeignKeyConstraint(
      'letters_user_id_fkey',
      ['user_id'],
      'users',
      ['id'],
      (key) => key.onDelete('no action'),
    )
    .modifyEnd(sql`strict`)
    .execute()
}
