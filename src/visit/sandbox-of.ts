import type { Sandbox, Visitor } from '#sandbox/sandbox.ts'

/** The sandbox of an action, and whose it is. Throws for a request that only looks: it may have none. */
export function sandboxOf({ sandbox, visitor }: Pick<App.Locals, 'sandbox' | 'visitor'>): {
  sandbox: Sandbox
  visitor: Visitor
} {
  if (sandbox && visitor) return { sandbox, visitor }
  throw new Error('sandboxOf: this request has no sandbox. The first action makes one.')
}
