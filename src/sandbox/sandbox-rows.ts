/**
 * What the site's own database knows of sandboxes: whose they are, and which are
 * open. Whoever looks is answered by the cache where it knows; every write goes
 * through here, to the database first, so that the cache never says otherwise.
 * Where several servers share that database, each counts and changes its own
 * rows; those of others are found by whose they are, and by their key.
 */
import { randomBytes } from 'node:crypto'
import { systemClock } from '#lib/clock.ts'
import { WhenBack } from '#repo/when-back.ts'
import { LastUse } from './last-use.ts'
import type { Holding, RowCache } from './row-cache.ts'
import {
  ASIDE,
  LOSSES,
  type Ending,
  type LostSandbox,
  type OwnServer,
  type SandboxRow,
  type Visitor,
} from './sandbox-row.ts'
import { keyOf, type SiteRepo } from './visitors.ts'

export type { Ending, LostSandbox, SandboxRow } from './sandbox-row.ts'

/** So many rows are read when the house opens: those of whoever was here last. */
const READ_AT_THE_START = 20_000
/** Of those unused for longest, as the database knows, so many may have been used since. */
const MAY_HAVE_BEEN_USED = 100

/** A sandbox, and whose it is: rows are found by both, so that they may lie wherever those of their visitor do. */
export type Named = Pick<SandboxRow, 'id' | 'visitor_id'>

interface Given {
  /** `null` where there is one server. */
  readonly own?: OwnServer | null
  /** Keeps changes while the database is away. */
  readonly whenBack?: WhenBack<string> | undefined
}

export class SandboxRows {
  readonly #site: SiteRepo
  readonly #known: RowCache
  /** `null` where there is one server: then every row is its own. */
  readonly #own: OwnServer | null
  readonly #lastUse = new LastUse()
  readonly #whenBack: WhenBack<string>
  readonly #asked = new Map<number, Promise<Holding>>()
  /** How many there are on disk; `null` until somebody has counted. */
  #count: number | null = null
  /** Goes on with each that comes or goes. */
  #changes = 0

  constructor(site: SiteRepo, known: RowCache, { own = null, whenBack }: Given = {}) {
    this.#site = site
    this.#known = known
    this.#own = own
    this.#whenBack = whenBack ?? new WhenBack()
  }

  /** Whether this server has its files. */
  isOwn({ server }: Pick<SandboxRow, 'server'>): boolean {
    return this.#own === null || server === this.#own.id
  }

  /** Reads those of whoever was here last, so that the database is asked for none of them. */
  async readAhead(): Promise<void> {
    const rows = await this.#site.db
      .selectFrom('sandboxes')
      .innerJoin('visitors', 'visitors.id', 'sandboxes.visitor_id')
      .where('ended_at', 'is', null)
      .$if(this.#own !== null, (query) => query.where('server', '=', this.#server))
      .selectAll('sandboxes')
      .select('token_hash')
      .orderBy('last_used_at', 'desc')
      .limit(READ_AT_THE_START)
      .execute()
    for (const { token_hash, ...row } of rows.toReversed()) {
      const visitor = { id: row.visitor_id }
      this.#known.keepVisitor(keyOf(token_hash), visitor)
      this.#known.keepHolding(visitor, { row, lost: null })
    }
  }

  /** Asks the database again for everything: somebody else has written to it. */
  forgetAll(): void {
    this.#asked.clear()
    this.#known.forgetAll()
    this.#count = null
  }

  /** The visitor's open sandbox, or `null`. */
  async current(visitor: Visitor): Promise<SandboxRow | null> {
    return (await this.#holdingOf(visitor)).row
  }

  /** The visitor's last sandbox, if it was lost and none has been made since. */
  async lastLost(visitor: Visitor): Promise<LostSandbox | null> {
    return (await this.#holdingOf(visitor)).lost
  }

  async lastUsedAt(id: string): Promise<number> {
    const noted = this.#lastUse.of(id)
    if (noted !== undefined) return noted
    const { last_used_at } = await this.#site.db
      .selectFrom('sandboxes')
      .select('last_used_at')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return last_used_at
  }

  async byApiKey(key: string): Promise<SandboxRow | null> {
    const known = this.#known.byApiKey(key)
    if (known) return known
    const row = await this.#openOfAll().where('api_key', '=', key).executeTakeFirst()
    return row ?? null
  }

  /** How many there are on disk. Counted once: after that each that comes and goes is known. */
  async count(): Promise<number> {
    if (this.#count !== null) return this.#count
    const before = this.#changes
    const { count } = await this.#site.db
      .selectFrom('sandboxes')
      .where((eb) => eb.or([eb('ended_at', 'is', null), eb('ended_reason', '=', ASIDE)]))
      .$if(this.#own !== null, (query) => query.where('server', '=', this.#server))
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    // Nobody can tell whether one that came meanwhile is among them.
    if (this.#changes === before) this.#count = count
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
    const open = this.#open().where('visitor_id', '!=', id).orderBy('last_used_at')
    const first = await aside.executeTakeFirst()
    if (first) return first
    const rows = await open.limit(MAY_HAVE_BEEN_USED).execute()
    const [oldest = null] = rows.toSorted((one, other) => this.#usedAt(one) - this.#usedAt(other))
    return oldest
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
  async putBack({ id, visitor_id }: Named): Promise<boolean> {
    const back = await this.#site.db
      .updateTable('sandboxes')
      .set({ ended_at: null, ended_reason: null, last_used_at: systemClock.now() })
      .where('id', '=', id)
      .where('visitor_id', '=', visitor_id)
      .where('ended_reason', '=', ASIDE)
      .$if(this.#own !== null, (query) => query.where('server', '=', this.#server))
      .returningAll()
      .executeTakeFirst()
    if (back) this.#keep({ id: back.visitor_id }, { row: back, lost: null })
    return back !== undefined
  }

  /** Open ones that nobody used since `before`, the oldest first. */
  async unusedSince(before: number, most: number): Promise<readonly SandboxRow[]> {
    const rows = await this.#open()
      .where('last_used_at', '<', before)
      .orderBy('last_used_at')
      .limit(most)
      .execute()
    return rows.filter((row) => this.#usedAt(row) < before)
  }

  /** Open ones that were made before, whoever uses them now. */
  madeBefore(before: number, most: number): Promise<readonly SandboxRow[]> {
    return this.#open().where('inserted_at', '<', before).limit(most).execute()
  }

  /** A new one, numbered after the visitor's last. */
  async insert(id: string, visitor: Visitor): Promise<SandboxRow> {
    const now = systemClock.now()
    const row = await this.#site.db
      .insertInto('sandboxes')
      .columns(['id', 'visitor_id', 'number', 'inserted_at', 'last_used_at', 'api_key', 'server'])
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
            inner.val(this.#own?.id ?? null).as('server'),
          ]),
      )
      .returningAll()
      .executeTakeFirstOrThrow()
    this.#keep(visitor, { row, lost: null })
    this.#countOn(1)
    return row
  }

  /** It is used at this moment. Nothing is written: see `writeLastUse`. */
  touch({ id }: SandboxRow): void {
    this.#lastUse.note(id, systemClock.now())
  }

  /** Writes when sandboxes were used last. May fail: what is not written stays known until the next time. */
  writeLastUse(): Promise<void> {
    return this.#lastUse.write(async (ids, lastUsedAt) => {
      const rows = await this.#site.db
        .updateTable('sandboxes')
        .set({ last_used_at: lastUsedAt })
        .where('id', 'in', ids)
        .returning(['id', 'visitor_id'])
        .execute()
      for (const row of rows) this.#change(row, { last_used_at: lastUsedAt })
    })
  }

  /** Where the database is away, its row has them once it is back: the sandbox itself is here. */
  update(
    named: Named,
    values: Partial<
      Pick<
        SandboxRow,
        'clock_offset' | 'registration_with_password' | 'place' | 'bending' | 'draws'
      >
    >,
  ): Promise<void> {
    return this.#whenBack.run(named.id, () => this.#update(named, values))
  }

  /** How many changes wait for a database that is away. */
  get waiting(): number {
    return this.#whenBack.size
  }

  /** Tries once more to write what waits. */
  async writeWaiting(): Promise<void> {
    await this.#whenBack.tryNow()
  }

  async #update({ id, visitor_id }: Named, values: Partial<SandboxRow>): Promise<void> {
    const row = await this.#site.db
      .updateTable('sandboxes')
      .set(values)
      .where('id', '=', id)
      .where('visitor_id', '=', visitor_id)
      .$if(this.#own !== null, (query) => query.where('server', '=', this.#server))
      .returning(['id', 'visitor_id'])
      .executeTakeFirst()
    if (row) this.#change(row, values)
  }

  /** Whether its files are to be there: it is open, or set aside. */
  async keepsFilesOf(id: string): Promise<boolean> {
    const row = await this.#site.db
      .selectFrom('sandboxes')
      .select('id')
      .where('id', '=', id)
      .where((eb) => eb.or([eb('ended_at', 'is', null), eb('ended_reason', '=', ASIDE)]))
      .$if(this.#own !== null, (query) => query.where('server', '=', this.#server))
      .executeTakeFirst()
    return row !== undefined
  }

  /** Forgets those that ended before that time, but for each visitor's last: it tells what became of it. */
  async forgetEnded(before: number): Promise<void> {
    await this.#site.db
      .deleteFrom('sandboxes')
      .where('ended_at', '<', before)
      .where('ended_reason', '!=', ASIDE)
      .$if(this.#own !== null, (query) =>
        // Of a server that is gone nobody else does.
        query.where((eb) =>
          eb.or([
            eb('server', '=', this.#server),
            eb('server', 'is', null),
            eb('server', 'not in', this.#serversThatAre),
          ]),
        ),
      )
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('sandboxes as later')
            .select('later.id')
            .whereRef('later.visitor_id', '=', 'sandboxes.visitor_id')
            .whereRef('later.number', '>', 'sandboxes.number'),
        ),
      )
      .execute()
  }

  /** Whether a row that was read some time ago is of an open sandbox still. */
  async isOpen({ id, visitor_id }: SandboxRow): Promise<boolean> {
    return (await this.current({ id: visitor_id }))?.id === id
  }

  /**
   * Ends one whose server is gone for good: nobody else does. Its visitor is
   * asked of the database again.
   */
  async endGone({ id, visitor_id, server }: SandboxRow): Promise<void> {
    await this.#site.db
      .updateTable('sandboxes')
      .set({ ended_at: systemClock.now(), ended_reason: 'gone' satisfies Ending })
      .where('id', '=', id)
      .where('visitor_id', '=', visitor_id)
      .where('ended_at', 'is', null)
      .where((eb) =>
        server === null
          ? eb('server', 'is', null)
          : eb.and([eb('server', '=', server), eb('server', 'not in', this.#serversThatAre)]),
      )
      .execute()
    this.#forget({ id: visitor_id })
  }

  /** What a server had that was taken for gone: what it has open still, and what others have ended since. */
  ofServer(server: string): Promise<readonly SandboxRow[]> {
    return this.#site.db
      .selectFrom('sandboxes')
      .selectAll()
      .where('server', '=', server)
      .where((eb) => eb.or([eb('ended_at', 'is', null), eb('ended_reason', '=', 'gone')]))
      .execute()
  }

  /** Those of before there were several servers, whose files are here, are this server's from now on. */
  async adopt(ids: readonly string[]): Promise<void> {
    if (this.#own === null || ids.length === 0) return
    await this.#site.db
      .updateTable('sandboxes')
      .set({ server: this.#server })
      .where('id', 'in', ids)
      .where('server', 'is', null)
      .execute()
  }

  /** Says whether this call ended it: of two at once, one did. */
  async end({ id, visitor_id }: Named, reason: Ending): Promise<boolean> {
    const ended = await this.#site.db
      .updateTable('sandboxes')
      .set({ ended_at: systemClock.now(), ended_reason: reason })
      .where('id', '=', id)
      .where('visitor_id', '=', visitor_id)
      .where((eb) => eb.or([eb('ended_at', 'is', null), eb('ended_reason', '=', ASIDE)]))
      .$if(this.#own !== null, (query) => query.where('server', '=', this.#server))
      .returning('visitor_id')
      .executeTakeFirst()
    if (!ended) return false
    this.#forget({ id: ended.visitor_id })
    this.#lastUse.forget(id)
    if (reason !== ASIDE) this.#countOn(-1)
    return true
  }

  /** Asked of the database once, however many want to know it at the same time. */
  async #holdingOf(visitor: Visitor): Promise<Holding> {
    const known = this.#known.holdingOf(visitor)
    if (known) return known
    const asked = this.#asked.get(visitor.id)
    if (asked) return asked
    const asking = this.#askHolding(visitor)
    this.#asked.set(visitor.id, asking)
    try {
      const holding = await asking
      // Whatever was written meanwhile is newer than what was read.
      if (this.#asked.get(visitor.id) === asking) this.#known.keepHolding(visitor, holding)
      return holding
    } finally {
      if (this.#asked.get(visitor.id) === asking) this.#asked.delete(visitor.id)
    }
  }

  async #askHolding({ id }: Visitor): Promise<Holding> {
    const row = await this.#openOfAll().where('visitor_id', '=', id).executeTakeFirst()
    if (row) return { row, lost: null }
    const last = await this.#site.db
      .selectFrom('sandboxes')
      .select(['number', 'ended_reason'])
      .where('visitor_id', '=', id)
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst()
    const reason = LOSSES.find((loss) => loss === last?.ended_reason)
    return { row: null, lost: last && reason ? { number: last.number, reason } : null }
  }

  #keep(visitor: Visitor, holding: Holding): void {
    this.#asked.delete(visitor.id)
    this.#known.keepHolding(visitor, holding)
  }

  #forget(visitor: Visitor): void {
    this.#asked.delete(visitor.id)
    this.#known.forgetHolding(visitor)
  }

  #change({ id, visitor_id }: Named, values: Partial<SandboxRow>) {
    const visitor = { id: visitor_id }
    const known = this.#known.holdingOf(visitor)
    if (known?.row?.id === id) this.#keep(visitor, { ...known, row: { ...known.row, ...values } })
    else if (!known) this.#asked.delete(visitor_id)
  }

  #countOn(by: number): void {
    this.#changes += 1
    if (this.#count !== null) this.#count += by
  }

  #usedAt({ id, last_used_at }: SandboxRow): number {
    return this.#lastUse.of(id) ?? last_used_at
  }

  #aside() {
    return this.#site.db
      .selectFrom('sandboxes')
      .selectAll()
      .where('ended_reason', '=', ASIDE)
      .$if(this.#own !== null, (query) => query.where('server', '=', this.#server))
  }

  #open() {
    return this.#openOfAll().$if(this.#own !== null, (query) =>
      query.where('server', '=', this.#server),
    )
  }

  #openOfAll() {
    return this.#site.db.selectFrom('sandboxes').selectAll().where('ended_at', 'is', null)
  }

  /** Those that nobody has taken for gone. */
  get #serversThatAre() {
    return this.#site.db.selectFrom('servers').select('servers.id').where('gone_at', 'is', null)
  }

  get #server(): string {
    return this.#own?.id ?? ''
  }
}
