/**
 * Mail that never leaves the house. A sandbox's mails are kept in a file
 * beside its database, not in it: a magic link holds the token itself, and
 * that is in no table.
 */
import { randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { callSite } from '#trace/call-site.ts'
import { record } from '#trace/trace.ts'

export interface Mail {
  readonly id: string
  readonly to: string
  readonly subject: string
  /** Plain text. */
  readonly text: string
  /** Milliseconds since 1970, UTC, by the sandbox's clock. */
  readonly deliveredAt: number
}

export type MailDraft = Pick<Mail, 'to' | 'subject' | 'text'>

const LONGEST_TEXT = 4_000

export class Mailbox {
  static readonly capacity = 100
  readonly #file: string
  readonly #now: () => number
  readonly #onDelivery: (mail: Mail, count: number) => void
  #mails: Promise<readonly Mail[]> | null = null

  constructor(
    file: string,
    now: () => number,
    /** Told of each mail, and of how many there are now. */
    onDelivery: (mail: Mail, count: number) => void = () => undefined,
  ) {
    this.#file = file
    this.#now = now
    this.#onDelivery = onDelivery
  }

  /** Newest first. */
  list(): Promise<readonly Mail[]> {
    return this.#mails ?? this.#remember(readMails(this.#file))
  }

  async get(id: string): Promise<Mail | null> {
    return (await this.list()).find((mail) => mail.id === id) ?? null
  }

  /** Keeps a mail; the oldest falls out past a hundred. In Phoenix: Swoosh's local adapter. */
  async deliver({ to, subject, text }: MailDraft): Promise<Mail> {
    // Asked now: after the first await the caller is no longer on the stack.
    const source = callSite()
    const mail: Mail = Object.freeze({
      id: randomBytes(12).toString('base64url'),
      to,
      subject,
      text: text.slice(0, LONGEST_TEXT),
      deliveredAt: this.#now(),
    })
    // Deliveries queue up behind each other, so that none is lost between reading and writing.
    const delivery = this.list().then(async (mails) => {
      const kept = [mail, ...mails].slice(0, Mailbox.capacity)
      await writeMails(this.#file, kept)
      return kept
    })
    this.#onDelivery(mail, (await this.#remember(delivery)).length)
    record({
      layer: 'mail',
      name: 'Mailbox.deliver',
      tag: 'mail.deliver',
      detail: `“${subject}” to ${to}`,
      source,
      data: { to, subject },
    })
    return mail
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

async function readMails(file: string): Promise<readonly Mail[]> {
  try {
    const mails: unknown = JSON.parse(await readFile(file, 'utf8'))
    return Array.isArray(mails) ? (mails as Mail[]) : []
  } catch (error) {
    // Cut off by a crash: an empty mailbox is better than a sandbox that cannot be opened.
    if (error instanceof SyntaxError) return []
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

// A reader of the file sees the old mails or the new ones, never half of them.
async function writeMails(file: string, mails: readonly Mail[]): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  await writeFile(draft, JSON.stringify(mails))
  await rename(draft, file)
}
