import { sql, type Kysely } from 'kysely'

/**
 * Users, and their tokens: sessions, links by mail, changes of e-mail.
 *
 * Every guard has a name, because a changeset says by name what
 * to tell the person when it refuses. Times are milliseconds since
 * 1970, UTC.
 */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('users')
    .addColumn('id', 'integer', (column) =>
      column.primaryKey().autoIncrement(),
    )
    // Without regard to case: Ana@example.com is ana@example.com.
    .addColumn('email', 'text', (column) =>
      column.notNull().modifyEnd(sql`collate nocase`),
    )
    .addColumn('hashed_password', 'text')
    .addColumn('confirmed_at', 'integer')
    .addColumn('inserted_at', 'integer', (column) => column.notNull())
    .addColumn('updated_at', 'integer', (column) => column.notNull())
    .addCheckConstraint('users_email_check', sql`email like '_%@%_'`)
    .modifyEnd(sql`strict`)
    .execute()

  // #region unique-email
  await db.schema
    .createIndex('users_email_index')
    .on('users')
    .column('email')
    .unique()
    .execute()
  // #endregion unique-email

  await db.schema
    .createTable('users_tokens')
    .addColumn('id', 'integer', (column) =>
      column.primaryKey().autoIncrement(),
    )
    .addColumn('user_id', 'integer', (column) => column.notNull())
    .addColumn('token', 'blob', (column) => column.notNull())
    .addColumn('context', 'text', (column) => column.notNull())
    .addColumn('sent_to', 'text')
    .addColumn('authenticated_at', 'integer')
    .addColumn('inserted_at', 'integer', (column) => column.notNull())
    // #region tokens-user
    // A user who goes takes every session along.
    .addForeignKeyConstraint(
      'users_tokens_user_id_fkey',
      ['user_id'],
      'users',
      ['id'],
      (foreignKey) => foreignKey.onDelete('cascade'),
    )
    // #endregion tokens-user
    .modifyEnd(sql`strict`)
    .execute()

  await db.schema
    .createIndex('users_tokens_user_id_index')
    .on('users_tokens')
    .column('user_id')
    .execute()

  // #region unique-token
  await db.schema
    .createIndex('users_tokens_context_token_index')
    .on('users_tokens')
    .columns(['context', 'token'])
    .unique()
    .execute()
  // #endregion unique-token
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('users_tokens').execute()
  await db.schema.dropTable('users').execute()
}
