/** What a sandbox holds and how long it is kept, in words. In other words: quotas, and how much of each is used. */
import { counted } from '#lib/counted.ts'
import { HOUR, inExactWords, inWords } from '#lib/duration.ts'
import type { KeptView } from './kept-view.ts'
import type { SandboxFacts } from './sandbox-facts.ts'

export function keptViews(facts: SandboxFacts): readonly KeptView[] {
  const { users, sessions, mails, traces, clock, pending_migrations: pending } = facts
  return [
    { name: 'Age', value: inWords(facts.age_milliseconds) },
    {
      name: 'Time left',
      value: `${hoursInWords(facts.time_left_milliseconds)}, anew with each visit`,
    },
    { name: 'Database', value: `${kibibytes(facts.size_bytes)} of ${kibibytes(facts.most_bytes)}` },
    { name: 'Users', value: share(users), href: '/sandbox/people' },
    { name: 'Sessions', value: share(sessions), href: '/sandbox/tables/users_tokens' },
    { name: 'Mails', value: share(mails), href: '/sandbox/mailbox' },
    { name: 'Traces', value: `the newest ${share(traces)}`, href: '/sandbox/traces' },
    {
      name: 'Clock',
      value:
        clock.offset_milliseconds === 0
          ? 'on time'
          : `${inExactWords(clock.offset_milliseconds)} ahead`,
      href: '/sandbox/clock',
    },
    { name: 'Tables', value: 'rows and rules', href: '/sandbox/tables' },
    {
      name: 'Migrations',
      value: pending === 0 ? 'all have run' : `${counted(pending, 'migration')} down`,
      href: '/sandbox/migrations',
    },
    { name: 'Progress', value: 'is yours, not your sandbox’s: it stays', href: '/progress' },
  ]
}

// A visit of a minute ago leaves the whole day, as the bar above a stage says, not 23 hours.
const hoursInWords = (milliseconds: number) =>
  milliseconds < HOUR ? inWords(milliseconds) : counted(Math.round(milliseconds / HOUR), 'hour')

const kibibytes = (bytes: number) => `${Math.ceil(bytes / 1024)} KiB`

const share = (kept: { readonly count: number; readonly most: number } | null) =>
  kept === null ? 'their table is not there' : `${kept.count} of ${kept.most}`
