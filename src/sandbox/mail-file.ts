import { randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import type { Mail, MailStore } from './mailbox.ts'

/** Mails in one file, as JSON. */
export function mailFile(file: string): MailStore {
  return { read: () => readMails(file), write: (mails) => writeMails(file, mails) }
}

async function readMails(file: string): Promise<readonly Mail[]> {
  try {
    const mails: unknown = JSON.parse(await readFile(file, 'utf8'))
    // This program wrote them.
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
