/**
 * Where several servers share the course, a cookie tells the balancer which of
 * them has the reader's sandbox. It is no secret, and decides nothing: whoever
 * changes it is led to a server that answers as the wrong one does. In other
 * words: a sticky session, set by the application.
 */
import type { APIContext } from 'astro'
import { cookieName, keepServer, SERVER } from '#http/cookies.ts'
import { pathFor } from '#http/links.ts'
import { formFields } from '#http/params.ts'
import { isAction } from '#http/requests.ts'
import { Refusal } from '#lib/refusal.ts'
import { MisdirectedRefusal } from '#sandbox/refusals.ts'

/** The balancer is to lead this browser here from now on. With one server nothing is said. */
export function leadHere(context: APIContext): void {
  const { server } = context.locals.front.services.sandboxes
  if (server !== null) leadTo(context, server)
}

/**
 * For a request that was led to the wrong server: the next one goes to the
 * right one, and an act can be sent again as it is. `null` for any other error.
 */
export function refuseMisdirected(context: APIContext, error: unknown): Refusal | null {
  if (!(error instanceof MisdirectedRefusal)) return null
  const { locals, url } = context
  leadTo(context, error.server)
  if (!isAction(context)) return error
  const fields = formFields(locals.params)
  const typed = fields.filter(([name]) => !name.startsWith('_'))
  return new Refusal(error.status, error.message, error.headers, {
    title: 'Your sandbox is on another server',
    label: 'Send it again',
    action: pathFor(locals.persona, url.pathname + url.search),
    fields: Object.fromEntries(fields),
    typed: Object.fromEntries(typed),
  })
}

function leadTo({ cookies, locals }: APIContext, server: string): void {
  const { publicOrigin } = locals.front.services
  if (cookies.get(cookieName(publicOrigin, SERVER))?.value !== server)
    keepServer(cookies, publicOrigin, server)
}
