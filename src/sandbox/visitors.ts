/** Visitors, in the site's own database: who has a sandbox, known by a cookie alone. In other words: anonymous users. */
import { createHash, randomBytes } from 'node:crypto'
import { systemClock } from '#lib/clock.ts'
import { secret } from '#lib/secret.ts'
import type { Repo } from '#repo/repo.ts'
import { secretParameter } from '#repo/secret-parameter.ts'
import type { SiteTables } from '#repo/site-tables.ts'

/** The site's own database. */
export type SiteRepo = Repo<SiteTables>

export interface Visitor {
  readonly id: number
}

/** Finds the visitor of a token, or `null`. Writes nothing. */
export async function findVisitor({ db }: SiteRepo, token: string): Promise<Visitor | null> {
  const row = await db
    .selectFrom('visitors')
    .select('id')
    .where('token_hash', '=', secretParameter(hashOf(token)))
    .executeTakeFirst()
  return row ?? null
}

/** Makes a visitor. The token is for the cookie; the database keeps its SHA-256. */
export async function createVisitor({
  db,
}: SiteRepo): Promise<{ visitor: Visitor; token: string }> {
  const token = randomBytes(32).toString('base64url')
  const now = systemClock.now()
  const visitor = await db
    .insertInto('visitors')
    .values({ token_hash: secret(hashOf(token)), inserted_at: now, last_seen_at: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { visitor, token }
}

const hashOf = (token: string): Uint8Array =>
  createHash('sha256').update(Buffer.from(token, 'base64url')).digest()
