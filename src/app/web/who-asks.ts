import { isAdminScope, type Scope } from '#app/accounts/scope.ts'
import { noteAsking } from '#trace/trace.ts'

/** Says for whom everything is that comes now, so that what is somebody else's can be told. */
export function noteScope(scope: Scope): void {
  noteAsking({ user: scope.user?.id ?? null, seesAll: isAdminScope(scope) })
}
