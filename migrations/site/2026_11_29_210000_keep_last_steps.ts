import { sql, type Kysely } from 'kysely'

/** The step of a lesson that its reader took last, and when: there they go on. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .alterTable('lessons_opened')
    .addColumn('last_step', 'text', (column) =>
      column.check(sql`length(last_step) between 3 and 80`),
    )
    .execute()
  await db.schema.alterTable('lessons_opened').addColumn('stepped_at', 'integer').execute()
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('lessons_opened').dropColumn('stepped_at').execute()
  await db.schema.alterTable('lessons_opened').dropColumn('last_step').execute()
}
