/**
 * What runs out in a database, and when: sessions, links, tokens, and the
 * minutes after a log-in in which the settings open. For whoever owns the
 * database and looks at all of it, as at its tables; so it takes no scope.
 */
import { MINUTE } from '#lib/duration.ts'
import { untraced } from '#trace/trace.ts'
import type { Surroundings } from './surroundings.ts'
import { SUDO_MINUTES_TO_ACT, SUDO_MINUTES_TO_ENTER } from './lifetimes.ts'
import { meaningOfToken, type TokenRow } from './token-meaning.ts'

/** `sudo enter` and `sudo act`: until when the settings open, and until when their forms are taken. */
export const DEADLINE_KINDS = [
  'magic link',
  'email change',
  'session',
  'sudo enter',
  'sudo act',
  'api token',
] as const
/** What it is that runs out: one of `DEADLINE_KINDS`. */
export type DeadlineKind = (typeof DEADLINE_KINDS)[number]

/** One moment at which something of a user’s runs out. */
export interface Deadline {
  readonly kind: DeadlineKind
  /** Whose it is. */
  readonly email: string
  /** Milliseconds since 1970, UTC, by the database's own clock. From then on it is over. */
  readonly at: number
  /** Its row of `users_tokens`. */
  readonly row: number
}

type OwnedRow = TokenRow & { readonly id: number; readonly email: string }

/**
 * Every deadline, the earliest first; those that are over as long as their rows are there.
 *
 * @example
 * await magicLinkToken(ana.user)
 * const [first] = await listDeadlines(scope)
 * first.kind
 * // => 'magic link'
 */
export async function listDeadlines({
  repo,
}: Pick<Surroundings, 'repo'>): Promise<readonly Deadline[]> {
  const rows = repo.db
    .selectFrom('users_tokens')
    .innerJoin('users', 'users.id', 'users_tokens.user_id')
    .select(['users_tokens.id', 'context', 'users_tokens.inserted_at', 'authenticated_at', 'email'])
  const tokens = await untraced(() => rows.execute())
  return tokens.flatMap(deadlinesOf).toSorted((a, b) => a.at - b.at || a.row - b.row)
}

/**
 * Those that were still ahead at one time and are over at a later one.
 *
 * @example
 * const link = { kind: 'magic link', email: 'ana@example.com', at: 900, row: 1 }
 * passedBetween([link], 0, 1_000)
 * // => [link]
 * passedBetween([link], 900, 1_000)
 * // => []
 */
export function passedBetween(
  deadlines: readonly Deadline[],
  from: number,
  to: number,
): readonly Deadline[] {
  return deadlines.filter(({ at }) => from < at && at <= to)
}

function deadlinesOf(row: OwnedRow): readonly Deadline[] {
  const { id, email } = row
  const kind = kindOf(row)
  const { expiresAt } = meaningOfToken(row)
  if (kind === null || expiresAt === null) return []
  const own: Deadline = { kind, email, at: expiresAt, row: id }
  if (kind !== 'session') return [own]
  const provedAt = row.authenticated_at ?? row.inserted_at
  return [
    own,
    { kind: 'sudo enter', email, at: provedAt + SUDO_MINUTES_TO_ENTER * MINUTE, row: id },
    { kind: 'sudo act', email, at: provedAt + SUDO_MINUTES_TO_ACT * MINUTE, row: id },
  ]
}

function kindOf({ context }: OwnedRow): DeadlineKind | null {
  if (context === 'session') return 'session'
  if (context === 'login') return 'magic link'
  if (context === 'api-token') return 'api token'
  return context.startsWith('change:') ? 'email change' : null
}
