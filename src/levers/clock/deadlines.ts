/** What runs out in the visitor's sandbox, as pages show it. */
import { listDeadlines, passedBetween, type Deadline } from '#app/accounts/deadlines.ts'
import type { DeadlineView } from './deadline-view.ts'
import { seenFrom } from '#levers/moment.ts'
import type { Sandbox } from '#sandbox/sandbox.ts'
import { DEADLINE_WORDS } from './clock-move.ts'

/** None where a migration took the tables back: nothing is left that could run out. */
export async function deadlinesOf(
  sandbox: Pick<Sandbox, 'repo' | 'migrations'>,
): Promise<readonly Deadline[]> {
  try {
    return await listDeadlines(sandbox)
  } catch (error) {
    if (sandbox.migrations.refusalFor(error)) return []
    throw error
  }
}

/** First what is still ahead, the next one first; then what is over, the latest first. */
export function deadlineViews(
  deadlines: readonly Deadline[],
  clock: Pick<Sandbox['clock'], 'now' | 'lastMove'>,
): readonly DeadlineView[] {
  const now = clock.now()
  const ahead = deadlines.filter(({ at }) => at > now)
  const over = deadlines.filter(({ at }) => at <= now).toReversed()
  const { from, to } = clock.lastMove ?? { from: now, to: now }
  const justNow = new Set(passedBetween(over, from, to))
  return [...ahead, ...over].map((deadline) => ({
    what: DEADLINE_WORDS[deadline.kind],
    email: deadline.email,
    when: seenFrom(now, deadline.at),
    isOver: deadline.at <= now,
    byTheLastMove: justNow.has(deadline),
  }))
}
