/** A house with a fault runs one file that is not as it was built: its reader sees that one. */
import type { IncomingMessage } from 'node:http'
import { cookieName, VISITOR } from '#http/cookies.ts'
import { fileOfFault } from '#visit/stand-ins.ts'
import { tokenIn } from './cookies.ts'
import type { RunningServices } from './services.ts'

const SOURCE = /^\/source\/(?<file>[^?#]+)/

/**
 * Whether a request asks for a source that is another one in the sandbox of its
 * visitor. Nothing is asked for anything else, or for whoever brings no cookie.
 */
export function asksOwnSource({
  sandboxes,
  publicOrigin,
}: Pick<RunningServices, 'sandboxes' | 'publicOrigin'>): (
  request: IncomingMessage,
) => Promise<boolean> | false {
  return (request) => {
    const { file } = SOURCE.exec(request.url ?? '')?.groups ?? {}
    const token = file === undefined ? null : tokenIn(request, cookieName(publicOrigin, VISITOR))
    if (file === undefined || token === null) return false
    return sandboxes.findVisitor(token).then(async (visitor) => {
      const { hunt } = visitor ? await sandboxes.bendingOf(visitor) : { hunt: null }
      return hunt !== null && fileOfFault(hunt.fault) === decoded(file)
    })
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
