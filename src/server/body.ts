import type { IncomingMessage } from 'node:http'
import { Refusal } from '#lib/refusal.ts'
import { callSite } from '#trace/call-site.ts'
import type { FileForm } from './multipart.ts'

/** The line of the check, for the trace. */
export const sizeSource = callSite()

/** A form with a file that is somewhat too long is read to its end: only then a browser reads the answer. */
const PATIENCE = 4

/** Reads the body as text, up to `most` bytes, whatever the request declared. */
export async function readBody(request: IncomingMessage, most: number): Promise<string | Refusal> {
  const bytes = await readBytes(request, most, most)
  if (bytes === null) return new Refusal(413, `A form of this site is at most ${most} bytes long.`)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new Refusal(400, 'Send the fields as UTF-8.')
  }
}

/** Reads a form with a file in it, with a character for each byte. */
export async function readFileBody(
  request: IncomingMessage,
  { most, tooLong }: FileForm,
): Promise<string | Refusal> {
  const bytes = await readBytes(request, most, most * PATIENCE)
  return bytes ? bytes.toString('latin1') : new Refusal(413, tooLong)
}

/** `null` for more than `most`, of which no more is kept, and past `patience` no more is read. */
async function readBytes(
  request: IncomingMessage,
  most: number,
  patience: number,
): Promise<Buffer | null> {
  if (Number(request.headers['content-length'] ?? 0) > patience) return null
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength
    if (size > patience) return null
    if (size > most) chunks.length = 0
    else chunks.push(chunk)
  }
  return size > most ? null : Buffer.concat(chunks)
}
