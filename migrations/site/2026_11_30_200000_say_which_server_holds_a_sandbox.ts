import { sql, type Kysely } from 'kysely'

/**
 * Where several servers share this database, each has a row that it renews,
 * and a sandbox names the row of the server that has its files. With one
 * server there is no such row, and no sandbox names any.
 */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('servers')
    // One stay of a server: whoever was taken for gone comes back under another.
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    // The process that may renew it.
    .addColumn('process', 'text', (column) => column.notNull())
    .addColumn('began_at', 'integer', (column) => column.notNull())
    .addColumn('leased_until', 'integer', (column) => column.notNull())
    // From then on nothing of it counts, whatever its server believes.
    .addColumn('gone_at', 'integer')
    .modifyEnd(sql`strict`)
    .execute()

  // Two servers that both want a name: the second insert is refused.
  await db.schema
    .createIndex('servers_name_index')
    .on('servers')
    .column('name')
    .unique()
    .where(sql<boolean>`gone_at is null`)
    .execute()

  await db.schema.alterTable('sandboxes').addColumn('server', 'text').execute()

  // Where there is one server no sandbox is in it, so that it costs nothing.
  await db.schema
    .createIndex('sandboxes_server_index')
    .on('sandboxes')
    .columns(['server', 'ended_at', 'last_used_at'])
    .where(sql<boolean>`server is not null`)
    .execute()
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropIndex('sandboxes_server_index').execute()
  await db.schema.alterTable('sandboxes').dropColumn('server').execute()
  await db.schema.dropTable('servers').execute()
}
