/**
 * Reads a form with a file in it: what a browser sends as `multipart/form-data`
 * where no script is at work. A file that is text, and short, goes on as a field
 * like any other; one that is not stays beside the fields.
 */
import { Refusal } from '#lib/refusal.ts'
import { Sandboxes } from '#sandbox/sandbox.ts'

/** A form that may bring a file. */
export interface FileForm {
  /** How long it may be as a whole. */
  readonly most: number
  /** What one is told whose form is longer. */
  readonly tooLong: string
  readonly holds: 'text' | 'bytes'
}

/** What stands around a file of almost the largest size. */
const FRAME_BYTES = 16_384

/** The addresses that take a file. Every other form is short, and brings none. */
const FILE_FORMS: Readonly<Record<string, FileForm>> = {
  '/progress/import': {
    // Many times what a whole course leaves behind.
    most: 262_144,
    tooLong: 'An exported file is at most 262144 bytes long. Nothing was changed.',
    holds: 'text',
  },
  '/sandbox/restore': {
    most: Sandboxes.mostBytes + FRAME_BYTES,
    tooLong: 'A sandbox takes at most 2 MiB, and this file is longer. Nothing was changed.',
    holds: 'bytes',
  },
}

export const fileFormAt = (path: string): FileForm | null =>
  Object.hasOwn(FILE_FORMS, path) ? (FILE_FORMS[path] ?? null) : null

const MOST_PARTS = 8
const BOUNDARY = /;\s*boundary=(?:"(?<quoted>[^"\r\n]{1,70})"|(?<plain>[\w'()+,./:=?-]{1,70}))\s*$/i
const NAME = /^content-disposition:\s*form-data;\s*name="(?<name>[^"\r\n]{1,60})"/im

/** What a form with a file holds. */
export interface FormWithFile {
  /** As a form without a file would send them. */
  readonly fields: string
  /** Of a form whose file is bytes; empty where none was chosen, `null` where there was none to choose. */
  readonly file: Uint8Array | null
}

/** Reads it, or says why it cannot be read. `body` has a character for each byte. */
export function formOfFile(
  contentType: string,
  body: string,
  { holds }: Pick<FileForm, 'holds'>,
): FormWithFile | Refusal {
  const parts = partsOf(contentType, body)
  if (!parts)
    return new Refusal(400, 'This form cannot be read. Choose the file, and send it again.')

  const fields = new URLSearchParams()
  let file: Uint8Array | null = null
  for (const [name, content] of parts) {
    const bytes = Buffer.from(content, 'latin1')
    if (holds === 'bytes' && name === 'file') {
      file = bytes
      continue
    }
    const text = textOf(bytes)
    if (text === null) return new Refusal(400, 'Send the fields as UTF-8.')
    fields.append(name, text)
  }
  return { fields: fields.toString(), file }
}

/** The parts by name, or `null` for a body that is no such form. */
function partsOf(
  contentType: string,
  body: string,
): readonly (readonly [name: string, content: string])[] | null {
  const { quoted, plain } = BOUNDARY.exec(contentType)?.groups ?? {}
  const boundary = quoted ?? plain
  if (boundary === undefined) return null
  const [before, ...rest] = `\r\n${body}`.split(`\r\n--${boundary}`)
  const end = rest.pop()
  if (before !== '' || end?.trim() !== '--' || rest.length > MOST_PARTS) return null

  const parts: [string, string][] = []
  for (const part of rest) {
    const at = part.indexOf('\r\n\r\n')
    const name = NAME.exec(part.slice(0, Math.max(at, 0)))?.groups?.['name']
    if (name === undefined) return null
    parts.push([name, part.slice(at + 4)])
  }
  return parts
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
