/**
 * What the server says on its own. One tab of the browser holds the stream
 * and passes it on to the others: a browser keeps six connections to a site,
 * and a stream is never given back.
 */
import type { StreamEvent } from '#lib/stream-event.ts'

const NAME = 'glasshouse-events'

type Listener = (event: StreamEvent) => void
const listeners = new Set<Listener>()
let channel: BroadcastChannel | null = null

/** Calls `listener` for every event of this visitor's sandbox, once `connect` has been called. */
export function listen(listener: Listener): void {
  listeners.add(listener)
}

/** Opens the stream, unless it is open. Call it when there is a sandbox to hear of. */
export function connect(): void {
  channel ??= start()
}

function start(): BroadcastChannel {
  const opened = new BroadcastChannel(NAME)
  opened.addEventListener('message', ({ data }: MessageEvent<StreamEvent>) => tell(data))
  // Whoever gets the lock holds the stream until the tab is closed; then the next one does.
  void navigator.locks.request(NAME, () => new Promise<void>((done) => holdStream(opened, done)))
  return opened
}

function holdStream(passOn: BroadcastChannel, done: () => void): void {
  const source = new EventSource('/sandbox/events')
  source.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const event = JSON.parse(data) as StreamEvent
    passOn.postMessage(event)
    tell(event)
  })
  source.addEventListener('error', () => {
    // Closed for good: there is no sandbox to hear of yet.
    if (source.readyState !== EventSource.CLOSED) return
    channel?.close()
    channel = null
    done()
  })
}

function tell(event: StreamEvent): void {
  for (const listener of listeners) listener(event)
}
