import type { Scope } from '#app/accounts/scope.ts'
import { send, type Sent } from '#prompt/sent.ts'

/** The scope of whoever asks, as a prompt is told of it. */
export const ownScope = ({ scope }: { readonly scope: Scope }): Sent =>
  send(scope, { hidesSecrets: true })
