/**
 * A twin is a function as it should not be: with a guard left out, so that a
 * reader can watch what then happens beside the function that runs. It stands
 * in the folder of the lesson that shows it, and no context knows it.
 */
import type { Scope, UserScope } from '#app/accounts/scope.ts'
import type { Result } from '#lib/result.ts'
import type { AnyChangeset } from '#http/changeset-errors.ts'
import type { Params } from '#http/params.ts'

interface TwinForm {
  readonly title: string
  /** What it leaves out, and what that means. */
  readonly note: string
  readonly fields: readonly { readonly name: string; readonly label: string }[]
  readonly button: string
}

/** It showed or changed what is somebody else’s: this is told as what goes wrong, not as a success. */
export interface Leak {
  readonly leaked: string
}

/** A sentence for what it did; else the changeset, or that there was nothing to find. */
type TwinResult = Promise<Result<string | Leak, AnyChangeset | 'not found'>>

/** What came along with its form. */
export interface TwinRequest {
  /** The token of the session, for what looks it up by hand; `null` without one. */
  readonly token: string | null
}

/** `needs` says who may call it: anybody, or somebody who is logged in. */
export type Twin = TwinForm &
  (
    | {
        readonly needs: 'nobody'
        readonly run: (scope: Scope, params: Params, request: TwinRequest) => TwinResult
      }
    | {
        readonly needs: 'user'
        readonly run: (scope: UserScope, params: Params, request: TwinRequest) => TwinResult
      }
  )

/** What a lesson's `twins.ts` exports as `twins`: each by the name in its address. */
export type Twins = Readonly<Record<string, Twin>>
