/**
 * A sandbox is one visitor's own server state: a database, a mailbox, a clock
 * and the newest traces. It is a copy of a migrated template, made on the
 * visitor's first action, thrown away on reset and after a day unused.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'
import { copyFile, lstat, mkdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '#lib/clock.ts'
import { DAY, HOUR, inExactWords } from '#lib/duration.ts'
import { Refusal, retryAfter } from '#lib/refusal.ts'
import { DatabaseCorruptError, DatabaseError } from '#repo/database-error.ts'
import { Repo } from '#repo/repo.ts'
import type { Tables } from '#repo/tables.ts'
import { isCurrentSandbox } from '#repo/template.ts'
import { callSite } from '#trace/call-site.ts'
import type { NewsOf } from '#trace/stream-event.ts'
import { span, untraced } from '#trace/trace.ts'
import type { EventHub } from './event-hub.ts'
import { LastChanges } from './last-changes.ts'
import { Leases } from './leases.ts'
import { ROW_LIMITS } from './limits.ts'
import { Mailbox, type Mail } from './mailbox.ts'
import { SandboxMigrations } from './migrations.ts'
import { Exchange, PubSub } from './pubsub.ts'
import { RateLimiter } from './rate-limiter.ts'
import { SandboxClock, type ClockMove } from './sandbox-clock.ts'
import { SandboxRows, type Ending, type LostSandbox, type SandboxRow } from './sandbox-rows.ts'
import { SandboxSettings } from './sandbox-settings.ts'
import { TraceRing } from './trace-ring.ts'
import { Turns } from './turns.ts'
import { createVisitor, findVisitor, type SiteRepo, type Visitor } from './visitors.ts'

export type { LostSandbox } from './sandbox-rows.ts'
export type { Visitor } from './visitors.ts'

export interface Sandbox {
  /** Names its folder. Never shown, never taken from a request. */
  readonly id: string
  /** 1 for a visitor's first, one more with each reset. */
  readonly number: number
  /** Milliseconds since 1970, UTC, by the machine's clock. */
  readonly insertedAt: number
  readonly repo: Repo<Tables>
  readonly clock: SandboxClock
  readonly mailbox: Mailbox
  /** Where the mails of the app go: into the mailbox. */
  readonly mailer: Mailbox
  readonly traces: TraceRing
  readonly lastChanges: LastChanges
  readonly migrations: SandboxMigrations
  /** By which a program that brings no cookie finds it. Opens nothing by itself. */
  readonly apiKey: string
  readonly settings: SandboxSettings
  readonly pubsub: PubSub
}

/** A sandbox that stays open until `release` is called, once. */
export interface Lease {
  readonly sandbox: Sandbox
  /** Made by this very request. */
  readonly isNew: boolean
  readonly release: () => Promise<void>
}

export interface SandboxLimits {
  /** Databases open at once. */
  readonly openSandboxes: number
  /** Sandboxes on disk; the one unused for longest makes room. */
  readonly sandboxes: number
  readonly newSandboxesPerAddressAndHour: number
  readonly resetsPerVisitorAndHour: number
  readonly sandboxIdleHours: number
  /** Whether requests are counted at all. */
  readonly on: boolean
}

interface Options {
  /** Where sandboxes are kept, a folder for each. */
  readonly directory: string
  /** The migrated, empty database that each one starts as. */
  readonly template: string
  readonly site: SiteRepo
  readonly hub: EventHub
  readonly limits: SandboxLimits
}

/** Who listens here is told to connect again: the clock was moved, or the sandbox is no more. */
export const SANDBOX_TOPIC = 'sandbox'

const MOST_DAYS_AT_ONCE = 400
/** A hundred years ahead: further on, dates stop meaning anything to a reader. */
const MOST_DAYS_AHEAD = 36_500
const API_KEY = /^[\da-f]{32}$/
/** 512 pages of 4 KiB: 2 MiB for each sandbox. */
const MOST_PAGES = 512
const PAGE_BYTES = 4_096
const SWEPT_AT_ONCE = 100

export class Sandboxes {
  /** Bytes that the database of one sandbox may take. */
  static readonly mostBytes = MOST_PAGES * PAGE_BYTES
  readonly #directory: string
  readonly #template: string
  readonly #site: SiteRepo
  readonly #rows: SandboxRows
  readonly #hub: EventHub
  readonly #limits: SandboxLimits
  readonly #leases: Leases<Sandbox>
  readonly #newcomers: RateLimiter
  readonly #resets: RateLimiter
  readonly #ended = new Set<string>()
  readonly #turns = new Turns<number>()
  readonly #exchange = new Exchange()
  /** An empty, read-only database for a visitor who has not acted yet. */
  readonly lobby: Pick<Sandbox, 'repo' | 'clock' | 'mailbox' | 'mailer' | 'migrations' | 'pubsub'>

  private constructor(options: Options, lobby: Sandboxes['lobby']) {
    const { limits } = options
    this.#directory = options.directory
    this.#template = options.template
    this.#site = options.site
    this.#rows = new SandboxRows(options.site)
    this.#hub = options.hub
    this.#limits = limits
    this.lobby = lobby
    this.#newcomers = new RateLimiter(limits.newSandboxesPerAddressAndHour, HOUR)
    this.#resets = new RateLimiter(limits.resetsPerVisitorAndHour, HOUR)
    this.#leases = new Leases({
      most: limits.openSandboxes,
      close: async (sandbox) => {
        await sandbox.repo.close()
        if (this.#ended.delete(sandbox.id)) await this.#remove(sandbox.id)
      },
    })
  }

  static async open(options: Options): Promise<Sandboxes> {
    const clock = new SandboxClock()
    const repo = await Repo.open<Tables>({ file: options.template, readOnly: true, clock })
    const mailbox = new Mailbox(join(options.directory, 'no-mail.json'), () => clock.now())
    const migrations = await SandboxMigrations.of(repo)
    const pubsub = new PubSub(new Exchange(), 'lobby')
    return new Sandboxes(options, { repo, clock, mailbox, mailer: mailbox, migrations, pubsub })
  }

  // The site's own database is no part of what a reader watches: hence `untraced`.

  findVisitor(token: string): Promise<Visitor | null> {
    return untraced(() => findVisitor(this.#site, token))
  }

  /** Makes a visitor for an address that has not made too many. Throws a `Refusal` (429) otherwise. */
  async createVisitor(address: string): Promise<{ visitor: Visitor; token: string }> {
    this.#limit(this.#newcomers, address, 'Many new sandboxes came from your address.')
    return untraced(() => createVisitor(this.#site))
  }

  /** The visitor's sandbox, or `null` before their first action. Writes nothing. */
  find(visitor: Visitor): Promise<Lease | null> {
    return untraced(async () => {
      const row = await this.#rows.current(visitor)
      return row && this.#lease(row)
    })
  }

  /** The visitor's sandbox, made now if there is none. */
  async findOrCreate(visitor: Visitor): Promise<Lease> {
    const lease = await this.find(visitor)
    if (lease) return lease
    return this.#inTurn(visitor, async () => {
      const present = await this.#rows.current(visitor)
      const made = await this.#lease(present ?? (await this.#create(visitor)))
      if (!made) throw new Error('Sandboxes: a new copy of the template cannot be opened.')
      return { ...made, isNew: present === null }
    })
  }

  /**
   * Throws the visitor's sandbox away, with its files, and makes no other until
   * they act again. Says whether there was one. Counts as a reset: throws a
   * `Refusal` (429) past the limit.
   */
  async delete(visitor: Visitor): Promise<boolean> {
    this.#limit(this.#resets, String(visitor.id), 'You have reset your sandbox many times.')
    return this.#lever('Sandboxes.delete', 'the database, the mailbox, all', visitor, async () => {
      const row = await this.#rows.current(visitor)
      if (row) await this.#end(row, 'deleted')
      return row !== null
    })
  }

  /**
   * Throws the visitor's sandbox away, if there is one, and makes the next at
   * once. `fill` puts into it what it starts with; when that fails, it is
   * thrown away as well. Counts as a reset: throws a `Refusal` (429) past the limit.
   */
  async startOver(visitor: Visitor, fill: (sandbox: Sandbox) => Promise<void>): Promise<Lease> {
    this.#limit(this.#resets, String(visitor.id), 'You have reset your sandbox many times.')
    const name = 'Sandboxes.startOver'
    const step = { name, tag: `context.${name}`, detail: 'a new sandbox', source: callSite() }
    return span({ layer: 'context', ...step }, async () => {
      // What fills it is the reader's own request, and is watched as such.
      const watched = AsyncLocalStorage.bind(fill)
      const lease = await this.#inTurn(visitor, () => this.#replace(visitor, watched))
      this.#tell(visitor, { type: 'reset', data: {} })
      return lease
    })
  }

  /**
   * The sandbox that a visitor has lost without having asked for it, or `null`:
   * for somebody who has one, and for somebody who threw theirs away.
   */
  lostBy(visitor: Visitor): Promise<LostSandbox | null> {
    return untraced(() => this.#rows.lastLost(visitor))
  }

  /** The sandbox that this key names, and whose it is, or `null`. Writes nothing. */
  findByApiKey(key: string): Promise<{ visitor: Visitor; lease: Lease } | null> {
    return untraced(async () => {
      if (!API_KEY.test(key)) return null
      const row = await this.#rows.byApiKey(key)
      const lease = row && (await this.#lease(row))
      return lease ? { visitor: { id: row.visitor_id }, lease } : null
    })
  }

  /**
   * Moves the sandbox's clock on, up to 400 days at once, and says from when
   * to when. It never goes back: what has expired stays expired. Throws a
   * `Refusal` (422) for a span it does not take.
   */
  advanceClock(visitor: Visitor, sandbox: Sandbox, milliseconds: number): Promise<ClockMove> {
    if (milliseconds <= 0 || milliseconds > MOST_DAYS_AT_ONCE * DAY) {
      const sentence = `A clock goes on by more than nothing and by at most ${MOST_DAYS_AT_ONCE} days at once.`
      throw new Refusal(422, sentence)
    }
    if (sandbox.clock.offset + milliseconds > MOST_DAYS_AHEAD * DAY)
      throw new Refusal(422, 'This clock is a hundred years ahead. Reset your sandbox to go back.')

    const detail = `on by ${inExactWords(milliseconds)}`
    return this.#lever('Sandboxes.advanceClock', detail, visitor, async () => {
      const move = sandbox.clock.advance(milliseconds)
      await this.#rows.update(sandbox.id, { clock_offset: sandbox.clock.offset })
      this.#tell(visitor, { type: 'clock', data: { offset: sandbox.clock.offset } })
      this.#disconnect(sandbox.id)
      return move
    })
  }

  /** Whether this sandbox's registration takes a password, too. */
  setRegistrationWithPassword(visitor: Visitor, sandbox: Sandbox, on: boolean): Promise<void> {
    const detail = on ? 'on' : 'off'
    return this.#lever('Sandboxes.setRegistrationWithPassword', detail, visitor, async () => {
      await this.#rows.update(sandbox.id, { registration_with_password: on ? 1 : 0 })
      sandbox.settings.registrationWithPassword = on
      this.#tell(visitor, { type: 'settings', data: { registration_with_password: on } })
    })
  }

  /** Ends sandboxes that nobody used for a day. Call it now and then; returns how many it ended. */
  async sweep(): Promise<number> {
    const before = systemClock.now() - this.#limits.sandboxIdleHours * HOUR
    const rows = await this.#rows.unusedSince(before, SWEPT_AT_ONCE)
    for (const row of rows) await this.#end(row, 'unused')
    return rows.length
  }

  /** Hours that a sandbox is kept after its last use. */
  get idleHours(): number {
    return this.#limits.sandboxIdleHours
  }

  /** Bytes of a sandbox's database on disk. */
  async sizeOf({ id }: Sandbox): Promise<number> {
    return (await stat(this.#file(id))).size
  }

  /** When this sandbox is thrown away if nobody uses it: milliseconds since 1970, UTC, by the machine's clock. */
  async keptUntil({ id }: Sandbox): Promise<number> {
    const lastUsedAt = await untraced(() => this.#rows.lastUsedAt(id))
    return lastUsedAt + this.idleHours * HOUR
  }

  /** The whole database as one file that any SQLite opens. */
  async copyOf({ id, repo }: Sandbox): Promise<Uint8Array<ArrayBuffer>> {
    const copy = join(this.#folder(id), `copy-${randomBytes(6).toString('hex')}.db`)
    try {
      await repo.copyTo(copy)
      return await readFile(copy)
    } finally {
      await rm(copy, { force: true })
    }
  }

  async close(): Promise<void> {
    await this.#leases.closeAll()
    await this.lobby.repo.close()
    await this.#site.close()
  }

  /** One change of the sandbox itself, as one step of the reader's trace. */
  #lever<Value>(
    name: string,
    detail: string,
    visitor: Visitor,
    fn: () => Promise<Value>,
  ): Promise<Value> {
    const step = { name, tag: `context.${name}`, detail, source: callSite() }
    return span({ layer: 'context', ...step }, () => this.#inTurn(visitor, fn))
  }

  #disconnect(id: string): void {
    new PubSub(this.#exchange, id).broadcast(SANDBOX_TOPIC, { type: 'disconnect' })
  }

  #tell({ id }: Visitor, news: NewsOf<'sandbox'>): void {
    this.#hub.publish(id, { channel: 'sandbox', persona: null, ...news })
  }

  #limit(limiter: RateLimiter, key: string, sentence: string): void {
    const wait = this.#limits.on ? limiter.take(key) : 0
    if (wait > 0)
      throw new Refusal(429, `${sentence} Wait ${wait} s and try again.`, retryAfter(wait))
  }

  async #create(visitor: Visitor): Promise<SandboxRow> {
    await this.#makeRoom()
    const id = randomBytes(16).toString('hex')
    try {
      await mkdir(this.#folder(id), { recursive: true })
      await copyFile(this.#template, this.#file(id))
      return await this.#rows.insert(id, visitor)
    } catch (error) {
      // No row would ever lead to these files again.
      await this.#remove(id)
      throw error
    }
  }

  async #replace(visitor: Visitor, fill: (sandbox: Sandbox) => Promise<void>): Promise<Lease> {
    const present = await this.#rows.current(visitor)
    if (present) await this.#end(present, 'reset')
    const row = await this.#create(visitor)
    const lease = await this.#lease(row)
    if (!lease) throw new Error('Sandboxes: a new copy of the template cannot be opened.')
    try {
      await fill(lease.sandbox)
      // What a start state made some time ago was made before this clock went on.
      const { offset } = lease.sandbox.clock
      if (offset > 0) await this.#rows.update(row.id, { clock_offset: offset })
      return { ...lease, isNew: true }
    } catch (error) {
      await this.#end(row, 'reset')
      await lease.release()
      throw error
    }
  }

  async #makeRoom(): Promise<void> {
    const oldest = await this.#rows.oldestOf(this.#limits.sandboxes)
    if (oldest) await this.#end(oldest, 'room')
  }

  async #lease(row: SandboxRow): Promise<Lease | null> {
    await this.#rows.touch(row)
    try {
      const { value: sandbox, release } = await this.#leases.acquire(row.id, () => this.#open(row))
      return { sandbox, isNew: false, release }
    } catch (error) {
      if (!(await this.#isBroken(row, error))) throw error
      // Cut off, overwritten, gone, or left by another version: its reader gets a fresh one.
      await this.#end(row, 'broken')
      return null
    }
  }

  async #open(row: SandboxRow): Promise<Sandbox> {
    const { id, number, inserted_at: insertedAt } = row
    // The row was read before it was this request's turn: a reset may have come between, and its files are going.
    if (await this.#rows.hasEnded(row.id))
      throw new DatabaseCorruptError('This sandbox has ended.', { code: 'SQLITE_CANTOPEN' })
    const clock = new SandboxClock(row.clock_offset)
    const file = this.#file(id)
    const limits = { maxPages: MOST_PAGES, rowLimits: ROW_LIMITS }
    const repo = await Repo.open<Tables>({ file, mustExist: true, clock, ...limits })
    if (!(await isCurrentSandbox(repo))) {
      await repo.close()
      throw new DatabaseCorruptError('This is no sandbox of this version.', {
        code: 'SQLITE_NOTADB',
      })
    }
    const mailbox = new Mailbox(
      join(this.#folder(id), 'mailbox.json'),
      () => clock.now(),
      (mail, count) => this.#announce(row.visitor_id, mail, count),
    )
    const settings = new SandboxSettings(row.registration_with_password === 1)
    const migrations = await SandboxMigrations.of(repo)
    const watched = { traces: new TraceRing(), lastChanges: new LastChanges() }
    const pubsub = new PubSub(this.#exchange, id)
    const mail = { mailbox, mailer: mailbox }
    const own = { clock, repo, settings, migrations, pubsub, ...mail, ...watched }
    return Object.freeze({ id, number, insertedAt, apiKey: row.api_key, ...own })
  }

  /** Whether the file is no database of ours. Anything else that goes wrong is not the file's fault. */
  async #isBroken({ id }: SandboxRow, error: unknown): Promise<boolean> {
    if (error instanceof DatabaseCorruptError) return true
    if (!(error instanceof DatabaseError) || error.code !== 'SQLITE_CANTOPEN') return false
    // A file that is there cannot be opened for another reason, such as too many open files.
    const stats = await lstat(this.#file(id)).catch(() => null)
    return !stats?.isFile()
  }

  #announce(visitorId: number, { id, to, subject }: Mail, count: number): void {
    const data = { id, to, subject, count }
    this.#hub.publish(visitorId, { channel: 'mailbox', type: 'delivered', persona: null, data })
  }

  async #end({ id, visitor_id, number }: SandboxRow, reason: Ending): Promise<void> {
    if (!(await this.#rows.end(id, reason))) return
    this.#disconnect(id)
    // Of a reset open pages hear when the next one is there.
    if (reason !== 'reset')
      this.#tell({ id: visitor_id }, { type: 'ended', data: { number, reason } })
    // A request that is still using it may finish; the files go when the last one has.
    this.#ended.add(id)
    if (await this.#leases.retire(id)) return
    this.#ended.delete(id)
    await this.#remove(id)
  }

  /** One after the other for each visitor: two first actions make one sandbox, and a reset comes between neither. */
  #inTurn<Value>({ id }: Visitor, fn: () => Promise<Value>): Promise<Value> {
    return this.#turns.take(id, () => untraced(fn))
  }

  #remove(id: string): Promise<void> {
    return rm(this.#folder(id), { recursive: true, force: true })
  }

  // Two levels, so that ten thousand sandboxes do not share one folder.
  #folder(id: string): string {
    return join(this.#directory, id.slice(0, 2), id)
  }

  #file(id: string): string {
    return join(this.#folder(id), 'sandbox.db')
  }
}
