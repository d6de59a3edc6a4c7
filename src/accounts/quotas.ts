/**
 * How much a sandbox holds. A sandbox is for trying things out, not for
 * keeping people. All this is the house's own business, and no part of what
 * the reader watches: hence `untraced`.
 */
import { Refusal } from '#lib/refusal.ts'
import { untraced } from '#trace/trace.ts'
import type { Surroundings } from './scope.ts'

const MOST_USERS = 50
const MOST_SESSIONS = 200
const MOST_LINKS = 20

type Repo = Surroundings['repo']

/** How many there are, and how many there may be. */
export interface Kept {
  readonly count: number
  readonly most: number
}

/** What a sandbox holds of what it may hold. For its owner, so it takes no scope. */
export async function countKept({
  repo: { db },
}: Pick<Surroundings, 'repo'>): Promise<{ readonly users: Kept; readonly sessions: Kept }> {
  const sessions = db
    .selectFrom('users_tokens')
    .where('context', '=', 'session')
    .select((eb) => eb.fn.countAll<number>().as('count'))
  const { count } = await untraced(() => sessions.executeTakeFirstOrThrow())
  return {
    users: { count: await countUsers(db), most: MOST_USERS },
    sessions: { count, most: MOST_SESSIONS },
  }
}

const registering = new WeakMap<Repo['db'], number>()

/**
 * Lets a registration through while there is room. Those that are under way
 * count as users already: two of them never get the last place.
 */
export function withRoomForOneMore<Scope extends Surroundings, Rest extends unknown[], Value>(
  register: (scope: Scope, ...rest: Rest) => Promise<Value>,
): (scope: Scope, ...rest: Rest) => Promise<Value> {
  return async (scope, ...rest) => {
    const { db } = scope.repo
    const others = registering.get(db) ?? 0
    registering.set(db, others + 1)
    try {
      if (others + (await countUsers(db)) >= MOST_USERS) throw full()
      return await register(scope, ...rest)
    } finally {
      registering.set(db, (registering.get(db) ?? 1) - 1)
    }
  }
}

const full = () =>
  new Refusal(409, `A sandbox holds ${MOST_USERS} users. Reset yours to register more.`)

async function countUsers(db: Repo['db']): Promise<number> {
  const users = db.selectFrom('users').select((eb) => eb.fn.countAll<number>().as('count'))
  return (await untraced(() => users.executeTakeFirstOrThrow())).count
}

/** Lets the newest sessions of the sandbox stay, whosever they are. The oldest are the first to expire anyway. */
export function dropOldestSessions({ repo }: Surroundings): Promise<void> {
  return dropOldest(repo, MOST_SESSIONS, tokensOf(repo).where('context', '=', 'session'))
}

/** Lets the newest links of this kind stay that were mailed to a user. */
export function dropOldestLinks(
  { repo }: Surroundings,
  userId: number,
  context: string,
): Promise<void> {
  const links = tokensOf(repo).where('user_id', '=', userId).where('context', '=', context)
  return dropOldest(repo, MOST_LINKS, links)
}

const tokensOf = ({ db }: Repo) => db.selectFrom('users_tokens').select('id')

async function dropOldest(
  { db }: Repo,
  most: number,
  tokens: ReturnType<typeof tokensOf>,
): Promise<void> {
  // SQLite takes an offset only after a limit; a negative one is none.
  const older = tokens.orderBy('inserted_at', 'desc').orderBy('id', 'desc').limit(-1).offset(most)
  const drop = db.deleteFrom('users_tokens').where('id', 'in', older)
  await untraced(() => drop.execute())
}
