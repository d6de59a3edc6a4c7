/// <reference types="vite/client" />
import type { Migration } from 'kysely/migration'

/** What makes the tables of a sandbox, by the files in `migrations/`. Nothing reads them from disk while it runs. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = import.meta.glob<Migration>(
  '/migrations/*.ts',
  { eager: true },
)
