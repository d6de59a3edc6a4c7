import type { AstroComponentFactory } from 'astro/runtime/server/index.js'
import type { Refusal } from '#lib/refusal.ts'
import type { Trace } from '#trace/trace-step.ts'
import type { Flash } from './messages.ts'
import type { FragmentRequest } from './fragment.ts'
import type { FrontRequest } from './front-request.ts'
import type { Links } from './links.ts'
import type { Params } from './params.ts'

/** What every plug and page finds, whatever the app is. In Phoenix: the fields and assigns of a `Plug.Conn`. */
export interface HttpLocals {
  /** Given by the front; there is none while a page is prerendered. */
  front: FrontRequest
  params: Params
  /** What to tell the reader on this page: a flash of the last request, or one of this page itself. */
  flash: Flash
  /** Which fragments of the page are asked for; `null` is the whole page. */
  fragment: FragmentRequest
  /** Why something is not there, and how to put it right, for plugs and pages that need it. */
  refusal: Refusal | null
  /** Whether the page has settled its answer, for programs as well: see `answer`. */
  answered: boolean
  /** Asked beside a page, by no act of its reader: it leaves nothing for later pages. */
  inBackground: boolean
  /** Makes the addresses that an answer leads to. */
  links: Links
  /** Names a cookie of whoever acts in this browser. */
  cookieName: (name: string) => string
  /** What every JSON answer says of its request, beside the answer itself. */
  describe: () => Described
  /** Whom the menu of a page greets, `null` for a visitor; nobody knows before there is a scope. Missing where pages have none. */
  menuFor?: () => string | null | undefined
  /** What is drawn around the errors of a form, if whoever shows the page has something to say of them. */
  errorMarks?: ErrorMarks
  /** Runs when the answer is made, whatever it is. */
  afterwards: (() => Promise<void>)[]
}

/** A component that takes the `guard` of an error: who caught it. */
export interface ErrorMarks {
  /** Behind the error's words. */
  readonly Badge: AstroComponentFactory
}

export interface Described {
  readonly scope: object
  /** What the layers did so far; `null` where nobody watches. */
  readonly trace: Trace | null
}
