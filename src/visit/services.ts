import type { Progress } from '#course/progress.ts'
import type { EventHub } from '#sandbox/event-hub.ts'
import type { DiskTrouble } from '#sandbox/refusals.ts'
import type { Sandboxes } from '#sandbox/sandbox.ts'
import type { FrontRequest, FrontServices } from '#http/front-request.ts'
import type { Inside } from '#http/inside.ts'
import type { LivePages } from './live-pages.ts'
import type { Teachers } from './teachers.ts'

/** What the server keeps for as long as it runs, for every visitor. */
export interface Services extends FrontServices {
  readonly sandboxes: Sandboxes
  readonly events: EventHub
  readonly live: LivePages
  /** Requests that this server makes to itself. */
  readonly inside: Inside
  /** How far each visitor is in the course. */
  readonly progress: Progress
  /** Who may see the teacher’s side of the course. */
  readonly teachers: Teachers
  /** Why nothing more can be kept, by no fault of any sandbox. */
  readonly diskTrouble: DiskTrouble
}

export type VisitorRequest = FrontRequest<Services>
