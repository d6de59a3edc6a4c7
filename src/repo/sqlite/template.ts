/**
 * A template is an empty, migrated database file. A new sandbox is a copy of
 * it, which takes a fraction of the time that migrating takes.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { sql } from 'kysely'
import { migrateToLatest, schemaVersion } from '../migrator.ts'
import { Repo } from '../repo.ts'

/**
 * Makes the template anew and puts it in place in one step, so that a server
 * that starts at the same moment, or copies the old one, sees a whole file.
 */
export async function createTemplate(file: string): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}.draft`
  await mkdir(dirname(file), { recursive: true })
  try {
    const repo = await Repo.open({ file: draft })
    try {
      await migrateToLatest(repo)
      await sql.raw(`pragma user_version = ${schemaVersion()}`).execute(repo.db)
      await sql`pragma wal_checkpoint(truncate)`.execute(repo.db)
    } finally {
      // Closing takes the files beside it away; only the one file is copied.
      await repo.close()
    }
    await rename(draft, file)
  } finally {
    await Promise.all(['', '-wal', '-shm'].map((end) => rm(draft + end, { force: true })))
  }
}

/**
 * Whether a database was made from this server's template. A file that was cut
 * off, written by another program or left by another version says something else.
 */
export async function isCurrentSandbox<Tables>(repo: Repo<Tables>): Promise<boolean> {
  const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(repo.db)
  return rows[0]?.user_version === schemaVersion()
}
