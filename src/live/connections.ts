/**
 * The live views that are open now, each for one page of one visitor. They
 * live here, between requests: an event finds its view by an id that only the
 * page knows, and a message of a topic finds it by itself.
 */
import { randomBytes } from 'node:crypto'
import { isUserScope, type Surroundings } from '#app/accounts/scope.ts'
import type { Params } from '#changeset/cast.ts'
import { Refusal, retryAfter } from '#lib/refusal.ts'
import type { NewsOf } from '#trace/stream-event.ts'
import type { EventHub } from '#sandbox/event-hub.ts'
import type { Message } from '#sandbox/pubsub.ts'
import { SANDBOX_TOPIC, type Sandbox, type Sandboxes, type Visitor } from '#sandbox/sandbox.ts'
import { collect, Recorder } from '#trace/trace.ts'
import type { Running } from './live-view.ts'
import type { Redirect } from './socket.ts'

/** Whose page it is. */
export interface Owner {
  /** `null` before the first action: such a page hears of nothing, but its events are answered. */
  readonly visitor: Visitor | null
  readonly sandbox: Sandbox | null
  readonly persona: string
  readonly clientAddress: string
}

/** An open page, as others see it. */
export interface Connection {
  readonly id: string
  /** One more with each change. */
  readonly version: number
  readonly path: string
  readonly running: Running
}

type Mount = (
  surroundings: Surroundings,
) => Promise<{ readonly running: Running } | { readonly halted: Redirect }>

interface Options {
  readonly sandboxes: Sandboxes
  readonly hub: EventHub
  readonly limits: { readonly livePages: number; readonly livePagesPerVisitor: number }
  readonly logError: (error: unknown, where: string) => void
}

/** A page says that it is there every 15 seconds; three times missed is gone. */
const HEARD_WITHIN = 45_000
/** A page without JavaScript cannot say so: its reader may think for a while. */
const PATIENCE = 30 * 60 * 1000
const REAP_EVERY = 5_000
/** Events and messages that wait for their turn in one view. */
const MOST_WAITING = 32
/** Visitors who have not acted have no name: a class behind one address shares this many. */
const MOST_PER_ADDRESS = 80
const ID = /^[\w-]{22}$/

/** The topic on which the end of a session is told. In Phoenix: `live_socket_id`. */
export const sessionTopic = (sessionId: number) => `users_sessions:${sessionId}`

interface Open {
  readonly id: string
  readonly path: string
  readonly owner: Owner
  readonly key: string
  readonly pubsub: Surroundings['pubsub']
  readonly patience: number
  running: Running
  version: number
  heardAt: number
  waiting: number
  turn: Promise<unknown>
}

export class LiveConnections {
  readonly #options: Options
  readonly #open = new Map<string, Open>()
  readonly #reaping: NodeJS.Timeout

  constructor(options: Options) {
    this.#options = options
    this.#reaping = setInterval(() => this.reap(), REAP_EVERY).unref()
  }

  get size(): number {
    return this.#open.size
  }

  /**
   * Mounts a live view and keeps it, or says where its hooks sent the reader.
   * The page of this visitor that was silent for longest makes room. Throws a
   * `Refusal` (503) when the house is full.
   */
  async open(
    owner: Owner,
    path: string,
    mount: Mount,
    { patient = false }: { readonly patient?: boolean } = {},
  ): Promise<Connection | { readonly halted: Redirect }> {
    const { sandboxes, limits } = this.#options
    const key = owner.visitor ? `visitor ${owner.visitor.id}` : `address ${owner.clientAddress}`
    this.#makeRoom(key, owner.visitor ? limits.livePagesPerVisitor : MOST_PER_ADDRESS)
    if (this.#open.size >= limits.livePages)
      throw new Refusal(503, 'As many live pages are open as this house keeps.', retryAfter(30))

    const id = randomBytes(16).toString('base64url')
    // What comes while it is mounted waits until it is.
    const early: Message[] = []
    let hear = (message: Message): void => void early.push(message)
    const surroundings = owner.sandbox ?? sandboxes.lobby
    const pubsub = surroundings.pubsub.heardBy((message) => hear(message))
    try {
      const mounted = await mount({ ...surroundings, pubsub })
      if ('halted' in mounted || mounted.running.redirect) {
        pubsub.end()
        return 'halted' in mounted ? mounted : { halted: mounted.running.redirect! }
      }
      const now = performance.now()
      const patience = patient ? PATIENCE : HEARD_WITHIN
      const turn = Promise.resolve()
      const fixed = { id, path, owner, key, pubsub, patience }
      const opened: Open = { ...fixed, ...mounted, version: 1, heardAt: now, waiting: 0, turn }
      this.#open.set(id, opened)
      hear = (message) => this.#hear(opened, message)
      pubsub.listen(SANDBOX_TOPIC)
      const { scope } = mounted.running
      if (isUserScope(scope) && scope.sessionId !== null)
        pubsub.listen(sessionTopic(scope.sessionId))
      for (const message of early) hear(message)
      return opened
    } catch (error) {
      pubsub.end()
      throw error
    }
  }

  /** The page of this id, if it is this visitor's, acting as this persona in this sandbox. */
  find(id: string, { visitor, sandbox, persona }: Owner): Connection | null {
    const open = ID.test(id) ? this.#open.get(id) : undefined
    const { owner } = open ?? {}
    const own =
      owner?.visitor?.id === visitor?.id &&
      owner?.sandbox?.id === sandbox?.id &&
      owner?.persona === persona
    if (!open || !own) return null
    open.heardAt = performance.now()
    return open
  }

  /**
   * Hands an event to its view and waits for its turn. A view that fails is
   * closed: its page mounts again. Throws a `Refusal` (410) for a page that is
   * not open, and (429) for one that sends more than it can be answered.
   */
  async event(id: string, owner: Owner, name: string, params: Params): Promise<Connection> {
    const found = this.find(id, owner)
    const open = found && this.#open.get(found.id)
    if (!open) throw new Refusal(410, 'This page has lost its connection. Load it again.')
    const surroundings = { ...(owner.sandbox ?? this.#options.sandboxes.lobby) }
    await this.#inTurn(open, (running) =>
      running.event(name, params, { ...surroundings, pubsub: open.pubsub }),
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

  #makeRoom(key: string, most: number): void {
    const own = [...this.#open.values()].filter((open) => open.key === key)
    const [oldest] = own.toSorted((a, b) => a.heardAt - b.heardAt)
    if (oldest && own.length >= most) this.#disconnect(oldest)
  }

  #hear(open: Open, message: Message): void {
    if (message.type === 'disconnect') return this.#disconnect(open)
    this.#inform(open, message).catch((error: unknown) => {
      // It mounts again and reads what it missed.
      this.#disconnect(open)
      this.#options.logError(error, `live ${open.running.view}`)
    })
  }

  /** A message comes without a request: what it needs is looked up, and watched, here. */
  async #inform(open: Open, message: Message): Promise<void> {
    const { owner, pubsub } = open
    if (!owner.visitor || this.#open.get(open.id) !== open) return
    const lease = await this.#options.sandboxes.find(owner.visitor)
    try {
      if (lease?.sandbox.id !== owner.sandbox?.id) return this.#disconnect(open)
      const { sandbox } = lease!
      const title = `${open.running.view}, told ${message.type}`
      const id = randomBytes(12).toString('base64url')
      const recorder = new Recorder({ id, title, persona: owner.persona })
      await collect(recorder, () =>
        this.#inTurn(open, (running) => running.info(message, { ...sandbox, pubsub })),
      )
      recorder.answered(200)
      sandbox.traces.add(recorder.snapshot())
      this.#publish(open, { type: 'changed', data: { id: open.id, version: open.version } })
    } finally {
      await lease?.release()
    }
  }

  /** One after the other: an event sees what the one before it has left. */
  async #inTurn(open: Open, act: (running: Running) => Promise<Running>): Promise<void> {
    if (open.waiting >= MOST_WAITING)
      throw new Refusal(429, 'This page sends more than can be answered.', retryAfter(1))
    open.waiting += 1
    const turn = open.turn.then(async () => {
      open.running = await act(open.running)
      open.version += 1
    })
    open.turn = turn.catch(() => undefined)
    try {
      await turn
    } catch (error) {
      if (!(error instanceof Refusal)) this.#disconnect(open)
      throw error
    } finally {
      open.waiting -= 1
    }
    // It goes elsewhere: nobody comes back to this one.
    if (open.running.redirect) this.#close(open)
  }

  /** Its page is told, and may mount again if its hooks let it. */
  #disconnect(open: Open): void {
    if (!this.#close(open)) return
    this.#publish(open, { type: 'disconnected', data: { id: open.id } })
  }

  #close(open: Open): boolean {
    open.pubsub.end()
    return this.#open.delete(open.id)
  }

  #publish({ owner: { visitor, persona } }: Open, news: NewsOf<'live'>): void {
    if (visitor) this.#options.hub.publish(visitor.id, { channel: 'live', persona, ...news })
  }
}
