import type { Kysely } from 'kysely'

/** What the labs of a sandbox have switched off in it, as JSON; null for nothing. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('sandboxes').addColumn('bending', 'text').execute()
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('sandboxes').dropColumn('bending').execute()
}
