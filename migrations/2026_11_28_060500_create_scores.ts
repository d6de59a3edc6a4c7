import { sql, type Kysely } from 'kysely'

/**
 * Scores of the guessing game. Each belongs to one user and goes when the
 * user goes; one that was made for an organization goes with that, too.
 */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('scores')
    .addColumn('id', 'integer', (column) =>
      column.primaryKey().autoIncrement(),
    )
    .addColumn('user_id', 'integer', (column) => column.notNull())
    // Null: it is the user's alone.
    .addColumn('organization_id', 'integer')
    .addColumn('points', 'integer', (column) => column.notNull())
    .addColumn('guesses', 'integer', (column) => column.notNull())
    .addColumn('comment', 'text')
    .addColumn('inserted_at', 'integer', (column) => column.notNull())
    .addColumn('updated_at', 'integer', (column) => column.notNull())
    // #region score-checks
    .addCheckConstraint(
      'scores_points_check',
      sql`points between 0 and 10`,
    )
    .addCheckConstraint('scores_guesses_check', sql`guesses >= 1`)
    // #endregion score-checks
    // #region scores-user
    .addForeignKeyConstraint(
      'scores_user_id_fkey',
      ['user_id'],
      'users',
      ['id'],
      (foreignKey) => foreignKey.onDelete('cascade'),
    )
    // #endregion scores-user
    .addForeignKeyConstraint(
      'scores_organization_id_fkey',
      ['organization_id'],
      'organizations',
      ['id'],
      (foreignKey) => foreignKey.onDelete('cascade'),
    )
    .modifyEnd(sql`strict`)
    .execute()

  await db.schema
    .createIndex('scores_user_id_index')
    .on('scores')
    .column('user_id')
    .execute()
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('scores').execute()
}
