import type { IncomingMessage } from 'node:http'
import { Refusal } from '#lib/refusal.ts'
import { callSite } from '#trace/call-site.ts'

/** The line of the check, for the trace. */
export const sizeSource = callSite()

/** Reads the body as text, up to `most` bytes, whatever the request declared. */
export async function readBody(request: IncomingMessage, most: number): Promise<string | Refusal> {
  const tooLarge = new Refusal(413, `A form of this site is at most ${most} bytes long.`)
  if (Number(request.headers['content-length'] ?? 0) > most) return tooLarge

  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength
    if (size > most) return tooLarge
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    return new Refusal(400, 'Send the fields as UTF-8.')
  }
}
