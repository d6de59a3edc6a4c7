import { sql, type Kysely } from 'kysely'

/**
 * Organizations and who is a member of one; beside them the roles and the
 * feature flags of a user. Whatever a scope may hold besides the user.
 */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('organizations')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('name', 'text', (column) => column.notNull())
    // It stands in addresses: /organizations/glass-works/scores
    .addColumn('slug', 'text', (column) => column.notNull())
    .addColumn('inserted_at', 'integer', (column) => column.notNull())
    .addColumn('updated_at', 'integer', (column) => column.notNull())
    .modifyEnd(sql`strict`)
    .execute()

  await db.schema
    .createIndex('organizations_slug_index')
    .on('organizations')
    .column('slug')
    .unique()
    .execute()

  await db.schema
    .createTable('memberships')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('organization_id', 'integer', (column) => column.notNull())
    .addColumn('user_id', 'integer', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('inserted_at', 'integer', (column) => column.notNull())
    .addColumn('updated_at', 'integer', (column) => column.notNull())
    .addCheckConstraint('memberships_role_check', sql`role in ('owner', 'member')`)
    .addForeignKeyConstraint(
      'memberships_organization_id_fkey',
      ['organization_id'],
      'organizations',
      ['id'],
      (foreignKey) => foreignKey.onDelete('cascade'),
    )
    .addForeignKeyConstraint(
      'memberships_user_id_fkey',
      ['user_id'],
      'users',
      ['id'],
      (foreignKey) => foreignKey.onDelete('cascade'),
    )
    .modifyEnd(sql`strict`)
    .execute()

  // The user first: most of all a scope asks which organizations are theirs.
  await db.schema
    .createIndex('memberships_user_id_organization_id_index')
    .on('memberships')
    .columns(['user_id', 'organization_id'])
    .unique()
    .execute()

  await db.schema
    .createTable('user_roles')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('user_id', 'integer', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('inserted_at', 'integer', (column) => column.notNull())
    .addColumn('updated_at', 'integer', (column) => column.notNull())
    .addCheckConstraint('user_roles_role_check', sql`role in ('admin')`)
    .addForeignKeyConstraint(
      'user_roles_user_id_fkey',
      ['user_id'],
      'users',
      ['id'],
      (foreignKey) => foreignKey.onDelete('cascade'),
    )
    .modifyEnd(sql`strict`)
    .execute()

  await db.schema
    .createIndex('user_roles_user_id_role_index')
    .on('user_roles')
    .columns(['user_id', 'role'])
    .unique()
    .execute()

  await db.schema
    .createTable('feature_flags')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('user_id', 'integer', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('inserted_at', 'integer', (column) => column.notNull())
    .addColumn('updated_at', 'integer', (column) => column.notNull())
    .addForeignKeyConstraint(
      'feature_flags_user_id_fkey',
      ['user_id'],
      'users',
      ['id'],
      (foreignKey) => foreignKey.onDelete('cascade'),
    )
    .modifyEnd(sql`strict`)
    .execute()

  await db.schema
    .createIndex('feature_flags_user_id_name_index')
    .on('feature_flags')
    .columns(['user_id', 'name'])
    .unique()
    .execute()
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('feature_flags').execute()
  await db.schema.dropTable('user_roles').execute()
  await db.schema.dropTable('memberships').execute()
  await db.schema.dropTable('organizations').execute()
}
