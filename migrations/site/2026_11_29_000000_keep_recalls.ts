import { sql, type Kysely } from 'kysely'

/** What a reader says of a question that they answered from memory. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('recalls_marked')
    .addColumn('visitor_id', 'integer', (column) => column.notNull())
    // By its lesson: `who-is-asking.a`.
    .addColumn('recall_id', 'text', (column) => column.notNull())
    // 1 when they knew it.
    .addColumn('knew', 'integer', (column) => column.notNull())
    .addColumn('marked_at', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('recalls_marked_pkey', ['visitor_id', 'recall_id'])
    .addCheckConstraint('recalls_marked_knew_check', sql`knew in (0, 1)`)
    .addForeignKeyConstraint(
      'recalls_marked_visitor_id_fkey',
      ['visitor_id'],
      'visitors',
      ['id'],
      (foreignKey) => foreignKey.onDelete('cascade'),
    )
    .modifyEnd(sql`strict, without rowid`)
    .execute()
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('recalls_marked').execute()
}
