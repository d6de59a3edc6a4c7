import type { LostSandbox, Sandbox, Visitor } from '#sandbox/sandbox.ts'
import type { Recorder } from '#trace/recorder.ts'
import type { VisitorRequest } from './services.ts'

/** What the glass around the app knows of a request: whose it is, in which sandbox, and who watches. */
export interface VisitLocals {
  /** Given by the front; there is none while a page is prerendered. */
  front: VisitorRequest
  visitor: Visitor | null
  /** `null` until the visitor's first action. */
  sandbox: Sandbox | null
  /** The sandbox that this visitor has lost, as long as there is no other. */
  lost: LostSandbox | null
  persona: string
  recorder: Recorder
  /** When the request began, as `performance.now()` has it. */
  beganAt: number
  /** Whether this request is watched at all. */
  traced: boolean
  /** The lesson the reader came from: `persons/who-comes-in`. */
  lesson: string | null
  /** Whether the request says that its browser was given a visitor's cookie: see no-cookie.ts. */
  cookieGiven: boolean
  /** Whether the next request must say so. */
  cookieAsked: boolean
  /** Whether the page asked without an act of its reader, as it does while they type. */
  byItself: boolean
}
