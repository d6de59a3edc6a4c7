import { sql, type Kysely } from 'kysely'

/** How often in a row a reader knew the answer, each time after a while: it is asked again later and later. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .alterTable('recalls_marked')
    .addColumn('times_known', 'integer', (column) =>
      column
        .notNull()
        .defaultTo(0)
        .check(sql`times_known >= 0`),
    )
    .execute()
  await db.updateTable('recalls_marked').set({ times_known: 1 }).where('knew', '=', 1).execute()
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('recalls_marked').dropColumn('times_known').execute()
}
