import { PostgresAdapter, sql, type Kysely } from 'kysely'

/** The site's own database: visitors, and the sandboxes below them. Times are milliseconds since 1970, UTC. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('visitors')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('token_hash', 'blob', (column) => column.notNull())
    .addColumn('inserted_at', 'integer', (column) => column.notNull())
    .addColumn('last_seen_at', 'integer', (column) => column.notNull())
    .modifyEnd(sql`strict`)
    .execute()

  await db.schema
    .createIndex('visitors_token_hash_index')
    .on('visitors')
    .column('token_hash')
    .unique()
    .execute()

  await db.schema
    .createTable('sandboxes')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('visitor_id', 'integer', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('inserted_at', 'integer', (column) => column.notNull())
    .addColumn('last_used_at', 'integer', (column) => column.notNull())
    .addColumn('clock_offset', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('ended_at', 'integer')
    .addColumn('ended_reason', 'text')
    // The id is the name of a file.
    .addCheckConstraint(
      'sandboxes_id_check',
      isPostgres(db)
        ? sql`id ~ '^[0-9a-f]{32}$'`
        : sql`length(id) = 32 and id not glob '*[^0-9a-f]*'`,
    )
    .addCheckConstraint('sandboxes_ended_check', sql`(ended_at is null) = (ended_reason is null)`)
    .addForeignKeyConstraint(
      'sandboxes_visitor_id_fkey',
      ['visitor_id'],
      'visitors',
      ['id'],
      (foreignKey) => foreignKey.onDelete('cascade'),
    )
    .modifyEnd(sql`strict`)
    .execute()

  await db.schema
    .createIndex('sandboxes_visitor_id_number_index')
    .on('sandboxes')
    .columns(['visitor_id', 'number'])
    .unique()
    .execute()

  // Two tabs that both make a first sandbox get one: the second insert is refused.
  await db.schema
    .createIndex('sandboxes_open_index')
    .on('sandboxes')
    .column('visitor_id')
    .unique()
    .where(sql<boolean>`ended_at is null`)
    .execute()

  // For the sweeper, which asks for open sandboxes that nobody used lately.
  await db.schema
    .createIndex('sandboxes_ended_at_last_used_at_index')
    .on('sandboxes')
    .columns(['ended_at', 'last_used_at'])
    .execute()
}

const isPostgres = (db: Kysely<any>) => db.getExecutor().adapter instanceof PostgresAdapter

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('sandboxes').execute()
  await db.schema.dropTable('visitors').execute()
}
