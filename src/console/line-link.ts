const LINE = /^#line=(?<text>[\w-]{1,5500})$/
const MOST_BYTES = 4_096

/**
 * The lines that a link brings, or `null`. They are text for whoever reads
 * them: nothing here runs.
 *
 * @example
 * lineInLink('#line=ZXhwb3J0cyBBY2NvdW50cw')
 * // => 'exports Accounts'
 */
export function lineInLink(hash: string): string | null {
  const { text } = LINE.exec(hash)?.groups ?? {}
  if (text === undefined) return null
  try {
    const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    if (bytes.length > MOST_BYTES) return null
    const codes = Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(codes)
  } catch {
    return null
  }
}

/**
 * A link that brings a line.
 *
 * @example
 * linkToLine('exports Accounts')
 * // => '/console#line=ZXhwb3J0cyBBY2NvdW50cw'
 */
export function linkToLine(line: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(line))
  const text = btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  return `/console#line=${text}`
}
