import { Topics } from '#lib/topics.ts'
import type { StreamEvent } from '#trace/stream-event.ts'

/** Hands what happens in a visitor's sandbox to the streams that visitor has open. A topic is a visitor's id. */
export class EventHub extends Topics<number, StreamEvent> {}
