/** What a server's front gives a request on its way to the app. In other words: the request's context. */

import type { StepReport } from '#trace/recorder.ts'
import type { Way } from '#lib/refusal.ts'
import type { Source } from '#trace/trace-step.ts'
import type { FromInside } from './inside.ts'

/** What the server keeps for as long as it runs, as far as answering needs it. */
export interface FrontServices {
  readonly publicOrigin: URL
  /** The front's own part of the content security policy; a page's policy comes on top. */
  readonly framePolicy: string
  /** A whole page for an error, in the look of the site. */
  readonly errorPage: (
    status: number,
    sentence: string,
    requestId: string,
    /** Where its button leads: src/http/way-onward.ts. */
    way: Way,
  ) => string
  readonly logError: (error: unknown, requestId: string) => void
}

/** What the front looked at before a request came to the app, and let through. */
export interface FrontCheck {
  readonly name: 'address' | 'host' | 'type' | 'size' | 'origin' | 'limit'
  readonly detail: string
  /** Where it is done. */
  readonly source: Source | null
}

/** As the trace tells it, inside the request. */
export const stepOfCheck = ({ name, detail, source }: FrontCheck): StepReport => ({
  layer: 'request',
  name,
  tag: `request.${name}`,
  detail,
  source,
})

/** What the front found out about a request before it reached Astro. */
export interface FrontRequest<Services extends FrontServices = FrontServices> {
  readonly services: Services
  readonly requestId: string
  /** Who acts: `you`, or the NAME of `/as/NAME/…`. */
  readonly persona: string
  readonly clientAddress: string
  /** What is known of a request that this server makes to itself, for whoever plays an act. */
  readonly fromInside?: FromInside | null
  /** The front’s part of the policy, where it is another than for all. */
  readonly framePolicy?: string
  /** The body as text, already limited in size and checked to be UTF-8. */
  readonly body: { readonly kind: 'form' | 'json'; readonly text: string } | null
  /** The file that came with a form, unchecked; of no more bytes than its address takes. */
  readonly file?: Uint8Array | null
  /** What it let the request through for. */
  readonly checks?: readonly FrontCheck[]
  /** Filled by the middleware, so that the log can name the route without the token in its path. */
  route?: string
  /** Whose sandbox it is about. The log has a hash of it. */
  sandbox?: string
  /** Whether its page was asked, and no guard has led it elsewhere. */
  reachedPage?: boolean
}
