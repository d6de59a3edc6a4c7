/** Begins a sandbox with a database that its reader has downloaded. */
import type { APIContext } from 'astro'
import { DAY } from '#lib/duration.ts'
import { Refusal } from '#lib/refusal.ts'
import type { Sandbox, Visitor } from '#sandbox/sandbox.ts'
import { untraced } from '#trace/trace.ts'
import { startFrom } from '../people/start-from.ts'

/** No clock of a sandbox goes further. */
const MOST_DAYS_AHEAD = 36_500

/**
 * Checks the file, and sets the visitor's sandbox aside for one that holds what
 * the file holds. Throws a `Refusal` (422) for a file that is no sandbox: then
 * nothing has changed.
 */
export async function restoreFrom(
  context: APIContext,
  visitor: Visitor,
  file: Uint8Array | null,
): Promise<void> {
  if (!file?.byteLength)
    throw new Refusal(422, 'Choose the file that you have downloaded from a sandbox.')
  const { sandboxes } = context.locals.front.services
  const refusal = await sandboxes.refusalOf(file)
  if (refusal !== null) {
    // To look through a file is as much work as to begin with it.
    sandboxes.requests.countReset(visitor)
    throw unchanged(refusal)
  }
  await startFrom(context, visitor, null, { file, prepare: catchUpWithRows })
}

/** Where the clock was ahead, the next one goes on from there: else sessions would outlive themselves. */
async function catchUpWithRows({ repo: { db }, clock }: Sandbox): Promise<void> {
  // It is no part of what a reader watches.
  const newest = await untraced(() =>
    Promise.all(
      (['users', 'users_tokens', 'scores'] as const).map((table) =>
        db
          .selectFrom(table)
          .select((eb) => eb.fn.max('inserted_at').as('at'))
          .executeTakeFirst(),
      ),
    ),
  )
  const ahead = Math.max(...newest.map((row) => Number(row?.at ?? 0))) - clock.now()
  if (ahead > MOST_DAYS_AHEAD * DAY)
    throw unchanged('This database tells of times that no clock of a sandbox reaches.')
  if (ahead > 0) clock.advance(ahead)
}

const unchanged = (sentence: string) => new Refusal(422, `${sentence} Nothing was changed.`)
