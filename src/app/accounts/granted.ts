/** What a user may do besides what every user may: roles, and features that are switched on for some. */
import type { Role, Scope } from './scope.ts'

export type Granted = Pick<Scope, 'roles' | 'featureFlags'>

export const NOTHING_GRANTED: Granted = Object.freeze({ roles: [], featureFlags: [] })

/** Of a join of a user with both tables: each role stands beside each flag. */
interface JoinedRow {
  readonly role: Role | null
  readonly flag: string | null
}

/** Each role and each flag once, in the order of the alphabet. */
export function grantedIn(rows: readonly JoinedRow[]): Granted {
  return {
    roles: eachOnce(rows.map(({ role }) => role)),
    featureFlags: eachOnce(rows.map(({ flag }) => flag)),
  }
}

const eachOnce = <Name extends string>(names: readonly (Name | null)[]): readonly Name[] =>
  [...new Set(names)].filter((name) => name !== null).toSorted()
