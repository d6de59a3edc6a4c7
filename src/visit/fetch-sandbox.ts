import type { APIContext } from 'astro'
import { scopeForVisitor } from '#app/accounts/scope.ts'
import type { Lease, Visitor } from '#sandbox/sandbox.ts'
import { record } from '#trace/trace.ts'
import { readBearer } from '#http/bearer.ts'
import { cookieName, keepVisitor, readToken, VISITOR } from '#http/cookies.ts'
import { askToGoOn, isTold, keepTold, UNKNOWN } from './lost-sandbox.ts'
import { withoutMark } from './cookie-mark.ts'
import { isMarkedInVain, keepsNone, refuseWithoutCookie } from './no-cookie.ts'
// All of this file: no lab may put a reader into a house that is not theirs.
import { defineFixedPlug as definePlug } from '#http/plug.ts'
import { isAction } from '#http/requests.ts'
import { routeOf } from '#router.ts'
import { leadHere } from './own-server.ts'

/**
 * Finds the visitor of this browser and their sandbox. The first action makes
 * both; looking at pages makes nothing.
 */
export const fetchSandbox = definePlug('fetchSandbox', async (context) => {
  const { locals } = context
  const { sandboxes } = locals.front.services
  const acting = isAction(context)
  const { makesSandbox } = routeOf(context.routePattern)
  if (isMarkedInVain(context)) return toPlainAddress(context)
  locals.cookieAsked = keepsNone(context)
  if (acting && locals.cookieAsked) throw refuseWithoutCookie()

  locals.visitor = await fetchVisitor(context, acting)
  if (!locals.visitor) return recordSandbox(null)

  const makesOne = acting && makesSandbox
  // Ways out, and whatever else does without a sandbox, are open where it is not.
  const present = makesSandbox
    ? await sandboxes.find(locals.visitor)
    : await sandboxes.findIfItOpens(locals.visitor)
  const lease = present ?? (await inPlaceOfNone(context, locals.visitor, { acting, makesOne }))
  if (lease || makesSandbox) leadHere(context)
  if (!lease) return recordSandbox(null)
  enter(locals, lease)
  recordSandbox(lease)
})

/** The same page under the address that its reader may keep. */
function toPlainAddress({ locals, url }: APIContext): Response {
  const location = locals.links.to(url.pathname + withoutMark(url.search))
  return new Response(null, { status: 303, headers: { location } })
}

/** A fresh sandbox for an action; but whoever has lost theirs is told of it first. */
async function inPlaceOfNone(
  context: APIContext,
  visitor: Visitor,
  { acting, makesOne }: { readonly acting: boolean; readonly makesOne: boolean },
): Promise<Lease | null> {
  const { locals } = context
  const { sandboxes } = locals.front.services
  locals.lost = await sandboxes.lostBy(visitor)
  if (locals.lost && !acting) keepTold(context, locals.lost)
  if (!makesOne) return null
  if (locals.lost && !isTold(context, locals.lost)) throw askToGoOn(context, locals.lost)
  locals.lost = null
  return sandboxes.findOrCreate(visitor)
}

/**
 * Finds the sandbox that a program's token names, as the cookie does for a
 * browser. Makes nothing: what is not found ends at the next plug.
 */
export const fetchSandboxOfToken = definePlug(
  'fetchSandboxOfToken',
  async ({ locals, request }) => {
    const bearer = readBearer(request)
    const found = bearer && (await locals.front.services.sandboxes.findByApiKey(bearer.apiKey))
    if (!found) return
    locals.visitor = found.visitor
    enter(locals, found.lease)
  },
)

/**
 * Finds the sandbox for what an open page asks by itself. Makes nothing, and
 * tells of no loss: the reader's next act does.
 */
export const fetchSandboxOfPage = definePlug('fetchSandboxOfPage', async ({ locals, cookies }) => {
  const { sandboxes } = locals.front.services
  const token = readToken(cookies, cookieName(locals.front.services.publicOrigin, VISITOR))
  locals.visitor = token && token !== 'malformed' ? await sandboxes.findVisitor(token) : null
  const lease = locals.visitor && (await sandboxes.find(locals.visitor))
  if (lease) enter(locals, lease)
  locals.scope = scopeForVisitor(locals.surroundings)
  if (!lease) return recordSandbox(null)
  recordSandbox(lease)
})

/** From here on the request is about this sandbox, which stays open until it is answered. */
function enter(locals: App.Locals, { sandbox, release }: Lease): void {
  locals.sandbox = sandbox
  locals.surroundings = sandbox
  locals.front.sandbox = sandbox.id
  locals.afterwards.push(release)
}

async function fetchVisitor(context: APIContext, acting: boolean): Promise<Visitor | null> {
  const { locals, cookies } = context
  const { sandboxes, publicOrigin } = locals.front.services
  const token = readToken(cookies, cookieName(publicOrigin, VISITOR))
  const visitor = token && token !== 'malformed' ? await sandboxes.findVisitor(token) : null
  if (visitor || !acting) return visitor
  // Acting on would silently give the reader an empty house in place of their own, and
  // take away the only key to one that may be there tomorrow, or behind another server.
  if (token && !isTold(context, UNKNOWN))
    throw askToGoOn(context, UNKNOWN, token === 'malformed' ? 400 : 410)
  const made = await sandboxes.createVisitor(locals.front.clientAddress)
  keepVisitor(cookies, publicOrigin, made.token)
  locals.cookieAsked = true
  return made.visitor
}

function recordSandbox(lease: Lease | null): void {
  const detail = lease
    ? `${lease.isNew ? 'a new copy of the template' : 'your own database'}: sandbox ${lease.sandbox.number}`
    : 'none yet: your first action makes one'
  record({
    layer: 'request',
    name: 'sandbox',
    tag: 'request.sandbox',
    outcome: lease ? 'ok' : 'skip',
    detail,
    source: fetchSandbox.source,
    data: lease ? { number: lease.sandbox.number, new: lease.isNew } : {},
  })
}
