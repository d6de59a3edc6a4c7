/**
 * What the server says on its own. One tab of the browser holds the stream
 * and passes it on to the others: a browser keeps six connections to a site,
 * and a stream is never given back.
 */
import type { Pong, StillOpen, StreamEvent } from '#trace/stream-event.ts'

const NAME = 'glasshouse-events'
const ADDRESS = '/sandbox/events'

/** A live page of this tab, as the heartbeat sees it. */
export interface LivePage {
  /** By which the server knows it, while it is connected. */
  readonly liveId: string | null
  /** The server has it at this version; or, without one, no longer. */
  catchUp(version: number | undefined): void
}

const livePages = new Set<LivePage>()

type Listener = (event: StreamEvent) => void
const listeners = new Set<Listener>()
let channel: BroadcastChannel | null = null

/** Calls `listener` for every event of this visitor's sandbox, once `connect` has been called. */
export function listen(listener: Listener, signal?: AbortSignal): void {
  listeners.add(listener)
  signal?.addEventListener('abort', () => listeners.delete(listener))
}

/** From now on each heartbeat says that this page is there. */
export function keepAlive(page: LivePage): void {
  livePages.add(page)
}

/** The page is gone, and the server may forget it. */
export function leave(page: LivePage): void {
  livePages.delete(page)
  const { liveId: left } = page
  if (left !== null) navigator.sendBeacon(ADDRESS, new URLSearchParams({ left }))
}

/** Opens the stream, unless it is open. Call it when there is a sandbox to hear of. */
export function connect(): void {
  channel ??= start()
}

function start(): BroadcastChannel {
  const opened = new BroadcastChannel(NAME)
  opened.addEventListener('message', ({ data }: MessageEvent<StreamEvent>) => {
    if (data.channel === 'stream') void answerPing({})
    else tell(data)
  })
  // Whoever gets the lock holds the stream until the tab is closed; then the next one does.
  void navigator.locks.request(NAME, () => new Promise<void>((done) => holdStream(opened, done)))
  return opened
}

function holdStream(passOn: BroadcastChannel, done: () => void): void {
  const source = new EventSource(ADDRESS)
  source.addEventListener('message', ({ data }: MessageEvent<string>) => {
    // Our own server's word: it writes nothing else.
    const event = JSON.parse(data) as StreamEvent
    passOn.postMessage(event)
    if (event.channel === 'stream') void answerPing(event.data)
    else tell(event)
  })
  source.addEventListener('error', () => {
    // Closed for good: there is no sandbox to hear of yet.
    if (source.readyState !== EventSource.CLOSED) return
    channel?.close()
    channel = null
    done()
  })
}

/** The tab that holds the stream answers for it; every tab answers for its own pages. */
async function answerPing(pong: Pong): Promise<void> {
  const pages = [...livePages].filter(({ liveId }) => liveId !== null)
  const asked = pages.map((page) => [page, page.liveId ?? ''] as const)
  const live = asked.map(([, id]) => id).join()
  if (live === '' && pong.stream === undefined) return
  const body = new URLSearchParams({ ...pong, ...(live !== '' && { live }) })
  // Whoever is cut off hears of it from the stream.
  const response = await fetch(ADDRESS, { method: 'POST', body }).catch(() => null)
  if (response?.status !== 200) return
  const stillOpen = (await response.json()) as StillOpen
  // It may have connected again in the meantime.
  for (const [page, id] of asked) if (page.liveId === id) page.catchUp(stillOpen.live[id])
}

function tell(event: StreamEvent): void {
  for (const listener of listeners) listener(event)
}
