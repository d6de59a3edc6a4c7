/**
 * Throw-away copies: a whole server state beside that of a visitor, in which a
 * lab sends what their own must never see. Each has a visitor of its own, whom
 * no database knows, and a token that was drawn for it alone: a request that
 * brings it comes through the same front and the same plugs as any other, and
 * stands in the copy. In other words: a forked fixture for each test.
 */
import { randomBytes } from 'node:crypto'
import { systemClock } from '#lib/clock.ts'
import { inspectTables, type InspectedTable } from '#repo/inspect-tables.ts'
import { migrateAnewWith } from '#repo/migrator.ts'
import { untraced } from '#trace/trace.ts'
import { openSandbox, type Sandbox } from './open-sandbox.ts'
import { PubSub, type Exchange } from './pubsub.ts'
import { SANDBOX_TOPIC } from './announcements.ts'
import type { SandboxRow } from './sandbox-rows.ts'
import type { Store } from './store.ts'
import type { Visitor } from './visitors.ts'

export interface Copy {
  readonly sandbox: Sandbox
  /** Nobody: the number is below those of all visitors. */
  readonly visitor: Visitor
  /** For the cookie of whoever acts in it. */
  readonly token: string
}

type Kept = Pick<SandboxRow, 'clock_offset' | 'registration_with_password' | 'bending' | 'draws'>

const STRAIGHT: Kept = {
  ...{ clock_offset: 0, registration_with_password: 0 },
  ...{ bending: null, draws: null },
}

/** The copies that there are now. None of them outlives the lab that made it. */
export class Copies {
  readonly #store: Store
  readonly #exchange: Exchange
  readonly #byToken = new Map<string, Copy>()
  #made = 0

  constructor(store: Store, exchange: Exchange) {
    this.#store = store
    this.#exchange = exchange
  }

  get size(): number {
    return this.#byToken.size
  }

  /** One that is empty, as every sandbox begins. End it. */
  begin(): Promise<Copy> {
    return this.#make((id) => this.#store.create(id), STRAIGHT)
  }

  /** Another one with the rows, tables, mails and switches that this one has now. End it. */
  copyOf({ sandbox }: Pick<Copy, 'sandbox'>): Promise<Copy> {
    const { clock, chance, settings, bending } = sandbox
    return this.#make((id) => this.#store.createFrom(id, sandbox), {
      clock_offset: clock.offset,
      registration_with_password: settings.registrationWithPassword ? 1 : 0,
      bending: bending.json,
      draws: chance.fixed,
    })
  }

  /**
   * The tables, without rows, that the migrations make with this module in the
   * place of the one in that file. They are made in a copy, which is ended.
   */
  async tablesMadeWith(
    file: string,
    instead: Readonly<Record<string, unknown>>,
  ): Promise<readonly InspectedTable[]> {
    const copy = await this.begin()
    const { repo } = copy.sandbox
    try {
      await untraced(() => migrateAnewWith(repo, file, instead))
      return await untraced(() => inspectTables(repo, { mostRows: 0 }))
    } finally {
      await this.end(copy)
    }
  }

  /** Who acts with this token, or `null`. */
  visitorOf(token: string): Visitor | null {
    return this.#byToken.get(token)?.visitor ?? null
  }

  /** The copy in which this visitor acts, or `null` for a visitor of the house. */
  of({ id }: Visitor): Sandbox | null {
    return this.#find(({ visitor }) => visitor.id === id)?.sandbox ?? null
  }

  /** The copy that a program’s key names, or `null`. */
  byApiKey(key: string): Copy | null {
    return this.#find(({ sandbox }) => sandbox.apiKey === key)
  }

  /** Closes it and takes its files away. Pages that are open in it are told to connect again, and find nothing. */
  async end({ sandbox, token }: Copy): Promise<void> {
    this.#byToken.delete(token)
    new PubSub(this.#exchange, sandbox.id).broadcast(SANDBOX_TOPIC, { type: 'disconnect' })
    await sandbox.repo.close()
    await this.#store.remove(sandbox.id)
  }

  async endAll(): Promise<void> {
    await Promise.all([...this.#byToken.values()].map((copy) => this.end(copy)))
  }

  async #make(create: (id: string) => Promise<void>, kept: Kept): Promise<Copy> {
    const visitor = { id: -(this.#made += 1) }
    const id = randomBytes(16).toString('hex')
    try {
      await create(id)
      const row = { ...rowOf(id, visitor), ...kept }
      const sandbox = await openSandbox(row, this.#store, this.#exchange, () => undefined)
      const copy = { sandbox, visitor, token: randomBytes(32).toString('base64url') }
      this.#byToken.set(copy.token, copy)
      return copy
    } catch (error) {
      await this.#store.remove(id)
      throw error
    }
  }

  #find(is: (copy: Copy) => boolean): Copy | null {
    return [...this.#byToken.values()].find(is) ?? null
  }
}

function rowOf(id: string, visitor: Visitor): Omit<SandboxRow, keyof Kept> {
  const now = systemClock.now()
  return {
    ...{ id, visitor_id: visitor.id, number: 1, inserted_at: now, last_used_at: now },
    ...{ api_key: randomBytes(16).toString('hex'), place: null, server: null },
  }
}
