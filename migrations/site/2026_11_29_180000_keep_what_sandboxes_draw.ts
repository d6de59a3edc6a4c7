import { sql, type Kysely } from 'kysely'

/** The number that a sandbox draws each time, where the start of an act has said so; null where chance draws. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .alterTable('sandboxes')
    .addColumn('draws', 'integer', (column) =>
      column.modifyEnd(sql`constraint sandboxes_draws_check check (draws between 0 and 1000)`),
    )
    .execute()
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('sandboxes').dropColumn('draws').execute()
}
