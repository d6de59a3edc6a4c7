/** Whom a form of the prompt may name: the newest rows of the sandbox. Looking is no query of the reader’s. */
import { users } from '#app/accounts/user.ts'
import { scores } from '#app/scores/score.ts'
import type { Scope } from '#app/accounts/scope.ts'
import { MissingTableError } from '#repo/database-error.ts'
import { untraced } from '#trace/trace.ts'

export interface Choice {
  /** `User 3` */
  readonly value: string
  readonly label: string
}

const MOST = 50

export async function choicesIn({ repo }: Pick<Scope, 'repo'>): Promise<{
  readonly user: readonly Choice[]
  readonly score: readonly Choice[]
}> {
  return untraced(async () => ({
    user: (await rowsOf(() => repo.all(users)))
      .slice(-MOST)
      .map(({ id, email }) => ({ value: `User ${id}`, label: email })),
    score: (await rowsOf(() => repo.all(scores)))
      .slice(-MOST)
      .map(({ id, points }) => ({ value: `Score ${id}`, label: `${id}: ${points} points` })),
  }))
}

/** While its migration is down a table has none. */
async function rowsOf<Row>(ask: () => Promise<readonly Row[]>): Promise<readonly Row[]> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof MissingTableError) return []
    throw error
  }
}
