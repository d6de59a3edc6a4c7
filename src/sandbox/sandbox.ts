/**
 * A sandbox is one visitor's own server state: a database, a mailbox, a clock
 * and the newest traces. It is a copy of a migrated template, made on the
 * visitor's first action, thrown away on reset and after a day unused.
 */
import { randomBytes } from 'node:crypto'
import { MEBIBYTE } from '#lib/bytes.ts'
import { systemClock } from '#lib/clock.ts'
import { DAY, HOUR, MINUTE } from '#lib/duration.ts'
import { Refusal } from '#lib/refusal.ts'
import { DatabaseError, WriteRefusedError } from '#repo/database-error.ts'
import type { WhenBack } from '#repo/when-back.ts'
import { untraced } from '#trace/trace.ts'
import { Announcements } from './announcements.ts'
import { collect } from './collect.ts'
import { Copies } from './copies.ts'
import { databasesWithin, shortageOfDescriptors } from './descriptors.ts'
import { ENDLESS, type DiskRoom } from './disk-room.ts'
import { Endings, type BrokenSandbox } from './endings.ts'
import type { EventHub } from './event-hub.ts'
import type { HouseLease } from './house-lease.ts'
import { HouseRoom } from './house-room.ts'
import { KeptSessions, UNDO_MINUTES } from './kept-sessions.ts'
import { Leases } from './leases.ts'
import { Ledger } from './ledger.ts'
import type { SandboxWriter } from './lever.ts'
import type { MailStore } from './mailbox.ts'
import { Memories } from './memories.ts'
import { openLobby, openSandbox, type Lobby, type Made, type Sandbox } from './open-sandbox.ts'
import { Exchange } from './pubsub.ts'
import { isOutOfRoom, MisdirectedRefusal } from './refusals.ts'
import { RequestLimits, type RequestLimitOptions } from './request-limits.ts'
import { SandboxBending, type Bending } from './sandbox-bending.ts'
import { OwnRowsInMemory, RowsInMemory } from './row-cache.ts'
import { SandboxRows, type Ending, type LostSandbox, type SandboxRow } from './sandbox-rows.ts'
import { BrokenSandboxError, MOST_BYTES, type Store } from './store.ts'
import { Turns } from './turns.ts'
import { Visitors, type SiteRepo, type Visitor } from './visitors.ts'

export { SANDBOX_TOPIC } from './announcements.ts'
export { isOutOfDescriptors } from './descriptors.ts'
export { nameInLog } from './name-in-log.ts'
export type { Copy } from './copies.ts'
export type { DiskRoom } from './disk-room.ts'
export type { BrokenSandbox } from './endings.ts'
export type { Sandbox } from './open-sandbox.ts'
export type { LostSandbox } from './sandbox-rows.ts'
export type { Visitor } from './visitors.ts'

/** A sandbox that stays open until `release` is called, once. */
export interface Lease {
  readonly sandbox: Sandbox
  /** Made by this very request. */
  readonly isNew: boolean
  readonly release: () => Promise<void>
}

/** How many sandboxes a server keeps and opens, how long, and what one visitor may ask of it. */
export interface SandboxLimits extends RequestLimitOptions {
  /** Databases open at once. */
  readonly openSandboxes: number
  /** Sandboxes on disk; the one unused for longest makes room. */
  readonly sandboxes: number
  readonly sandboxIdleHours: number
  /** Minutes after its last use in which the database of a sandbox is closed. */
  readonly sandboxSleepMinutes: number
  /** Mebibytes that all of them may take together; the one unused for longest makes room. */
  readonly diskMebibytes: number
}

interface Options {
  readonly store: Store
  /** Where throw-away copies are for as long as a lab uses them: nothing there is worth keeping. */
  readonly copies: Store
  readonly site: SiteRepo
  readonly hub: EventHub
  readonly limits: SandboxLimits
  readonly disk?: DiskRoom
  /** Where several servers share `site`, this one's. */
  readonly lease?: HouseLease | null
  /** Told of each sandbox that broke, once. */
  readonly onBroken?: (broken: BrokenSandbox) => void
  /** Keeps changes of rows while the site's own database is away. */
  readonly whenBack?: WhenBack<string>
  /** Told of each request that the balancer has led to the wrong server. */
  readonly onMisdirected?: () => void
}

/** What the next sandbox of a visitor begins with. */
interface Beginning {
  /** What was set aside before stays aside, and the present one ends. */
  readonly keepsAside?: boolean
  /** A database to begin with, which `refusalOf` has let through. */
  readonly file?: Uint8Array | null
}

const TIDIED_EVERY = HOUR
/** A draft that is older was left by a crash, or by an error. */
const DRAFT_MINUTES = 10
const LOOKED_AT_EVERY = 1_000

const ADOPTED_AT_ONCE = 90

const API_KEY = /^[\da-f]{32}$/
const SWEPT_AT_ONCE = 100

const undoableSince = () => systemClock.now() - UNDO_MINUTES * MINUTE

/** Every sandbox there is: found, made, lent out, and ended. What is done to one is a lever. */
export class Sandboxes {
  /** Bytes that the database of one sandbox may take. */
  static readonly mostBytes = MOST_BYTES
  readonly #store: Store
  readonly #site: SiteRepo
  readonly #visitors: Visitors
  readonly #rows: SandboxRows
  readonly #limits: SandboxLimits
  /** `null` where there is one server. */
  readonly #house: HouseLease | null
  readonly #onMisdirected: () => void
  readonly #leases: Leases<Sandbox>
  readonly #memories = new Memories()
  readonly #ledger = new Ledger()
  readonly #room: HouseRoom
  readonly #endings: Endings
  readonly #scratch: Store
  readonly #openedAt = systemClock.now()
  #tidiedAt = -Infinity
  readonly #lookedAt = new WeakMap<Sandbox, number>()
  /** Whose files are there before their rows. */
  readonly #making = new Set<string>()
  /** Made, and never opened yet. */
  readonly #made = new Map<string, Made>()
  readonly #turns = new Turns<number>()
  readonly #exchange = new Exchange()
  readonly announcements: Announcements
  readonly requests: RequestLimits
  readonly keptSessions = new KeptSessions()
  /** One act after the other for each visitor: two presses at once are two runs. */
  readonly plays = new Turns<number>()
  /** What a visitor has who has not acted yet. */
  readonly lobby: Lobby
  /** Throw-away states beside those of visitors, for labs. */
  readonly copies: Copies

  private constructor(options: Options, lobby: Lobby) {
    const { store, copies, site, hub, limits, disk = ENDLESS, lease: house = null } = options
    const known = house ? new OwnRowsInMemory(house) : new RowsInMemory()
    this.#store = store
    this.#scratch = copies
    this.#site = site
    this.#visitors = new Visitors(site, known)
    this.#rows = new SandboxRows(site, known, { own: house, whenBack: options.whenBack })
    this.#house = house
    house?.onLost((id) => this.#dropAll(id))
    this.#onMisdirected = options.onMisdirected ?? (() => undefined)
    this.#limits = limits
    this.announcements = new Announcements(hub, this.#exchange)
    this.copies = new Copies(copies, this.#exchange)
    this.requests = new RequestLimits(limits)
    this.lobby = lobby
    this.#leases = new Leases({
      most: databasesWithin(limits.openSandboxes),
      isShort: shortageOfDescriptors(),
      close: async (sandbox) => {
        const { id, repo } = sandbox
        if (!this.#endings.isGoing(id)) this.#memories.keep(id, sandbox)
        try {
          await repo.close()
        } finally {
          if (!(await this.#endings.takeAway(id))) this.#ledger.note(id, await store.bytes(id))
        }
      },
    })
    this.#endings = new Endings({
      ...{ rows: this.#rows, store, ledger: this.#ledger, announcements: this.announcements },
      retire: (id) => this.#leases.retire(id),
      onBroken: options.onBroken ?? (() => undefined),
      forget: (id) => this.#memories.forget(id),
    })
    this.#room = new HouseRoom({
      ...{ disk, ledger: this.#ledger, mostBytes: limits.diskMebibytes * MEBIBYTE },
      unusedSince: (before) => this.#unusedSince(before),
      bytesOf: (id) => store.bytes(id),
      end: (row) => this.#endings.end(row, 'room'),
    })
  }

  static async open(options: Options): Promise<Sandboxes> {
    const sandboxes = new Sandboxes(options, await openLobby(options.store))
    await untraced(() => sandboxes.#adopt())
    await untraced(() => sandboxes.#rows.readAhead())
    return sandboxes
  }

  // The site's own database is no part of what a reader watches: hence `untraced`.

  async findVisitor(token: string): Promise<Visitor | null> {
    return this.copies.visitorOf(token) ?? untraced(() => this.#visitors.find(token))
  }

  /** Makes a visitor for an address that has not made too many. Throws a `Refusal` (429) otherwise. */
  async createVisitor(address: string): Promise<{ visitor: Visitor; token: string }> {
    this.requests.countNewcomer(address)
    return untraced(() => this.#visitors.create())
  }

  /** The visitor's sandbox, or `null` before their first action. Writes nothing. */
  find(visitor: Visitor): Promise<Lease | null> {
    return untraced(async () => {
      const copy = this.copies.of(visitor)
      if (copy) return leaseOfCopy(copy)
      const row = await this.#current(visitor)
      return row && this.#lease(row)
    })
  }

  /** The visitor's sandbox if it is open at this moment. It is not in use by this, and no younger for it. */
  ifAwake(visitor: Visitor): Promise<Sandbox | null> {
    return untraced(async () => {
      const copy = this.copies.of(visitor)
      if (copy) return copy
      const row = await this.#ifOwn(visitor)
      return row && this.#leases.peek(row.id)
    })
  }

  /** By what name the balancer knows this server; `null` where there is one server. */
  get server(): string | null {
    return this.#house?.name ?? null
  }

  /** Whether the visitor’s sandbox is on another server: then nothing that happens in it is heard here. */
  isElsewhere(visitor: Visitor): Promise<boolean> {
    return untraced(async () => {
      if (!this.#house || this.copies.of(visitor)) return false
      const row = await this.#rows.current(visitor)
      return row !== null && !this.#rows.isOwn(row)
    })
  }

  /** The visitor's sandbox, made now if there is none. */
  async findOrCreate(visitor: Visitor): Promise<Lease> {
    const lease = await this.find(visitor)
    if (lease) return lease
    return this.#inTurn(visitor, async () => {
      const present = await this.#current(visitor)
      // It may have broken, or ended, since it was looked for.
      const found = present && (await this.#lease(present))
      if (found) return found
      const create = () => this.#room.tryAgain(() => this.#create(visitor), visitor)
      const made = await this.#lease(await this.#unlessMadeElsewhere(visitor, create))
      if (!made) throw new Error('Sandboxes: a new copy of the template cannot be opened.')
      return { ...made, isNew: true }
    })
  }

  /**
   * The same, for whoever needs the visitor alone: `null` also where what there
   * is cannot be opened.
   */
  async findIfItOpens(visitor: Visitor): Promise<Lease | null> {
    try {
      return await this.find(visitor)
    } catch (error) {
      if (error instanceof DatabaseError || error instanceof Refusal || isOutOfRoom(error))
        return null
      throw error
    }
  }

  /** The sandbox that this key names, and whose it is, or `null`. Writes nothing. */
  findByApiKey(key: string): Promise<{ visitor: Visitor; lease: Lease } | null> {
    return untraced(async () => {
      if (!API_KEY.test(key)) return null
      const copy = this.copies.byApiKey(key)
      if (copy) return { visitor: copy.visitor, lease: leaseOfCopy(copy.sandbox) }
      const row = await this.#served(() => this.#rows.byApiKey(key))
      const lease = row && (await this.#lease(row))
      return lease ? { visitor: { id: row.visitor_id }, lease } : null
    })
  }

  /**
   * The sandbox that a visitor has lost without having asked for it, or `null`:
   * for somebody who has one, and for somebody who threw theirs away.
   */
  lostBy(visitor: Visitor): Promise<LostSandbox | null> {
    return untraced(() => this.#rows.lastLost(visitor))
  }

  /** What the visitor’s sandbox bends, whether it is awake or not. It is not woken up. */
  bendingOf(visitor: Visitor): Promise<Bending> {
    return untraced(async () => {
      const row = await this.#ifOwn(visitor)
      return new SandboxBending(row?.bending ?? null).now
    })
  }

  /** What a lever needs besides the visitor's sandbox. */
  writerOf(visitor: Visitor, { id }: Pick<Sandbox, 'id'>): SandboxWriter {
    return {
      inTurn: (act) => this.#inTurn(visitor, act),
      write: (values) => this.#rows.update({ id, visitor_id: visitor.id }, values),
      tell: (news) => this.announcements.tell(visitor.id, news),
      disconnect: () => this.announcements.disconnect(id),
    }
  }

  /** Ends the visitor's sandbox, and what they have set aside. Says whether there was one. For levers. */
  end(visitor: Visitor, reason: Ending): Promise<boolean> {
    return this.#inTurn(visitor, async () => {
      const row = await this.#current(visitor)
      if (row) await this.#end(row, reason)
      await this.#endAside({ visitor }, reason)
      return row !== null
    })
  }

  /**
   * Sets the visitor's sandbox aside, if there is one, and makes the next,
   * which `fill` fills. What was set aside before ends; with `keepsAside` that
   * stays, and the present one ends. For levers.
   */
  replace(
    visitor: Visitor,
    fill: (sandbox: Sandbox) => Promise<void>,
    beginning: Beginning = {},
  ): Promise<Lease> {
    return this.#inTurn(visitor, async () => {
      const replace = () => this.#replace(visitor, fill, beginning)
      try {
        return await this.#room.tryAgain(replace, visitor)
      } catch (error) {
        if (!isOutOfRoom(error)) throw error
      }
      // The last room there is: what the reader wants to be rid of.
      const present = await this.#current(visitor)
      if (present) await this.#endings.end(present, 'reset')
      await this.#endAside({ visitor }, 'reset')
      return replace()
    })
  }

  /**
   * Puts back what the visitor's last beginning set aside, up to ten minutes
   * ago, in place of the sandbox that they have now; `null` where there is
   * nothing to be put back. For levers.
   */
  undo(visitor: Visitor): Promise<Lease | null> {
    return this.#inTurn(visitor, async () => {
      const aside = await this.#rows.asideOf(visitor, undoableSince())
      if (!aside) return null
      const present = await this.#current(visitor)
      if (present) await this.#setAside(present)
      let lease: Lease | null = null
      try {
        if (await this.#rows.putBack(aside)) lease = await this.#lease(aside)
      } finally {
        if (present && !lease) await this.#exchangeBack(aside, present)
      }
      if (present && lease) await this.#end(present, 'reset')
      return lease
    })
  }

  /** Why no sandbox can begin with a file that somebody brings, in a sentence; `null` for one that can. */
  refusalOf(file: Uint8Array): Promise<string | null> {
    return this.#scratch.refusalOf(file)
  }

  /**
   * Ends a sandbox whose database cannot be read any more, and says whether that
   * was so. It looks at every page of it: ask after an error. For a copy it is no.
   */
  endIfBroken(visitor: Visitor, sandbox: Sandbox): Promise<LostSandbox | null> {
    return untraced(async () => {
      if (this.copies.of(visitor) || (await sandbox.files.isWhole())) return null
      return this.#endBroken(visitor, sandbox)
    })
  }

  /**
   * Makes room where the disk has none, or the house takes more than it may:
   * the sandboxes go that were unused for longest. Call it when something could
   * not be written, and now and then.
   */
  async makeRoom(): Promise<void> {
    await untraced(async () => {
      await this.#room.make()
      await this.#endings.settle()
    })
  }

  /**
   * Takes away what no sandbox owns, and measures the others. It goes on beside
   * what readers do. Call it when the house has opened; later `sweep` does.
   */
  async tidy(): Promise<void> {
    this.#tidiedAt = performance.now()
    const now = systemClock.now()
    await untraced(async () => {
      await collect({
        ...{ store: this.#store, ledger: this.#ledger },
        isKept: (id) => this.#isKept(id),
        since: Math.max(this.#openedAt, now - DRAFT_MINUTES * MINUTE),
      })
      await this.#rows.forgetEnded(now - DAY)
    })
  }

  /**
   * Ends sandboxes that nobody used for a day, and those that were set aside
   * ten minutes ago. Call it now and then; returns how many it ended.
   */
  async sweep(): Promise<number> {
    // Whoever has used one lately is asked for besides: a failure is told by `rest`.
    await this.#rows.writeLastUse().catch(() => undefined)
    const before = systemClock.now() - this.#limits.sandboxIdleHours * HOUR
    this.keptSessions.sweep()
    const unused = await this.#endUnused(before)
    const ended = unused + (await this.#endAside({ before: undoableSince() }, 'reset'))
    await this.#store.dropAside(systemClock.now() - DAY)
    await untraced(async () => this.#house?.endOfOthers(this.idleHours * HOUR))
    if (performance.now() - this.#tidiedAt > TIDIED_EVERY) await this.tidy()
    await this.makeRoom()
    return ended
  }

  /**
   * Closes the databases of sandboxes that nobody has used for some minutes,
   * lets go of what nobody came back to, and writes down which were used. Call it once a minute.
   */
  async rest(): Promise<void> {
    await this.#leases.closeIdle(this.#limits.sandboxSleepMinutes * MINUTE)
    this.#leases.grow()
    this.#memories.sweep()
    await untraced(() => this.#rows.writeLastUse())
  }

  /** Memory is short: closes what nobody uses at this moment, and lets go of the older half of what is remembered. */
  async relieve(): Promise<void> {
    await this.#leases.closeIdle(0)
    this.#memories.halve()
  }

  /** Somebody else has written to the site's own database: asks it again for everything. */
  forgetRows(): void {
    this.#rows.forgetAll()
  }

  /** How many changes of rows wait for a database that is away. */
  get waiting(): number {
    return this.#rows.waiting
  }

  /** What the house holds in memory, in numbers. */
  get held(): { readonly open: number; readonly remembered: number; readonly bytes: number } {
    return {
      ...{ open: this.#leases.size, remembered: this.#memories.size },
      bytes: this.#memories.bytes,
    }
  }

  /** How many sandboxes are on disk, those that were set aside as well. */
  count(): Promise<number> {
    return untraced(() => this.#rows.count())
  }

  /** Ends every sandbox there is, and what was set aside: between two classes. Returns how many. */
  async endAll(): Promise<number> {
    // What is made from now on is somebody's of the next class.
    const before = systemClock.now() + 1
    let ended = 0
    for (;;) {
      const rows = [
        ...(await this.#rows.madeBefore(before, SWEPT_AT_ONCE)),
        ...(await this.#rows.listAside({ before }, SWEPT_AT_ONCE)),
      ]
      if (rows.length === 0) return ended
      for (const row of rows) await this.#end(row, 'deleted')
      ended += rows.length
    }
  }

  /** Hours that a sandbox is kept after its last use. */
  get idleHours(): number {
    return this.#limits.sandboxIdleHours
  }

  /** When this sandbox is thrown away if nobody uses it: milliseconds since 1970, UTC, by the machine's clock. */
  async keptUntil({ id }: Sandbox): Promise<number> {
    const lastUsedAt = await untraced(() => this.#rows.lastUsedAt(id))
    return lastUsedAt + this.idleHours * HOUR
  }

  /** Bytes of a sandbox's database on disk. */
  sizeOf({ id }: Sandbox): Promise<number> {
    return this.#store.size(id)
  }

  /** The whole database as one file that any SQLite opens. */
  copyOf({ id, repo }: Sandbox): Promise<Uint8Array<ArrayBuffer>> {
    return this.#room.tryAgain(() => this.#store.copy(id, repo))
  }

  /** Keeps the rows and tables of a sandbox as they are now. For levers. */
  keepSnapshot({ id, repo }: Sandbox): Promise<void> {
    return this.#store.keepSnapshot(id, repo)
  }

  /** Puts back what was kept of a sandbox; its mails, its clock and its runs stay. For levers. */
  restoreSnapshot({ id, repo }: Sandbox): Promise<void> {
    return this.#store.restoreSnapshot(id, repo)
  }

  dropSnapshot({ id }: Sandbox): Promise<void> {
    return this.#store.dropSnapshot(id)
  }

  async close(): Promise<void> {
    await this.copies.endAll()
    await this.#leases.closeAll()
    await this.lobby.repo.close()
    // It is a minute of one day. The house closes, whatever becomes of it.
    await untraced(() => this.#rows.writeLastUse()).catch(() => undefined)
    await this.#rows.writeWaiting()
    await this.#site.close()
  }

  /** The row of the visitor's sandbox, unless that has ended already. */
  async #current(visitor: Visitor): Promise<SandboxRow | null> {
    const row = await this.#served(() => this.#rows.current(visitor))
    return row && !this.#endings.isUnnoted(row.id) ? row : null
  }

  /**
   * The row that is found, where this server may serve it. One of a server that
   * is gone ends, and is lost. Throws a `Refusal` for one that is elsewhere, and
   * where nobody can tell.
   */
  async #served(find: () => Promise<SandboxRow | null>): Promise<SandboxRow | null> {
    if (this.#house === null) return find()
    await this.#house.ensure()
    const row = await find()
    if (row === null || this.#rows.isOwn(row)) return row
    const elsewhere = await this.#house.whereIs(row.server)
    if (elsewhere.is === 'living') {
      this.#onMisdirected()
      throw new MisdirectedRefusal(elsewhere)
    }
    await this.#rows.endGone(row)
    const next = await find()
    return next?.id === row.id ? null : this.#served(() => Promise.resolve(next))
  }

  /** Two servers that both make a first sandbox of a visitor: the database lets one through. */
  async #unlessMadeElsewhere(
    visitor: Visitor,
    make: () => Promise<SandboxRow>,
  ): Promise<SandboxRow> {
    try {
      return await make()
    } catch (error) {
      if (this.#house && error instanceof WriteRefusedError) await this.#current(visitor)
      throw error
    }
  }

  /** Of before there were several servers: whoever has the files has the sandbox. */
  async #adopt(): Promise<void> {
    if (this.#house === null) return
    let ids: string[] = []
    for await (const id of this.#store.list()) {
      ids.push(id)
      if (ids.length < ADOPTED_AT_ONCE) continue
      await this.#rows.adopt(ids)
      ids = []
    }
    await this.#rows.adopt(ids)
  }

  /** This server was taken for gone: what it had is lost, and its readers may be at another by now. */
  async #dropAll(server: string): Promise<void> {
    this.#rows.forgetAll()
    for (const { id, visitor_id, number } of await this.#rows.ofServer(server)) {
      this.announcements.disconnect(id)
      this.announcements.tell(visitor_id, { type: 'ended', data: { number, reason: 'gone' } })
    }
    // The files go with the next tidying: whoever uses one at this moment may finish.
    await this.#leases.closeAll()
    this.#tidiedAt = -Infinity
  }

  /** The row as far as it is this server's, for whoever serves nothing of it. */
  async #ifOwn(visitor: Visitor): Promise<SandboxRow | null> {
    const row = await this.#rows.current(visitor)
    return row && this.#rows.isOwn(row) && !this.#endings.isUnnoted(row.id) ? row : null
  }

  /** `ending` sandboxes of the visitor end as soon as it is there. */
  async #create(visitor: Visitor, ending = 0, file: Uint8Array | null = null): Promise<SandboxRow> {
    // Two open ones of a visitor are refused: the one before has to be noted as ended.
    await this.#endings.settle()
    await this.#makeRoom(visitor, ending)
    const id = randomBytes(16).toString('hex')
    this.#making.add(id)
    try {
      const create = () => (file ? this.#store.createOf(id, file) : this.#store.create(id))
      await this.#leases.withRoom(create)
      this.#ledger.note(id, await this.#store.size(id))
      const row = await this.#rows.insert(id, visitor)
      this.#made.set(id, file ? 'of a file' : 'of the template')
      return row
    } catch (error) {
      // No row would ever lead to these files again.
      await this.#store.remove(id)
      this.#ledger.forget(id)
      throw error
    } finally {
      this.#making.delete(id)
    }
  }

  async #replace(
    visitor: Visitor,
    fill: (sandbox: Sandbox) => Promise<void>,
    { keepsAside = false, file = null }: Beginning,
  ): Promise<Lease> {
    const present = await this.#current(visitor)
    const before = keepsAside
      ? present
        ? [present]
        : []
      : await this.#rows.listAside({ visitor }, SWEPT_AT_ONCE)
    if (present) await this.#setAside(present)
    let lease: Lease
    try {
      lease = await this.#begin(await this.#create(visitor, before.length, file), fill)
    } catch (error) {
      // Nothing has begun, so nothing has ended either.
      if (present) await this.#rows.putBack(present)
      throw error
    }
    for (const row of before) await this.#end(row, 'reset')
    return lease
  }

  async #begin(row: SandboxRow, fill: (sandbox: Sandbox) => Promise<void>): Promise<Lease> {
    let lease: Lease | null = null
    try {
      lease = await this.#lease(row)
      if (!lease) throw new Error('Sandboxes: a new copy of the template cannot be opened.')
      await fill(lease.sandbox)
      // What a start state made some time ago was made before this clock went on.
      const { clock, chance, settings, place, bending } = lease.sandbox
      await this.#rows.update(row, {
        clock_offset: clock.offset,
        registration_with_password: settings.registrationWithPassword ? 1 : 0,
        place: place.json,
        bending: bending.json,
        draws: chance.fixed,
      })
      return { ...lease, isNew: true }
    } catch (error) {
      await this.#end(row, 'reset')
      await lease?.release()
      throw error
    }
  }

  /** What was to come back cannot: it stays aside, if it is there at all, and the present one stays. */
  async #exchangeBack(aside: SandboxRow, present: SandboxRow): Promise<void> {
    await this.#rows.end(aside, 'aside')
    await this.#rows.putBack(present)
  }

  /** One after the other, so that readers come in between. */
  async #endUnused(before: number): Promise<number> {
    let [ended, last]: [number, string | undefined] = [0, undefined]
    for (;;) {
      const rows = await this.#rows.unusedSince(before, SWEPT_AT_ONCE)
      // What did not end the last time does not now.
      if (rows.length === 0 || rows[0]?.id === last) return ended
      last = rows[0]?.id
      for (const row of rows) await this.#end(row, 'unused')
      ended += rows.length
    }
  }

  /** It keeps its files; whoever uses it still may finish. */
  async #setAside(row: SandboxRow): Promise<void> {
    if (await this.#rows.end(row, 'aside')) this.announcements.disconnect(row.id)
  }

  async #endAside(
    of: { readonly visitor: Visitor } | { readonly before: number },
    reason: Ending,
  ): Promise<number> {
    const rows = await this.#rows.listAside(of, SWEPT_AT_ONCE)
    for (const row of rows) await this.#end(row, reason)
    return rows.length
  }

  async #makeRoom(visitor: Visitor, ending: number): Promise<void> {
    const oldest = await this.#rows.oldestOf(this.#limits.sandboxes + ending, visitor)
    if (oldest) await this.#end(oldest, 'room')
    await this.#room.makeFor(visitor)
  }

  /** What was set aside first, then those unused for longest; none that somebody uses at this moment. */
  async #unusedSince(before: number): Promise<readonly SandboxRow[]> {
    const rows = [
      ...(await this.#rows.listAside({ before }, SWEPT_AT_ONCE)),
      ...(await this.#rows.unusedSince(before, SWEPT_AT_ONCE)),
    ]
    return rows.filter(({ id }) => !this.#leases.isInUse(id))
  }

  async #lease(row: SandboxRow): Promise<Lease | null> {
    this.#rows.touch(row)
    const visitor = { id: row.visitor_id }
    try {
      const { value: sandbox, release } = await this.#room.tryAgain(
        () => this.#leases.acquire(row.id, () => this.#open(row)),
        visitor,
      )
      if (await this.#isInPlace(sandbox)) return { sandbox, isNew: false, release }
      await this.#endBroken(visitor, sandbox)
      await release()
      return null
    } catch (error) {
      if (!(error instanceof BrokenSandboxError)) throw error
      // Its reader gets a fresh one.
      await this.#end(row, 'broken')
      return null
    }
  }

  async #open(row: SandboxRow): Promise<Sandbox> {
    // The row was read before it was this request's turn: a reset may have come between, and its files are going.
    if (this.#endings.isGoing(row.id) || !(await this.#rows.isOpen(row)))
      throw new BrokenSandboxError('This sandbox has ended.')
    const sandbox = await openSandbox(
      row,
      this.#withRoomForMails({ id: row.visitor_id }),
      this.#exchange,
      (mail, count) => this.announcements.delivered(row.visitor_id, mail, count),
      { made: this.#made.get(row.id) ?? null, memory: this.#memories.get(row.id) },
    )
    this.#made.delete(row.id)
    this.#memories.forget(row.id)
    // Its place was looked up when it was opened.
    this.#lookedAt.set(sandbox, performance.now())
    return sandbox
  }

  /** A mail is written after its token. Where that found room, the mail is to find some, too. */
  #withRoomForMails(visitor: Visitor): Pick<Store, 'open'> {
    return {
      open: async (id, clock) => {
        const stored = await this.#store.open(id, clock)
        const write: MailStore['write'] = (mails) =>
          this.#room.tryAgain(() => stored.mails.write(mails), visitor)
        return { ...stored, mails: { ...stored.mails, write } }
      },
    }
  }

  /** SQLite goes on with a file that has gone, and what it writes goes with it. */
  async #isInPlace(sandbox: Sandbox): Promise<boolean> {
    const now = performance.now()
    if (now - (this.#lookedAt.get(sandbox) ?? -Infinity) < LOOKED_AT_EVERY) return true
    this.#lookedAt.set(sandbox, now)
    return sandbox.files.isInPlace()
  }

  async #endBroken(visitor: Visitor, { id, number }: Sandbox): Promise<LostSandbox> {
    const row = await this.#rows.current(visitor)
    if (row?.id === id) await this.#end(row, 'broken')
    return { number, reason: 'broken' }
  }

  async #isKept(id: string): Promise<boolean> {
    if (this.#making.has(id) || this.#endings.isGoing(id) || this.#leases.isInUse(id)) return true
    return this.#rows.keepsFilesOf(id)
  }

  async #end(row: SandboxRow, reason: Ending): Promise<void> {
    await this.#endings.end(row, reason)
  }

  /** One after the other for each visitor: two first actions make one sandbox, and a reset comes between neither. */
  #inTurn<Value>({ id }: Visitor, fn: () => Promise<Value>): Promise<Value> {
    return this.#turns.take(id, () => untraced(fn))
  }
}

/** Whoever made a copy ends it: no request keeps it open. */
const leaseOfCopy = (sandbox: Sandbox): Lease => ({
  ...{ sandbox, isNew: false },
  release: () => Promise.resolve(),
})
