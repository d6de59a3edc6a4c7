/** What there is to know of a visitor's sandbox, as JSON says it. */
import { countKept, type Kept } from '#sandbox/limits.ts'
import { Mailbox } from '#sandbox/mailbox.ts'
import { Sandboxes, type Sandbox } from '#sandbox/sandbox.ts'
import { TraceRing } from '#sandbox/trace-ring.ts'

export type SandboxFacts = Awaited<ReturnType<typeof sandboxFacts>>

export async function sandboxFacts(sandbox: Sandbox, sandboxes: Sandboxes) {
  const now = Date.now()
  const { users, sessions } = await usersAndSessions(sandbox)
  const mails = (await sandbox.mailbox.list()).length
  return {
    number: sandbox.number,
    age_milliseconds: now - sandbox.insertedAt,
    time_left_milliseconds: (await sandboxes.keptUntil(sandbox)) - now,
    idle_hours: sandboxes.idleHours,
    size_bytes: await sandboxes.sizeOf(sandbox),
    most_bytes: Sandboxes.mostBytes,
    users,
    sessions,
    mails: { count: mails, most: Mailbox.capacity },
    traces: { count: sandbox.traces.list().length, most: TraceRing.capacity },
    clock: { now: sandbox.clock.now(), offset_milliseconds: sandbox.clock.offset },
    pending_migrations: sandbox.migrations.pending,
    settings: { registration_with_password: sandbox.settings.registrationWithPassword },
  }
}

/** `null` where a migration took the tables back. */
async function usersAndSessions(
  sandbox: Sandbox,
): Promise<{ users: Kept | null; sessions: Kept | null }> {
  try {
    return await countKept(sandbox)
  } catch (error) {
    if (sandbox.migrations.refusalFor(error)) return { users: null, sessions: null }
    throw error
  }
}
