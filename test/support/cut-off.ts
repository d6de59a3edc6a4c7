/** A database that can be out of reach for a while, as one on another machine can. */
import { DatabaseAwayError } from '#repo/database-error.ts'
import type { Repo } from '#repo/repo.ts'
import { eachConnection } from './each-connection.ts'

export interface CutOff<Tables> {
  readonly repo: Repo<Tables>
  /** From now on nothing reaches it, or everything does. */
  readonly cut: (isAway: boolean) => void
  /** How often somebody tried to. */
  readonly tries: () => number
}

/** The same database over a way that can be cut. */
export function cutOff<Tables>(own: Repo<Tables>): CutOff<Tables> {
  let isAway = false
  let tries = 0
  const before = () => {
    tries += 1
    if (isAway) throw new DatabaseAwayError('Away.', { code: '08006' })
  }
  return {
    repo: eachConnection(own, { before }),
    cut: (next) => (isAway = next),
    tries: () => tries,
  }
}
