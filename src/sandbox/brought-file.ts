/** Why no sandbox can begin with a file that somebody brings, in a sentence for its reader. */
import { objectionTo, type Objection } from '#repo/sqlite/brought-database.ts'
import type { Repo } from '#repo/repo.ts'
import { ROW_LIMITS } from './limits.ts'
import { MOST_BYTES } from './store.ts'

const MAGIC = 'SQLite format 3\0'
const HEADER_BYTES = 100
const PAGE_BYTES = 4_096
const UTF8 = 1

const SENTENCES: Readonly<Record<Extract<Objection, string>, string>> = {
  damaged: 'This database is damaged: SQLite cannot read all of it.',
  'of another version':
    'This is no sandbox of this version: it was downloaded from another edition of this site, or made by another program.',
  'with triggers or views':
    'This database brings triggers or views of its own. A sandbox has none.',
  'with other tables':
    'The tables of this database are not those of a sandbox. If a migration was down or a layer was off when you downloaded it, put that right there, and download it again.',
  'with stray rows': 'Rows of this database refer to rows that are not in it.',
}

/** What its first bytes say, without a look by SQLite; `null` for nothing against it. */
export function refusalOfBytes(file: Uint8Array): string | null {
  if (file.byteLength > MOST_BYTES) {
    const mebibytes = MOST_BYTES / 1024 / 1024
    return `A sandbox takes at most ${mebibytes} MiB, and this file is longer.`
  }
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const isDatabase = bytes.byteLength >= HEADER_BYTES && bytes.toString('latin1', 0, 16) === MAGIC
  if (!isDatabase)
    return 'This file is no SQLite database. Choose the one that you have downloaded here, unchanged.'
  if (bytes.readUInt16BE(16) !== PAGE_BYTES || bytes.readUInt32BE(56) !== UTF8)
    return SENTENCES['of another version']
  return bytes.byteLength % PAGE_BYTES === 0 ? null : SENTENCES.damaged
}

/** What SQLite says of it. `like` is what every sandbox begins as. */
export async function refusalOfDatabase(file: string, like: Repo): Promise<string | null> {
  const objection = await objectionTo(file, { like, rowLimits: ROW_LIMITS })
  if (objection === null || typeof objection === 'string') return objection && SENTENCES[objection]
  const { table, most } = objection
  return `A sandbox holds at most ${most} ${table}, and this database has more.`
}
