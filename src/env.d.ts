declare namespace App {
  interface Locals {
    /** Given by the front; there is none while a page is prerendered. */
    front: import('#web/front-request.ts').FrontRequest
    params: import('#web/params.ts').Params
    visitor: import('#sandbox/sandbox.ts').Visitor | null
    /** `null` until the visitor's first action. */
    sandbox: import('#sandbox/sandbox.ts').Sandbox | null
    /** The sandbox that this visitor has lost, as long as there is no other. */
    lost: import('#sandbox/sandbox.ts').LostSandbox | null
    persona: string
    scope: import('#accounts/scope.ts').Scope
    /** What to tell the reader on this page: a flash of the last request, or one of this page itself. */
    flash: import('#web/flash.ts').Flash
    recorder: import('#trace/recorder.ts').Recorder
    /** Whether this request is watched at all. */
    traced: boolean
    /** Which fragments of the page are asked for; `null` is the whole page. */
    fragment: import('#web/fragment.ts').FragmentRequest
    /** The lesson the reader came from: `scopes/who-is-asking`. */
    lesson: string | null
    /** Why something is not there, and how to put it right, for plugs and pages that need it. */
    refusal: import('#lib/refusal.ts').Refusal | null
    /** Whether the page asked without an act of its reader, as it does while they type. */
    byItself: boolean
    /** Runs when the answer is made, whatever it is. */
    afterwards: (() => Promise<void>)[]
  }
}
