// Phoenix's name for the table, which readers may know.
export const MIGRATIONS = 'schema_migrations'
export const MIGRATIONS_LOCK = 'schema_migrations_lock'

/** The tables in which the migrator keeps its own notes. */
export const MIGRATION_TABLES: readonly string[] = [MIGRATIONS, MIGRATIONS_LOCK]
