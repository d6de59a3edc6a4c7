/**
 * Reads a form with a file in it: what a browser sends as `multipart/form-data`
 * where no script is at work. Such a file is text, and short; it goes on as a
 * field like any other.
 */
import { Refusal } from '#lib/refusal.ts'

/** The one address that takes a file. */
export const FILE_PATH = '/progress/import'
/** How long a form with a file may be: many times what a whole course leaves behind. */
export const FILE_BYTES = 262_144
const MOST_PARTS = 8

const BOUNDARY = /;\s*boundary=(?:"(?<quoted>[^"\r\n]{1,70})"|(?<plain>[\w'()+,./:=?-]{1,70}))\s*$/i
const NAME = /^content-disposition:\s*form-data;\s*name="(?<name>[^"\r\n]{1,60})"/im

/** The same fields as a form without a file would send, or why they cannot be read. */
export function formOfFile(contentType: string, text: string): string | Refusal {
  const { quoted, plain } = BOUNDARY.exec(contentType)?.groups ?? {}
  const boundary = quoted ?? plain
  const unreadable = new Refusal(
    400,
    'This form cannot be read. Choose the file, and send it again.',
  )
  if (boundary === undefined) return unreadable
  const [before, ...rest] = `\r\n${text}`.split(`\r\n--${boundary}`)
  const end = rest.pop()
  if (before !== '' || end?.trim() !== '--' || rest.length > MOST_PARTS) return unreadable

  const fields = new URLSearchParams()
  for (const part of rest) {
    const at = part.indexOf('\r\n\r\n')
    const name = NAME.exec(part.slice(0, at))?.groups?.['name']
    if (at < 0 || name === undefined) return unreadable
    fields.append(name, part.slice(at + 4))
  }
  return fields.toString()
}
