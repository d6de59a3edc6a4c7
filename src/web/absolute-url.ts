import { pathFor } from './links.ts'

/**
 * An address for a mail. Made from the configured origin, never from the
 * request: whoever sends a request chooses its Host.
 */
export function absoluteUrl({ front, persona }: App.Locals, path: string): string {
  return new URL(pathFor(persona, path), front.house.publicOrigin).href
}
