/**
 * What a page with a live view asks of it: a first sight, which is thrown
 * away; a connection, which is kept; and what its reader does on it. In
 * Phoenix: the first mount of a LiveView, and its channel.
 */
import { Refusal } from '#lib/refusal.ts'
import { newSocket, type FlashMessage, type Redirect } from '#live/socket.ts'
import { printable } from '#trace/printable.ts'
import { flash, recall } from '#http/messages.ts'
import { text } from '#http/params.ts'
import { redirect } from '#http/reply.ts'
import { isAction } from '#http/requests.ts'
import type { AppContext } from '../context.ts'
import { messages } from '../messages.ts'
import { sessionTokenOf } from '../session.ts'
import type { LivePage } from '../locals.ts'
import { isAdmitted } from './admission.ts'
import { findLiveRoute } from './router.ts'
import type { Shown } from './shown.ts'

/** What a live page shows, and by which connection, if one is kept for it. */
export interface Sight {
  readonly shown: Shown
  readonly id: string | null
}

/**
 * For the page itself, at its own address. Without JavaScript the reader's
 * events come here as form posts: the view is kept for them under an id that
 * the next form sends again.
 */
export async function seeLive(context: AppContext): Promise<Sight | Response> {
  const { locals, url } = context
  if (isAction(context)) return act(context)
  const kept = locals.live.find(url.searchParams.get('live') ?? '')
  if (kept?.path === url.pathname) return { shown: kept.running.shown, id: kept.id }

  const { route, params } = liveRoute(url.pathname)
  const socket = newSocket({ currentScope: locals.scope }, { connected: false })
  const { surroundings } = locals
  const mounted = await route.mount(params, { userToken: null, surroundings }, socket)
  if ('halted' in mounted) return goTo(context, mounted.halted)
  return { shown: mounted.running.shown, id: null }
}

async function act(context: AppContext): Promise<Response> {
  const { locals, url } = context
  const kept = locals.live.find(text(locals.params, '_live') ?? '')
  const opened = kept?.path === url.pathname ? kept : await open(context, url.pathname, true)
  if ('halted' in opened) return goTo(context, opened.halted)
  const { id, running } = await sendEvent(context, opened)
  if (running.redirect) return goTo(context, running.redirect)
  return redirect(context, `${url.pathname}?live=${id}`, named(running.flash))
}

/** Connects the page that the reader has open. */
export async function joinLive(context: AppContext): Promise<LivePage | Redirect> {
  const path = text(context.locals.params, 'path') ?? ''
  const opened = await open(context, path, false)
  return 'halted' in opened ? opened.halted : opened
}

/** Hands an event to an open page. */
export async function actLive(context: AppContext): Promise<LivePage> {
  return sendEvent(context, lookLive(context))
}

/** An open page as it is now, after it was told that it has changed. */
export function lookLive({ locals, params }: AppContext): LivePage {
  const found = locals.live.find(params.id ?? '')
  if (!found) throw new Refusal(410, 'This page has lost its connection. Load it again.')
  return found
}

/** An open page, as JSON says it. */
export const liveFacts = ({ shown, ...connection }: Sight & { readonly version?: number }) => ({
  live: printable({ ...connection, view: shown.name, shown: shown.props }),
})

/** The flash of a live view, as pages say it. */
export const flashOf = ({ flash: said }: LivePage['running']) => {
  const message = named(said)
  return message ? flash(message) : null
}

/** A live view knows a message by its name alone; only this layer has names to give. */
export const named = (message: FlashMessage | null) =>
  message && recall([messages], message.name, message.about)

function open(context: AppContext, path: string, patient: boolean) {
  const { route, params } = liveRoute(path)
  const { locals } = context
  const userToken = sessionTokenOf(context)
  const admitted = isAdmitted(text(locals.params, 'admission_token'), path, userToken)
  return locals.live.open(
    path,
    (surroundings) =>
      route.mount(
        params,
        { userToken, admitted, surroundings },
        newSocket({}, { connected: true }),
      ),
    { patient },
  )
}

async function sendEvent({ locals }: AppContext, { id }: LivePage): Promise<LivePage> {
  const event = text(locals.params, '_event')
  if (event === null) throw new Refusal(422, 'Say which event this is, as _event.')
  const next = await locals.live.event(id, event, locals.params)
  locals.scope = next.running.scope
  return next
}

function goTo(context: AppContext, { to, flash: said }: Redirect): Response {
  return redirect(context, to, named(said))
}

function liveRoute(path: string): NonNullable<ReturnType<typeof findLiveRoute>> {
  const found = findLiveRoute(path)
  if (!found) throw new Refusal(404, 'There is no live page at this address.')
  return found
}
