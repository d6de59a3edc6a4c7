/** What the site's own database knows of sandboxes: whose they are, and which are open. */
import { randomBytes } from 'node:crypto'
import { systemClock } from '#lib/clock.ts'
import { MINUTE } from '#lib/duration.ts'
import type { SiteRepo, Visitor } from './visitors.ts'

export interface SandboxRow {
  readonly id: string
  readonly visitor_id: number
  readonly number: number
  readonly inserted_at: number
  readonly last_used_at: number
  readonly clock_offset: number
  readonly api_key: string
  readonly registration_with_password: number
  readonly place: string | null
  readonly bending: string | null
  readonly draws: number | null
}

/** Why a sandbox ended. The first two are what its reader asked for; what is set aside may be put back. */
export type Ending = 'reset' | 'deleted' | typeof ASIDE | Loss
const ASIDE = 'aside'
const LOSSES = ['unused', 'room', 'broken'] as const
export type Loss = (typeof LOSSES)[number]

/** A sandbox that ended although nobody asked for it. */
export interface LostSandbox {
  readonly number: number
  readonly reason: Loss
}

export class SandboxRows {
  readonly #site: SiteRepo

  constructor(site: SiteRepo) {
    this.#site = site
  }

  /** The visitor's open sandbox, or `null`. */
  async current({ id }: Visitor): Promise<SandboxRow | null> {
    const row = await this.#open().where('visitor_id', '=', id).executeTakeFirst()
    return row ?? null
  }

  /** The visitor's last sandbox, if it was lost and none has been made since. */
  async lastLost({ id }: Visitor): Promise<LostSandbox | null> {
    const last = await this.#site.db
      .selectFrom('sandboxes')
      .select(['number', 'ended_reason'])
      .where('visitor_id', '=', id)
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst()
    const reason = LOSSES.find((loss) => loss === last?.ended_reason)
    return last && reason ? { number: last.number, reason } : null
  }

  async lastUsedAt(id: string): Promise<number> {
    const { last_used_at } = await this.#site.db
      .selectFrom('sandboxes')
      .select('last_used_at')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return last_used_at
  }

  async byApiKey(key: string): Promise<SandboxRow | null> {
    const row = await this.#open().where('api_key', '=', key).executeTakeFirst()
    return row ?? null
  }

  /** How many there are on disk. */
  async count(): Promise<number> {
    const { count } = await this.#site.db
      .selectFrom('sandboxes')
      .where((eb) => eb.or([eb('ended_at', 'is', null), eb('ended_reason', '=', ASIDE)]))
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    return count
  }

  /**
   * The one that makes room, or `null` when there are fewer than `most`: first
   * what was set aside, then the one unused for longest. Nothing of the visitor
   * for whom there is to be room: what they have set aside is theirs to put back.
   */
  async oldestOf(most: number, { id }: Visitor): Promise<SandboxRow | null> {
    if ((await this.count()) < most) return null
    const aside = this.#aside().where('visitor_id', '!=', id).orderBy('ended_at').limit(1)
    const open = this.#open().where('visitor_id', '!=', id).orderBy('last_used_at').limit(1)
    return (await aside.executeTakeFirst()) ?? (await open.executeTakeFirst()) ?? null
  }

  /** What the visitor’s last beginning set aside since `since`, or `null`. */
  async asideOf({ id }: Visitor, since: number): Promise<SandboxRow | null> {
    const rows = this.#aside().where('visitor_id', '=', id).where('ended_at', '>', since)
    return (await rows.orderBy('number', 'desc').limit(1).executeTakeFirst()) ?? null
  }

  /** What was set aside: of one visitor, or of all who have not come back to it since `before`. */
  listAside(
    of: { visitor: Visitor } | { before: number },
    most: number,
  ): Promise<readonly SandboxRow[]> {
    const rows = this.#aside().limit(most)
    return (
      'visitor' in of
        ? rows.where('visitor_id', '=', of.visitor.id)
        : rows.where('ended_at', '<=', of.before)
    ).execute()
  }

  /** Makes it the visitor’s open sandbox again. Says whether it was there to be put back. */
  async putBack(id: string): Promise<boolean> {
    const back = await this.#site.db
      .updateTable('sandboxes')
      .set({ ended_at: null, ended_reason: null, last_used_at: systemClock.now() })
      .where('id', '=', id)
      .where('ended_reason', '=', ASIDE)
      .returning('id')
      .executeTakeFirst()
    return back !== undefined
  }

  /** Open ones that nobody used since `before`, the oldest first. */
  unusedSince(before: number, most: number): Promise<readonly SandboxRow[]> {
    return this.#open()
      .where('last_used_at', '<', before)
      .orderBy('last_used_at')
      .limit(most)
      .execute()
  }

  /** A new one, numbered after the visitor's last. */
  insert(id: string, visitor: Visitor): Promise<SandboxRow> {
    const now = systemClock.now()
    return this.#site.db
      .insertInto('sandboxes')
      .columns(['id', 'visitor_id', 'number', 'inserted_at', 'last_used_at', 'api_key'])
      .expression((eb) =>
        eb
          .selectFrom('sandboxes')
          .where('visitor_id', '=', visitor.id)
          .select((inner) => [
            inner.val(id).as('id'),
            inner.val(visitor.id).as('visitor_id'),
            inner(inner.fn.coalesce(inner.fn.max('number'), inner.lit(0)), '+', inner.lit(1)).as(
              'number',
            ),
            inner.val(now).as('inserted_at'),
            inner.val(now).as('last_used_at'),
            inner.val(randomBytes(16).toString('hex')).as('api_key'),
          ]),
      )
      .returningAll()
      .executeTakeFirstOrThrow()
  }

  /** Once a minute is exact enough for a day, and spares a write for each request. */
  async touch({ id, last_used_at }: SandboxRow): Promise<void> {
    const now = systemClock.now()
    if (now - last_used_at >= MINUTE) await this.update(id, { last_used_at: now })
  }

  async update(
    id: string,
    values: Partial<
      Pick<
        SandboxRow,
        | 'last_used_at'
        | 'clock_offset'
        | 'registration_with_password'
        | 'place'
        | 'bending'
        | 'draws'
      >
    >,
  ): Promise<void> {
    await this.#site.db.updateTable('sandboxes').set(values).where('id', '=', id).execute()
  }

  async hasEnded(id: string): Promise<boolean> {
    const row = await this.#site.db
      .selectFrom('sandboxes')
      .select('ended_at')
      .where('id', '=', id)
      .executeTakeFirst()
    return row?.ended_at !== null
  }

  /** Says whether this call ended it: of two at once, one did. */
  async end(id: string, reason: Ending): Promise<boolean> {
    const ended = await this.#site.db
      .updateTable('sandboxes')
      .set({ ended_at: systemClock.now(), ended_reason: reason })
      .where('id', '=', id)
      .where((eb) => eb.or([eb('ended_at', 'is', null), eb('ended_reason', '=', ASIDE)]))
      .returning('id')
      .executeTakeFirst()
    return ended !== undefined
  }

  #aside() {
    return this.#site.db.selectFrom('sandboxes').selectAll().where('ended_reason', '=', ASIDE)
  }

  #open() {
    return this.#site.db.selectFrom('sandboxes').selectAll().where('ended_at', 'is', null)
  }
}
