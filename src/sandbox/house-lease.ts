/**
 * Where several servers share the site's own database, each holds a lease: a
 * row that it renews, and that its sandboxes name. As long as the lease runs
 * nobody else touches them. Once it has run out others may take the server for
 * gone, in one statement that cannot be undone; so the server asks before it
 * serves on. In other words: a lease with a fencing token.
 */
import { randomBytes } from 'node:crypto'
import { SECOND } from '#lib/duration.ts'
import { inTime } from '#lib/in-time.ts'
import { tryLater } from '#lib/refusal.ts'
import { untraced } from '#trace/trace.ts'
import { ASIDE } from './sandbox-row.ts'
import type { SiteRepo } from './visitors.ts'

/** What a server writes down beside its sandboxes: by it the next process there knows its own row. */
export interface LeaseNote {
  /** The stay of the server whose files these are. */
  readonly id: string
  readonly name: string
}

/** What has become of another server, as far as the database knows. */
export type Elsewhere =
  | { readonly is: 'gone' }
  | {
      readonly is: 'living'
      readonly name: string
      /** Seconds until it may be taken for gone; `null` while it renews its lease. */
      readonly silentFor: number | null
    }

interface Options {
  readonly site: SiteRepo
  /** Of those that live each has its own. */
  readonly name: string
  readonly seconds: number
  /** What the process before has written down in this folder, and what this one does. */
  readonly note: {
    readonly read: () => Promise<LeaseNote | null>
    readonly write: (note: LeaseNote) => Promise<void>
  }
  /** The clock that all of them see: the database's. Milliseconds since 1970, UTC. */
  readonly now: () => Promise<number>
  /** The clocks of this machine: one that nobody sets, and one that goes on while it sleeps. */
  readonly clocks?: readonly (() => number)[]
}

/** It is renewed so many times while it runs. */
const RENEWALS = 6
/** A database that answers nothing for so long counts as away. */
const ANSWERS_WITHIN = 5 * SECOND

/** Another server has this name, and its lease runs. */
export class NameTakenError extends Error {
  override readonly name = 'NameTakenError'
  /** Until it may be taken for gone, unless it is renewed. */
  readonly seconds: number

  constructor(name: string, seconds: number) {
    super(`Another server has the name "${name}".`)
    this.seconds = seconds
  }
}

const newId = () => randomBytes(16).toString('hex')

/** What one server says of itself in the site's own database, and what it hears there of others. */
export class HouseLease {
  readonly #options: Required<Options>
  readonly #process = newId()
  readonly #lost: ((id: string) => Promise<void>)[] = []
  #id = ''
  /** When it was renewed last, by each clock of this machine; `null` when it is not known to run. */
  #renewedAt: readonly number[] | null = null
  /** Before, by the first clock, it takes nobody for gone: they may not have been back yet, either. */
  #patientUntil = Infinity
  #renewing: Promise<boolean> | null = null

  private constructor(options: Options) {
    this.#options = { clocks: [() => performance.now(), () => Date.now()], ...options }
  }

  /** Begins a stay, or goes on with the one of the process before. Throws a `NameTakenError`. */
  static async take(options: Options): Promise<HouseLease> {
    const lease = new HouseLease(options)
    await untraced(() => lease.#begin())
    return lease
  }

  /** Names this stay in the rows of sandboxes. Another one after it was lost. */
  get id(): string {
    return this.#id
  }

  get name(): string {
    return this.#options.name
  }

  get milliseconds(): number {
    return this.#options.seconds * SECOND
  }

  /** After this time it is to be renewed. */
  get renewEvery(): number {
    return this.milliseconds / RENEWALS
  }

  /** For how long it runs yet, by this machine's clocks: that one counts that has gone on furthest. */
  get left(): number {
    const [at, { clocks }] = [this.#renewedAt, this.#options]
    if (!at) return 0
    const since = Math.max(...clocks.map((clock, i) => clock() - (at[i] ?? -Infinity)))
    return Math.max(0, this.milliseconds - since)
  }

  /** Whether sandboxes may be served without asking anybody. */
  get holds(): boolean {
    return this.left > 0
  }

  /** `lost` is told when others may have taken this server's sandboxes, before it serves any other. */
  onLost(lost: (id: string) => Promise<void>): void {
    this.#lost.push(lost)
  }

  /** Asks where nobody knows whether it runs. Throws a `Refusal` (503) where nobody answers. */
  async ensure(): Promise<void> {
    if (this.holds || (await this.renew())) return
    throw tryLater(503, 'This server cannot find out whether your sandbox is still its own.', 5)
  }

  /** Says whether it runs now. However many ask at once, it is renewed once. */
  renew(): Promise<boolean> {
    return (this.#renewing ??= this.#renewOnce().finally(() => (this.#renewing = null)))
  }

  /** What has become of the server with this stay. Takes it for gone where its lease has run out. */
  async whereIs(id: string | null): Promise<Elsewhere> {
    if (id === null) return { is: 'gone' }
    const { site, now } = this.#options
    const server = await site.db
      .selectFrom('servers')
      .select(['name', 'leased_until', 'gone_at'])
      .where('id', '=', id)
      .executeTakeFirst()
    if (!server || server.gone_at !== null) return { is: 'gone' }
    const left = server.leased_until + this.#margin - (await now())
    const isPatient = (this.#options.clocks[0]?.() ?? 0) < this.#patientUntil
    if (left < 0 && !isPatient && (await this.#takeForGone(id))) return { is: 'gone' }
    // It has missed a renewal, and one more.
    const isSilent = left < this.milliseconds - this.renewEvery
    const silentFor = isSilent ? Math.max(1, Math.ceil(left / SECOND)) : null
    return { is: 'living', name: server.name, silentFor }
  }

  /** Ends what servers had that are gone, or were silent for so many milliseconds: nobody else does. */
  async endOfOthers(milliseconds: number): Promise<void> {
    const { site, now: askTime } = this.#options
    const now = await askTime()
    await site.db
      .updateTable('servers')
      .set({ gone_at: now })
      .where('gone_at', 'is', null)
      .where('leased_until', '<', now - milliseconds)
      .execute()
    const gone = site.db.selectFrom('servers').select('id').where('gone_at', 'is not', null)
    await site.db
      .updateTable('sandboxes')
      .set({ ended_at: now, ended_reason: 'gone' })
      .where('server', 'in', gone)
      .where((eb) => eb.or([eb('ended_at', 'is', null), eb('ended_reason', '=', ASIDE)]))
      .execute()
  }

  /**
   * This process ends, and another may begin in its place within a lease's
   * time: it finds all as it was. Whoever does not come back is gone then.
   */
  async leave(): Promise<void> {
    await this.renew()
    this.#renewedAt = null
  }

  async #begin(): Promise<void> {
    const { site, name, note, now } = this.#options
    const before = await note.read()
    const present = await site.db
      .selectFrom('servers')
      .select(['id', 'leased_until'])
      .where('name', '=', name)
      .where('gone_at', 'is', null)
      .executeTakeFirst()
    if (present && present.id === before?.id && (await this.#takeOver(present.id))) return
    if (present) {
      const left = present.leased_until + this.#margin - (await now())
      if (left >= 0 || !(await this.#takeForGone(present.id)))
        throw new NameTakenError(name, Math.ceil(left / SECOND))
    }
    await this.#beginAnew()
  }

  /** Nobody else is in this folder, so whoever had this stay before does not run any more. */
  async #takeOver(id: string): Promise<boolean> {
    const before = this.#read()
    const { numUpdatedRows } = await this.#options.site.db
      .updateTable('servers')
      .set({ process: this.#process, leased_until: await this.#end() })
      .where('id', '=', id)
      .where('gone_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    this.#id = id
    this.#renewed(before)
    return true
  }

  async #beginAnew(): Promise<void> {
    const { site, name, note } = this.#options
    const [before, id, until] = [this.#read(), newId(), await this.#end()]
    await note.write({ id, name })
    // What this process has begun before, and never heard of.
    await site.db
      .updateTable('servers')
      .set({ gone_at: until - this.milliseconds })
      .where('process', '=', this.#process)
      .where('gone_at', 'is', null)
      .execute()
    await site.db
      .insertInto('servers')
      .values({
        ...{ id, name, process: this.#process },
        ...{ began_at: until - this.milliseconds, leased_until: until, gone_at: null },
      })
      .execute()
    this.#id = id
    this.#renewed(before)
  }

  async #renewOnce(): Promise<boolean> {
    try {
      const renewing = untraced(() => this.#tryToRenew())
      await inTime(renewing, ANSWERS_WITHIN, () => new Error('The site’s database is silent.'))
    } catch {
      // What was renewed before may run still.
    }
    return this.holds
  }

  async #tryToRenew(): Promise<void> {
    const before = this.#read()
    const { numUpdatedRows } = await this.#options.site.db
      .updateTable('servers')
      .set({ leased_until: await this.#end() })
      .where('id', '=', this.#id)
      .where('process', '=', this.#process)
      .where('gone_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows > 0n) return this.#renewed(before)
    const lost = this.#id
    this.#renewedAt = null
    // Where it is there, another process has it: of a copy of this folder, which nobody is to make.
    if (!(await this.#isGone(lost))) return
    // Somebody has taken this server for gone: what it holds is nobody's, and it begins again.
    for (const tell of this.#lost) await tell(lost)
    await this.#beginAnew()
  }

  /** From `before` on it runs: by then nobody had been asked yet. */
  #renewed(before: readonly number[]): void {
    const [first = 0] = before
    if (!this.holds) this.#patientUntil = first + this.milliseconds + this.#margin
    this.#renewedAt = before
  }

  /** Whether it is gone, as this or another server has said. From then on its process renews nothing. */
  async #takeForGone(id: string): Promise<boolean> {
    const now = await this.#options.now()
    await this.#options.site.db
      .updateTable('servers')
      .set({ gone_at: now })
      .where('id', '=', id)
      .where('gone_at', 'is', null)
      .where('leased_until', '<', now - this.#margin)
      .execute()
    return this.#isGone(id)
  }

  async #isGone(id: string): Promise<boolean> {
    const server = await this.#options.site.db
      .selectFrom('servers')
      .select('gone_at')
      .where('id', '=', id)
      .executeTakeFirst()
    return !server || server.gone_at !== null
  }

  #read(): readonly number[] {
    return this.#options.clocks.map((clock) => clock())
  }

  async #end(): Promise<number> {
    return (await this.#options.now()) + this.milliseconds
  }

  /** For so long nobody serves them: what its server has begun by the end of its lease has ended then. */
  get #margin(): number {
    return this.renewEvery
  }
}
