import { PostgresAdapter, sql, type Kysely } from 'kysely'

/**
 * A name by which a program finds a sandbox, since it brings no
 * cookie; and what its reader has switched on.
 */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .alterTable('sandboxes')
    .addColumn('api_key', 'text', (column) =>
      column.modifyEnd(
        isPostgres(db)
          ? sql`constraint sandboxes_api_key_check check (api_key ~ '^[0-9a-f]{32}$')`
          : sql`constraint sandboxes_api_key_check check (length(api_key) = 32 and api_key not glob '*[^0-9a-f]*')`,
      ),
    )
    .execute()

  await db.schema
    .alterTable('sandboxes')
    .addColumn('registration_with_password', 'integer', (column) =>
      column
        .notNull()
        .defaultTo(0)
        .modifyEnd(
          sql`constraint sandboxes_registration_with_password_check check (registration_with_password in (0, 1))`,
        ),
    )
    .execute()

  // Sandboxes that are there already get a key as well.
  await db
    .updateTable('sandboxes')
    .set({
      api_key: isPostgres(db)
        ? sql`replace(gen_random_uuid()::text, '-', '')`
        : sql`lower(hex(randomblob(16)))`,
    })
    .execute()

  await db.schema
    .createIndex('sandboxes_api_key_index')
    .on('sandboxes')
    .column('api_key')
    .unique()
    .execute()
}

const isPostgres = (db: Kysely<any>) => db.getExecutor().adapter instanceof PostgresAdapter

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropIndex('sandboxes_api_key_index').execute()
  await db.schema.alterTable('sandboxes').dropColumn('registration_with_password').execute()
  await db.schema.alterTable('sandboxes').dropColumn('api_key').execute()
}
