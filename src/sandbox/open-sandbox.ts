import { AnsweredPages } from './answered-pages.ts'
import { LastChanges } from './last-changes.ts'
import { Mailbox, type Mail } from './mailbox.ts'
import type { Memory } from './memories.ts'
import { SandboxMigrations } from './migrations.ts'
import { PubSub, Exchange } from './pubsub.ts'
import { SandboxBending } from './sandbox-bending.ts'
import { SandboxChance } from './sandbox-chance.ts'
import { SandboxClock } from './sandbox-clock.ts'
import { SandboxPlace } from './sandbox-place.ts'
import type { SandboxRow } from './sandbox-rows.ts'
import { SandboxSettings } from './sandbox-settings.ts'
import type { Store, StoredSandbox } from './store.ts'
import { TraceRing } from './trace-ring.ts'

/** One visitor's own server state, as long as it is open. */
export interface Sandbox {
  /** Names its folder. Never shown, never taken from a request. */
  readonly id: string
  /** 1 for a visitor's first, one more with each reset. */
  readonly number: number
  /** Milliseconds since 1970, UTC, by the machine's clock. */
  readonly insertedAt: number
  readonly repo: StoredSandbox['repo']
  /** What is known of its files. */
  readonly files: Pick<StoredSandbox, 'isInPlace' | 'isWhole'>
  readonly clock: SandboxClock
  readonly chance: SandboxChance
  readonly mailbox: Mailbox
  /** Where the mails of the app go: into the mailbox. */
  readonly mailer: Mailbox
  readonly traces: TraceRing
  readonly pages: AnsweredPages
  readonly lastChanges: LastChanges
  readonly migrations: SandboxMigrations
  /** By which a program that brings no cookie finds it. Opens nothing by itself. */
  readonly apiKey: string
  readonly settings: SandboxSettings
  readonly place: SandboxPlace
  /** What its labs have switched off in it. */
  readonly bending: SandboxBending
  readonly pubsub: PubSub
}

/** An empty, read-only database for a visitor who has not acted yet. */
export type Lobby = Pick<
  Sandbox,
  'repo' | 'clock' | 'chance' | 'mailbox' | 'mailer' | 'migrations' | 'pubsub'
>

/** What a sandbox was made of that was never open before. */
export type Made = 'of the template' | 'of a file'

/** Opens what is stored under a row's id. Throws as `Store.open` does. */
export async function openSandbox(
  row: SandboxRow,
  store: Pick<Store, 'open'>,
  exchange: Exchange,
  onDelivery: (mail: Mail, count: number) => void,
  {
    made = null,
    memory = null,
  }: { readonly made?: Made | null; readonly memory?: Memory | null } = {},
): Promise<Sandbox> {
  const { id, number, inserted_at: insertedAt, api_key: apiKey } = row
  const clock = memory?.clock ?? new SandboxClock(row.clock_offset)
  const { repo, mails, ...files } = await store.open(id, clock)
  const mailbox = new Mailbox(mails, () => clock.now(), onDelivery)
  return Object.freeze({
    ...{ id, number, insertedAt, apiKey, repo, files, clock },
    ...{ mailbox, mailer: mailbox },
    chance: new SandboxChance(row.draws),
    settings: new SandboxSettings(row.registration_with_password === 1),
    place: memory?.place ?? new SandboxPlace(row.place),
    bending: new SandboxBending(row.bending),
    migrations:
      made === 'of the template'
        ? SandboxMigrations.ofTemplate(repo)
        : await SandboxMigrations.of(repo),
    pubsub: new PubSub(exchange, id),
    traces: memory?.traces ?? new TraceRing({ isOfNew: made !== null }),
    pages: memory?.pages ?? new AnsweredPages(),
    lastChanges: memory?.lastChanges ?? new LastChanges(),
  })
}

export async function openLobby(store: Store): Promise<Lobby> {
  const clock = new SandboxClock()
  const { repo, mails } = await store.openEmpty(clock)
  const mailbox = new Mailbox(mails, () => clock.now())
  return Object.freeze({
    ...{ repo, clock },
    ...{ mailbox, mailer: mailbox },
    chance: new SandboxChance(),
    migrations: await SandboxMigrations.of(repo),
    pubsub: new PubSub(new Exchange(), 'lobby'),
  })
}
