import type { Progress } from '#course/progress.ts'
import type { LiveConnections } from '#live/connections.ts'
import type { EventHub } from '#sandbox/event-hub.ts'
import type { Sandboxes } from '#sandbox/sandbox.ts'

/** What the server keeps for as long as it runs. */
export interface House {
  readonly publicOrigin: URL
  /** The front's own part of the content security policy; a page's policy comes on top. */
  readonly framePolicy: string
  readonly sandboxes: Sandboxes
  readonly events: EventHub
  readonly live: LiveConnections
  /** How far each visitor is in the course. */
  readonly progress: Progress
  /** A whole page for an error, in the look of the site. */
  readonly errorPage: (status: number, sentence: string, requestId: string) => string
  readonly logError: (error: unknown, requestId: string) => void
}

/** What the front found out about a request before it reached Astro. */
export interface FrontRequest {
  readonly house: House
  readonly requestId: string
  /** Who acts: `you`, or the NAME of `/as/NAME/…`. */
  readonly persona: string
  readonly clientAddress: string
  /** The body as text, already limited in size and checked to be UTF-8. */
  readonly body: { readonly kind: 'form' | 'json'; readonly text: string } | null
  /** Filled by the middleware, so that the log can name the route without the token in its path. */
  route?: string
}
