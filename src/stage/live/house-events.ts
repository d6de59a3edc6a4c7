/**
 * What the server says on its own. One tab of the browser holds the stream
 * and passes it on to the others: a browser keeps six connections to a site,
 * and a stream is never given back.
 */
import type { Pong, StillOpen, StreamEvent } from '#trace/stream-event.ts'
import { inOneTab } from './in-one-tab.ts'

const NAME = 'glasshouse-events'
const ADDRESS = '/sandbox/events'
const NOTHING_TO_HEAR = 204
const SHORTEST_PAUSE = 2_000
const LONGEST_PAUSE = 60_000

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
/** Ends the pause before the next try, if there is one. */
let goOn: () => void = () => undefined

type ConnectionListener = (isOpen: boolean) => void
const connectionListeners = new Set<ConnectionListener>()

/** Calls `listener` when the stream is lost, in whichever tab it is held, and when it is there again. */
export function watchConnection(listener: ConnectionListener, signal: AbortSignal): void {
  connectionListeners.add(listener)
  signal.addEventListener('abort', () => connectionListeners.delete(listener))
}

function tellConnection(isOpen: boolean): void {
  for (const listener of connectionListeners) listener(isOpen)
}

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
  if (page.liveId !== null) forget(page.liveId)
}

/** Nobody is at a page that the server knows by this id. */
export function forget(left: string): void {
  navigator.sendBeacon(ADDRESS, new URLSearchParams({ left }))
}

/** Opens the stream, unless it is open. Call it when there is a sandbox to hear of. */
export function connect(): void {
  channel ??= start()
  // The server has just answered: there is no more to wait for.
  goOn()
}

/** What the tab with the stream tells the others. */
type Passed = StreamEvent | { readonly isOpen: boolean }

function start(): BroadcastChannel {
  const opened = new BroadcastChannel(NAME)
  opened.addEventListener('message', ({ data }: MessageEvent<Passed>) => {
    if ('isOpen' in data) tellConnection(data.isOpen)
    else if (data.channel === 'stream') void answerPing({})
    else tell(data)
  })
  inOneTab(NAME, () => holdStream(opened))
  return opened
}

/**
 * Keeps the stream open for all tabs, until there is nothing to hear. A lost
 * connection the browser mends by itself. Any answer but a stream closes it
 * for good, and the next may be one: a server that starts again stands behind
 * a 502 for a while.
 */
async function holdStream(passOn: BroadcastChannel): Promise<void> {
  let failures = 0
  for (;;) {
    failures = (await readStream(passOn)) ? 1 : failures + 1
    if (await isNothingToHear()) break
    await pause(Math.min(SHORTEST_PAUSE * 2 ** (failures - 1), LONGEST_PAUSE))
  }
  passOn.close()
  if (channel === passOn) channel = null
}

/** Reads until the browser gives it up. Answers whether it was open at all. */
function readStream(passOn: BroadcastChannel): Promise<boolean> {
  return new Promise((resolve) => {
    let wasOpen = false
    const source = new EventSource(ADDRESS)
    source.addEventListener('message', ({ data }: MessageEvent<string>) => {
      wasOpen = true
      // Our own server's word: it writes nothing else.
      const event = JSON.parse(data) as StreamEvent
      passOn.postMessage(event)
      if (event.channel === 'stream') void answerPing(event.data)
      else tell(event)
    })
    const tellAll = (isOpen: boolean) => {
      passOn.postMessage({ isOpen } satisfies Passed)
      tellConnection(isOpen)
    }
    source.addEventListener('open', () => tellAll(true))
    source.addEventListener('error', () => {
      tellAll(false)
      if (source.readyState === EventSource.CLOSED) resolve(wasOpen)
    })
  })
}

/** The browser does not say with what a stream was answered. Whoever has no sandbox is told so here as well. */
async function isNothingToHear(): Promise<boolean> {
  const answer = await fetch(ADDRESS, { method: 'POST', body: new URLSearchParams() }).catch(
    () => null,
  )
  return answer?.status === NOTHING_TO_HEAR
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    goOn = () => {
      clearTimeout(timer)
      resolve()
    }
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
