import type { HttpLocals } from './locals.ts'

/**
 * An address for a mail. Made from the configured origin, never from the
 * request: whoever sends a request chooses its Host.
 */
export function absoluteUrl(
  { front, links }: Pick<HttpLocals, 'front' | 'links'>,
  path: string,
): string {
  return new URL(links.to(path), front.services.publicOrigin).href
}
