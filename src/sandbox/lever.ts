/**
 * What changes a sandbox from outside: its clock, its settings, an end to it.
 * Each lever is a function in a file of its own, which takes the sandbox and a
 * writer for it.
 */
import { callSite } from '#trace/call-site.ts'
import type { NewsOf } from '#trace/stream-event.ts'
import { span } from '#trace/trace.ts'
import type { SandboxRow } from './sandbox-rows.ts'

/** What a lever may do besides touching the open sandbox itself. */
export interface SandboxWriter {
  /** Runs when it is this visitor's turn: two levers, and a reset, come one after the other. Unwatched. */
  inTurn<Value>(act: () => Promise<Value>): Promise<Value>
  /** Keeps values in the sandbox's row, where the next start of the server finds them. */
  write(values: ChangeableColumns): Promise<void>
  /** Tells every open page of the visitor. */
  tell(news: NewsOf<'sandbox'>): void
  /** Has every live page of the sandbox connect again. */
  disconnect(): void
}

export type ChangeableColumns = Partial<
  Pick<SandboxRow, 'clock_offset' | 'registration_with_password' | 'place' | 'bending'>
>

/** One change of a sandbox as one step of the reader's trace. It names the line that calls this. */
export function leverStep<Value>(
  name: string,
  detail: string,
  act: () => Promise<Value>,
): Promise<Value> {
  const source = callSite({ outside: leverStep.name })
  return span({ layer: 'context', name, tag: `context.${name}`, detail, source }, act)
}
