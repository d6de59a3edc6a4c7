import { isAdminScope, type Scope } from '#app/accounts/scope.ts'
import { noteAsking } from '#trace/trace.ts'

/** Says to the trace for whom everything is that comes now, so that it can tell what is somebody else's. */
export function noteScope(scope: Scope): void {
  noteAsking({ user: scope.user?.id ?? null, seesAll: isAdminScope(scope) })
}
