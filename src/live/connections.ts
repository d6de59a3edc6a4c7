/**
 * The live views that are open now, each for one page of one visitor. They
 * live here, between requests: an event finds its view by an id that only the
 * page knows, and a message of a topic finds it by itself. In other words: the
 * server's side of web sockets, over plain requests and one stream.
 */
import { randomBytes } from 'node:crypto'
import type { Params } from '#changeset/cast.ts'
import { MINUTE, SECOND } from '#lib/duration.ts'
import { Queue } from '#lib/queue.ts'
import { Refusal, tryLater } from '#lib/refusal.ts'
import { roomFor } from '#lib/shares.ts'
import type { EventOf, NewsOf } from '#trace/stream-event.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import type { Mounted } from './live-session.ts'
import type { Message, Renew, Running, Shown } from './live-view.ts'
import type { Redirect } from './socket.ts'
import type { Awake, Owner, PresentOwner, Surroundings, Visitor } from './surroundings.ts'

/** An open page, as others see it. */
export interface Connection<Scope extends object, View extends Shown> {
  readonly id: string
  /** One more with each change. */
  readonly version: number
  readonly path: string
  readonly running: Running<Scope, View>
}

/** Pages that are open at the same time: of one visitor, from one address, in the house. */
export interface LivePageLimits {
  readonly livePages: number
  readonly livePagesPerVisitor: number
  readonly livePagesPerAddress: number
}

interface Options<Scope extends object, Around extends Surroundings> {
  /** Where a page is when it is told something; `null` for a visitor whose place is gone. */
  readonly wakeUp: (visitor: Visitor) => Promise<Awake<Around> | null>
  readonly inSurroundings: <S extends Scope>(scope: S, surroundings: Around) => S
  /** Topics on which a page hears that it has to connect again: its scope may not hold any more. */
  readonly endingsOf: (scope: Scope) => readonly string[]
  readonly publish: (visitorId: number, event: EventOf<'live'>) => void
  readonly limits: LivePageLimits
  /** A page that there is no place for, and whose share is used up. */
  readonly refused?: (full: 'address' | 'house') => void
  readonly logError: (error: unknown, where: string) => void
}

/** A page says that it is there every 15 seconds; three times missed is gone. */
const HEARD_WITHIN = 45 * SECOND
/** A page without JavaScript cannot say so: its reader may think for a while. */
const PATIENCE = 30 * MINUTE
const REAP_EVERY = 5 * SECOND
/** Events and messages of one view: the one whose turn it is, and those that wait. */
const MOST_WAITING = 32
/** Visitors who have not acted have no name: a class behind one address shares this many. */
const MOST_PER_ADDRESS = 80
const ID = /^[\w-]{22}$/

interface Open<Scope extends object, Around extends Surroundings, View extends Shown> {
  readonly id: string
  readonly path: string
  readonly owner: Owner
  /** By which the pages of one reader are counted. */
  readonly key: string
  readonly pubsub: Around['pubsub']
  readonly patience: number
  running: Running<Scope, View>
  version: number
  heardAt: number
  /** One after the other: an event sees what the one before it has left. */
  readonly turns: Queue
}

/**
 * Every page that is open now: opened, found by its id, told what happens, and given up when it
 * falls silent.
 */
export class LiveConnections<
  Scope extends object,
  Around extends Surroundings,
  View extends Shown,
> {
  readonly #options: Options<Scope, Around>
  readonly #open = new Map<string, Open<Scope, Around, View>>()
  readonly #reaping: NodeJS.Timeout

  constructor(options: Options<Scope, Around>) {
    this.#options = options
    this.#reaping = setInterval(() => this.reap(), REAP_EVERY).unref()
  }

  get size(): number {
    return this.#open.size
  }

  /**
   * Mounts a live view and keeps it, or says where its hooks sent the reader.
   * The page of this visitor that was silent for longest makes room, or else
   * one of whoever has most. Throws a `Refusal` where nobody has more: 429 for
   * an address with its share, 503 when the house is full.
   */
  async open(
    { surroundings, ...owner }: PresentOwner<Around>,
    path: string,
    mount: (surroundings: Around) => Promise<Mounted<Running<Scope, View>>>,
    { patient = false }: { readonly patient?: boolean } = {},
  ): Promise<Connection<Scope, View> | { readonly halted: Redirect }> {
    const key = this.#makeRoomFor(owner)
    const ear = new Ear()
    const pubsub = surroundings.pubsub.heardBy((message) => ear.hear(message))
    try {
      const mounted = await mount({ ...surroundings, pubsub })
      if ('halted' in mounted) {
        pubsub.end()
        return mounted
      }
      const patience = patient ? PATIENCE : HEARD_WITHIN
      const opened = this.#keep({ path, owner, key, pubsub, patience, ...mounted })
      ear.openTo((message) => this.#hear(opened, message))
      return opened
    } catch (error) {
      pubsub.end()
      throw error
    }
  }

  /** At which version the page of this id is; `null` for one that is not open any more. */
  versionOf(id: string): number | null {
    return this.#open.get(id)?.version ?? null
  }

  /** The page of this id, if it is this visitor's, acting as this persona in this place. */
  find(id: string, { visitor, place, persona }: Owner): Connection<Scope, View> | null {
    const open = ID.test(id) ? this.#open.get(id) : undefined
    const { owner } = open ?? {}
    const own =
      owner?.visitor?.id === visitor?.id && owner?.place === place && owner?.persona === persona
    if (!open || !own) return null
    open.heardAt = performance.now()
    return open
  }

  /**
   * Hands an event to its view and waits for its turn. A view that fails is
   * closed: its page mounts again. Throws a `Refusal` (410) for a page that is
   * not open, and (429) for one that sends more than it can be answered.
   */
  async event(
    id: string,
    owner: PresentOwner<Around>,
    name: string,
    params: Params,
  ): Promise<Connection<Scope, View>> {
    const found = this.find(id, owner)
    const open = found && this.#open.get(found.id)
    if (!open) throw new Refusal(410, 'This page has lost its connection. Load it again.')
    await this.#inTurn(open, (running) =>
      running.event(name, params, this.#renewed(open, owner.surroundings)),
    )
    return open
  }

  /**
   * These pages of this visitor are still there. Says which version each is at
   * here: one that is not open any more is not among them.
   */
  heard(visitor: Visitor, ids: readonly string[]): Readonly<Record<string, number>> {
    const own = ids.map((id) => this.#open.get(id)).filter((open) => open !== undefined)
    const heard = own.filter(({ owner }) => owner.visitor?.id === visitor.id)
    for (const open of heard) open.heardAt = performance.now()
    return Object.fromEntries(heard.map(({ id, version }) => [id, version]))
  }

  /** These pages of this visitor were closed. */
  left(visitor: Visitor, ids: readonly string[]): void {
    for (const id of ids) {
      const open = this.#open.get(id)
      if (open?.owner.visitor?.id === visitor.id) this.#close(open)
    }
  }

  /** Closes pages that have been silent for too long. Returns how many. */
  reap(now: number = performance.now()): number {
    const silent = [...this.#open.values()].filter(
      ({ heardAt, patience }) => now - heardAt > patience,
    )
    for (const open of silent) this.#close(open)
    return silent.length
  }

  closeAll(): void {
    clearInterval(this.#reaping)
    for (const open of this.#open.values()) this.#close(open)
  }

  /** Says by which key the pages of this reader are counted. */
  #makeRoomFor({ visitor, clientAddress }: Owner): string {
    const { livePages, livePagesPerVisitor, livePagesPerAddress } = this.#options.limits
    const key = visitor ? `visitor ${visitor.id}` : `address ${clientAddress}`
    const pages = [...this.#open.values()].toSorted((a, b) => a.heardAt - b.heardAt)
    const own = pages.filter((open) => open.key === key)
    // A reader’s own page makes room first.
    const [oldest] = own
    if (oldest && own.length >= (visitor ? livePagesPerVisitor : MOST_PER_ADDRESS)) {
      this.#disconnect(oldest)
      return key
    }
    const held = pages.map((open) => ({
      ...{ open, visitor: open.key, address: open.owner.clientAddress },
    }))
    const room = roomFor({ visitor: key, address: clientAddress }, held, {
      ...{ visitor: Infinity, address: livePagesPerAddress, house: livePages },
    })
    if ('instead' in room) {
      if (room.instead) this.#disconnect(room.instead.open)
      return key
    }
    const isHouse = room.full === 'house'
    this.#options.refused?.(isHouse ? 'house' : 'address')
    throw isHouse
      ? tryLater(503, 'As many live pages are open as this house keeps.', 30)
      : tryLater(429, 'As many live pages are open as your address has.', 30)
  }

  #keep(
    mounted: Pick<
      Open<Scope, Around, View>,
      'path' | 'owner' | 'key' | 'pubsub' | 'patience' | 'running'
    >,
  ): Open<Scope, Around, View> {
    const id = randomBytes(16).toString('base64url')
    const heardAt = performance.now()
    const open = { ...mounted, id, version: 1, heardAt, turns: newTurns() }
    this.#open.set(id, open)
    for (const topic of this.#options.endingsOf(mounted.running.scope)) open.pubsub.listen(topic)
    return open
  }

  #hear(open: Open<Scope, Around, View>, message: Message): void {
    if (message.type === 'disconnect') return this.#disconnect(open)
    this.#inform(open, message).catch((error: unknown) => {
      // It mounts again and reads what it missed.
      this.#disconnect(open)
      this.#options.logError(error, `live ${open.running.view}`)
    })
  }

  /** A message comes without a request: what it needs is looked up, and watched, here. */
  async #inform(open: Open<Scope, Around, View>, message: Message): Promise<void> {
    const { visitor, place } = open.owner
    if (!visitor || this.#open.get(open.id) !== open) return
    const awake = await this.#options.wakeUp(visitor)
    try {
      if (awake?.place !== place) return this.#disconnect(open)
      await this.#informAwake(open, message, awake)
      this.#publish(open, { type: 'changed', data: { id: open.id, version: open.version } })
    } finally {
      await awake?.release()
    }
  }

  async #informAwake(
    open: Open<Scope, Around, View>,
    message: Message,
    { surroundings, keepTrace, bend }: Awake<Around>,
  ): Promise<void> {
    const title = `${open.running.view}, told ${message.type}`
    const id = randomBytes(12).toString('base64url')
    const recorder = new Recorder({
      ...{ id, title, kind: 'message' },
      persona: open.owner.persona,
    })
    const renew = this.#renewed(open, surroundings)
    await collect(recorder, () =>
      bend(() => this.#inTurn(open, (running) => running.info(message, renew))),
    )
    recorder.answered(200)
    keepTrace(recorder.snapshot())
  }

  /** The scope that a page has kept, over what is around it now. */
  #renewed({ pubsub }: Open<Scope, Around, View>, surroundings: Around): Renew<Scope> {
    return (scope) => this.#options.inSurroundings(scope, { ...surroundings, pubsub })
  }

  async #inTurn(
    open: Open<Scope, Around, View>,
    act: (running: Running<Scope, View>) => Promise<Running<Scope, View>>,
  ): Promise<void> {
    try {
      await open.turns.run(async () => {
        open.running = await act(open.running)
        open.version += 1
      })
    } catch (error) {
      if (!(error instanceof Refusal)) this.#disconnect(open)
      throw error
    }
    // It goes elsewhere: nobody comes back to this one.
    if (open.running.redirect) this.#close(open)
  }

  /** Its page is told, and may mount again if its hooks let it. */
  #disconnect(open: Open<Scope, Around, View>): void {
    if (!this.#close(open)) return
    this.#publish(open, { type: 'disconnected', data: { id: open.id } })
  }

  #close(open: Open<Scope, Around, View>): boolean {
    open.pubsub.end()
    return this.#open.delete(open.id)
  }

  #publish({ owner: { visitor, persona } }: Open<Scope, Around, View>, news: NewsOf<'live'>): void {
    if (visitor) this.#options.publish(visitor.id, { channel: 'live', persona, ...news })
  }
}

const newTurns = () =>
  new Queue({
    mostWaiting: MOST_WAITING - 1,
    full: () => tryLater(429, 'This page sends more than can be answered.', 1),
  })

/** Hears for a page that is being mounted: what comes meanwhile waits until it is. */
class Ear {
  #early: readonly Message[] = []
  #hear = (message: Message): void => void (this.#early = [...this.#early, message])

  hear(message: Message): void {
    this.#hear(message)
  }

  openTo(hear: (message: Message) => void): void {
    this.#hear = hear
    for (const message of this.#early) hear(message)
  }
}
