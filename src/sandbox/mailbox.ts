/**
 * Mail that never leaves the house. A sandbox's mails are kept beside its
 * database, not in it: a magic link holds the token itself, and that is in no
 * table. In other words: the outbox of a test, a mail catcher.
 */
import { randomId } from '#lib/random-id.ts'
import { callSite } from '#trace/call-site.ts'
import type { StepReport } from '#trace/recorder.ts'
import { span } from '#trace/trace.ts'

/** A mail that was delivered. */
export interface Mail {
  readonly id: string
  readonly to: string
  readonly subject: string
  /** Plain text. */
  readonly text: string
  /** Milliseconds since 1970, UTC, by the sandbox's clock. */
  readonly deliveredAt: number
}

/** What the app says of a mail; the mailbox adds the rest. */
export type MailDraft = Pick<Mail, 'to' | 'subject' | 'text'>

/** Where mails are between two starts of the server. */
export interface MailStore {
  /** Newest first; none where none were ever written. `broken` where they were, and can be read no more. */
  read(): Promise<readonly Mail[] | 'broken'>
  /** In place of all that were there. */
  write(mails: readonly Mail[]): Promise<void>
}

const LONGEST_TEXT = 4_000
/** What a mail takes besides its words. */
const FRAME_BYTES = 100

/**
 * The newest hundred mails of one sandbox, as far as they are short enough
 * together, read from its store when somebody first asks.
 */
export class Mailbox {
  static readonly capacity = 100
  /** Bytes that all of them may take. */
  static readonly mostBytes = 512 * 1024
  readonly #store: MailStore
  readonly #now: () => number
  readonly #onDelivery: (mail: Mail, count: number) => void
  #mails: Promise<readonly Mail[]> | null = null
  #wasBroken = false

  constructor(
    store: MailStore,
    now: () => number,
    /** Told of each mail, and of how many there are now. */
    onDelivery: (mail: Mail, count: number) => void = () => undefined,
  ) {
    this.#store = store
    this.#now = now
    this.#onDelivery = onDelivery
  }

  /** Newest first. */
  list(): Promise<readonly Mail[]> {
    return this.#mails ?? this.#remember(this.#read())
  }

  /** Whether the mails of before could not be read, since this sandbox was opened. */
  get wasBroken(): boolean {
    return this.#wasBroken
  }

  async get(id: string): Promise<Mail | null> {
    return (await this.list()).find((mail) => mail.id === id) ?? null
  }

  /** Keeps a mail; the oldest falls out past a hundred. In Phoenix: Swoosh's local adapter. */
  async deliver({ to, subject, text }: MailDraft): Promise<Mail> {
    // Asked now: after the first await the caller is no longer on the stack.
    const source = callSite()
    const mail: Mail = Object.freeze({
      id: randomId(12),
      to,
      subject,
      text: text.slice(0, LONGEST_TEXT),
      deliveredAt: this.#now(),
    })
    const report: StepReport = {
      layer: 'mail',
      name: 'Mailbox.deliver',
      tag: 'mail.deliver',
      detail: `“${subject}” to ${to}`,
      source,
      data: { to, subject },
    }
    await span(report, () => this.#keep(mail))
    return mail
  }

  async #keep(mail: Mail): Promise<void> {
    // Deliveries queue up behind each other, so that none is lost between reading and writing.
    const delivery = this.list().then(async (mails) => {
      const kept = newestOf([mail, ...mails])
      await this.#store.write(kept)
      return kept
    })
    this.#onDelivery(mail, (await this.#remember(delivery)).length)
  }

  async #read(): Promise<readonly Mail[]> {
    const mails = await this.#store.read()
    if (mails !== 'broken') return mails
    this.#wasBroken = true
    return []
  }

  // What could not be read or written is read again, unless something later is under way.
  #remember(mails: Promise<readonly Mail[]>): Promise<readonly Mail[]> {
    this.#mails = mails
    mails.catch(() => {
      if (this.#mails === mails) this.#mails = null
    })
    return mails
  }
}

function newestOf(mails: readonly Mail[]): readonly Mail[] {
  let bytes = 0
  const last = mails.findIndex(({ to, subject, text }) => {
    bytes += Buffer.byteLength(to + subject + text) + FRAME_BYTES
    return bytes > Mailbox.mostBytes
  })
  return mails.slice(0, last < 0 ? Mailbox.capacity : Math.min(last, Mailbox.capacity))
}
