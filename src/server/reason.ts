import { STATUS_CODES, type ServerResponse } from 'node:http'

/**
 * The reason phrase of an answer is that of its status, whoever writes it:
 * Astro says `422 OK` of a page that sets its status, and learners read that.
 */
export function giveReason(response: ServerResponse): void {
  Object.defineProperty(response, 'statusMessage', {
    get: () => STATUS_CODES[response.statusCode] ?? 'Unknown',
    set: () => undefined,
  })
}
