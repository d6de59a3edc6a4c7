/** Visitors, in the site's own database: who has a sandbox, known by a cookie alone. In other words: anonymous users. */
import { createHash, randomBytes } from 'node:crypto'
import { systemClock } from '#lib/clock.ts'
import { secret } from '#lib/secret.ts'
import type { Repo } from '#repo/repo.ts'
import { secretParameter } from '#repo/secret-parameter.ts'
import type { SiteTables } from '#repo/site-tables.ts'
import type { RowCache } from './row-cache.ts'
import type { Visitor } from './sandbox-row.ts'

export type { Visitor } from './sandbox-row.ts'

/** The site's own database. */
export type SiteRepo = Repo<SiteTables>

/** Who has visited, each looked up once. */
export class Visitors {
  readonly #site: SiteRepo
  readonly #known: RowCache

  constructor(site: SiteRepo, known: RowCache) {
    this.#site = site
    this.#known = known
  }

  /** The visitor of a token, or `null`. Writes nothing. */
  async find(token: string): Promise<Visitor | null> {
    const key = keyOf(hashOf(token))
    const known = this.#known.visitorOf(key)
    if (known) return known
    const found = await findVisitor(this.#site, token)
    // Of a token that is nobody's nothing is kept: anybody can make up as many as they like.
    if (found) this.#known.keepVisitor(key, found)
    return found
  }

  /** Makes one, who has no sandbox yet. */
  async create(): Promise<{ visitor: Visitor; token: string }> {
    const made = await createVisitor(this.#site)
    this.#known.keepVisitor(keyOf(hashOf(made.token)), made.visitor)
    this.#known.keepHolding(made.visitor, { row: null, lost: null })
    return made
  }
}

/** Finds the visitor of a token in the database, or `null`. Writes nothing. */
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

/** The hash of a token as a cache has it. */
export const keyOf = (tokenHash: Uint8Array): string => Buffer.from(tokenHash).toString('base64url')
