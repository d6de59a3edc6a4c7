/**
 * How much a sandbox holds. A sandbox is for trying things out, not for
 * keeping people. All this is the house's own business, and no part of what
 * the reader watches: hence `untraced`.
 */
import { Refusal } from '#lib/refusal.ts'
import { untraced } from '#trace/trace.ts'
import type { Surroundings } from './scope.ts'

const MOST_USERS = 50
const MOST_ORGANIZATIONS = 20
const MOST_SCORES = 200
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
    users: { count: await countRows(db, 'users'), most: MOST_USERS },
    sessions: { count, most: MOST_SESSIONS },
  }
}

type Counted = 'users' | 'organizations' | 'scores'

const MOST: Readonly<Record<Counted, readonly [most: number, sentence: string]>> = {
  users: [MOST_USERS, `A sandbox holds ${MOST_USERS} users. Reset yours to register more.`],
  organizations: [
    MOST_ORGANIZATIONS,
    `A sandbox holds ${MOST_ORGANIZATIONS} organizations. Reset yours to create more.`,
  ],
  scores: [MOST_SCORES, `A sandbox holds ${MOST_SCORES} scores. Delete one to make room.`],
}

const underWay: Readonly<Record<Counted, WeakMap<Repo['db'], number>>> = {
  users: new WeakMap(),
  organizations: new WeakMap(),
  scores: new WeakMap(),
}

/**
 * Lets one more row of this kind in while there is room. Those that are under
 * way count already: two of them never get the last place.
 */
export function withRoomForOneMore<Scope extends Surroundings, Rest extends unknown[], Value>(
  table: Counted,
  create: (scope: Scope, ...rest: Rest) => Promise<Value>,
): (scope: Scope, ...rest: Rest) => Promise<Value> {
  const [most, sentence] = MOST[table]
  const creating = underWay[table]
  return async (scope, ...rest) => {
    const { db } = scope.repo
    const others = creating.get(db) ?? 0
    creating.set(db, others + 1)
    try {
      if (others + (await countRows(db, table)) >= most) throw new Refusal(409, sentence)
      return await create(scope, ...rest)
    } finally {
      creating.set(db, (creating.get(db) ?? 1) - 1)
    }
  }
}

async function countRows(db: Repo['db'], table: Counted): Promise<number> {
  const rows = db.selectFrom(table).select((eb) => eb.fn.countAll<number>().as('count'))
  return (await untraced(() => rows.executeTakeFirstOrThrow())).count
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
