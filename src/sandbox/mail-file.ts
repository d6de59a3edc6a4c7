import { MEBIBYTE } from '#lib/bytes.ts'
import { errorCode } from '#lib/error-code.ts'
import { randomBytes } from 'node:crypto'
import { lstat, readFile, rename, rm, writeFile } from 'node:fs/promises'
import type { Mail, MailStore } from './mailbox.ts'

/** Many times what a mailbox holds. */
const LONGEST = 4 * MEBIBYTE

/**
 * Mails in one file, as JSON. A file that this program never wrote is handed to
 * `setAside`, and the mailbox begins anew.
 */
export function mailFile(
  file: string,
  setAside: () => Promise<unknown> = () => rm(file, { recursive: true, force: true }),
): MailStore {
  return {
    read: () => readMails(file, setAside),
    write: (mails) => writeMails(file, mails),
  }
}

async function readMails(
  file: string,
  setAside: () => Promise<unknown>,
): Promise<readonly Mail[] | 'broken'> {
  const stats = await lstat(file).catch(orNothing)
  if (!stats) return []
  // A pipe would never end, and a link may lead anywhere.
  if (stats.isFile() && stats.size <= LONGEST) {
    const mails = parse(await readFile(file, 'utf8'))
    if (mails) return mails
  }
  await setAside()
  return 'broken'
}

function orNothing(error: unknown): null {
  if (errorCode(error) === 'ENOENT') return null
  throw error
}

function parse(text: string): readonly Mail[] | null {
  try {
    const mails: unknown = JSON.parse(text)
    return Array.isArray(mails) && mails.every(isMail) ? mails : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function isMail(value: unknown): value is Mail {
  if (typeof value !== 'object' || value === null) return false
  const { id, to, subject, text, deliveredAt } = value as Partial<Record<keyof Mail, unknown>>
  const texts = [id, to, subject, text]
  return texts.every((each) => typeof each === 'string') && Number.isSafeInteger(deliveredAt)
}

// A reader of the file sees the old mails or the new ones, never half of them.
async function writeMails(file: string, mails: readonly Mail[]): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  try {
    await writeFile(draft, JSON.stringify(mails))
    await rename(draft, file)
  } catch (error) {
    // Half a draft takes room where there is none.
    await rm(draft, { force: true })
    throw error
  }
}
