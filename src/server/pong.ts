import type { StillOpen } from '#trace/stream-event.ts'
import type { Visitor } from '#sandbox/sandbox.ts'
import type { EventStreams } from './event-stream.ts'
import type { RunningServices } from './services.ts'

/** A reader has more live pages than this only if it makes them up. */
const MOST_IDS = 100

/**
 * Takes what a page answers to a ping: the stream that reached it, its live
 * pages, and those it has left. Says which are still open here, so that a page
 * that missed something catches up. In other words: the heartbeat, keep-alive.
 */
export function takePong(
  { live }: Pick<RunningServices, 'live'>,
  streams: Pick<EventStreams, 'heard'>,
  visitor: Visitor,
  form: string,
): StillOpen {
  const pong = new URLSearchParams(form)
  const ids = (name: string) => (pong.get(name) ?? '').split(',', MOST_IDS).filter(Boolean)
  streams.heard(visitor, pong.get('stream') ?? '')
  live.left(visitor, ids('left'))
  return { live: live.heard(visitor, ids('live')) }
}
