/**
 * How much a sandbox holds. A sandbox is for trying things out, not for
 * keeping people. The numbers are held where rows are written, whichever
 * function writes them, so that no context has to know of them; they are no
 * part of what a reader watches, until one of them refuses. In other words:
 * quotas.
 */
import { Refusal } from '#lib/refusal.ts'
import type { Repo } from '#repo/repo.ts'
import type { RowLimit } from '#repo/sqlite/row-limits.ts'
import { callSite } from '#trace/call-site.ts'
import { record, untraced } from '#trace/trace.ts'
import { toReset } from './to-reset.ts'

const MOST_USERS = 50
const MOST_ORGANIZATIONS = 20
const MOST_SCORES = 200
const MOST_SESSIONS = 200
const MOST_LINKS = 20

/** What the repo of a sandbox is opened with. */
export const ROW_LIMITS: readonly RowLimit[] = [
  full('users', MOST_USERS, 'Reset yours to register more.', toReset),
  full('organizations', MOST_ORGANIZATIONS, 'Reset yours to create more.', toReset),
  full('scores', MOST_SCORES, 'Delete one to make room.'),
  // Whosever they are: the oldest are the first to expire anyway.
  { table: 'users_tokens', most: MOST_SESSIONS, only: `context = 'session'`, each: [] },
  // The links that were mailed to one user, of one kind.
  {
    table: 'users_tokens',
    most: MOST_LINKS,
    only: `context = 'login' or context like 'change:%'`,
    each: ['user_id', 'context'],
  },
]

/** How many there are, and how many there may be. */
export interface Kept {
  readonly count: number
  readonly most: number
}

/**
 * What a sandbox holds of what it may hold. For its owner, so it takes no scope.
 *
 * @example
 * const { sessions } = await countKept(sandbox)
 * sessions
 * // => { count: 0, most: 200 }
 */
export async function countKept({
  repo: { db },
}: {
  readonly repo: Repo
}): Promise<{ readonly users: Kept; readonly sessions: Kept }> {
  const users = db.selectFrom('users').select((eb) => eb.fn.countAll<number>().as('count'))
  const sessions = db
    .selectFrom('users_tokens')
    .where('context', '=', 'session')
    .select((eb) => eb.fn.countAll<number>().as('count'))
  return untraced(async () => ({
    users: { ...(await users.executeTakeFirstOrThrow()), most: MOST_USERS },
    sessions: { ...(await sessions.executeTakeFirstOrThrow()), most: MOST_SESSIONS },
  }))
}

function full(
  table: string,
  most: number,
  advice: string,
  leading = (refusal: Refusal) => refusal,
): RowLimit {
  const sentence = `A sandbox holds ${most} ${table}. ${advice}`
  const step = { layer: 'request', name: `limit: ${table}`, tag: `limit.${table}` } as const
  const source = callSite()
  const refusal = () => {
    record({ ...step, outcome: 'error', detail: sentence, source })
    return leading(new Refusal(409, sentence))
  }
  return { table, most, refusal }
}
