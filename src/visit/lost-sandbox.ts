/**
 * A sandbox that ended while its reader was away, or had a page open. The next
 * action says so before it does anything, and keeps what was typed. A page
 * that is opened says so, too, and then nobody is asked again. In other words:
 * an expired session.
 */
import type { APIContext, AstroCookies } from 'astro'
import { counted } from '#lib/counted.ts'
import { Refusal } from '#lib/refusal.ts'
import type { LostSandbox } from '#sandbox/sandbox.ts'
import { cookieName, keepCookie, TOLD } from '#http/cookies.ts'
import { pathFor } from '#http/links.ts'
import { formFields, hasSecrets } from '#http/params.ts'
import { wantsJson } from '#http/requests.ts'
import { routeOf } from '#router.ts'

type Lost = LostSandbox | typeof UNKNOWN

/** Of a browser whose cookie nobody here knows. */
export const UNKNOWN = { number: null, reason: 'unknown' } as const

/** What became of it, in one sentence. */
export function lossInWords({ reason }: Lost, idleHours: number): string {
  if (reason === 'unused')
    return `Nobody used your sandbox for ${counted(idleHours, 'hour')}, so it was thrown away.`
  if (reason === 'room')
    return 'The house was full, and your sandbox was the one unused for longest: it was thrown away.'
  if (reason === 'gone')
    return 'The server that had your sandbox is gone, and your sandbox with it.'
  if (reason === 'broken') return 'The database of your sandbox could not be read any more.'
  return 'This server does not know your browser any more: your sandbox is gone.'
}

/** Of the page that asks. What is told beneath says the rest. */
const TITLES: Readonly<Record<Lost['reason'], string>> = {
  unused: 'Your sandbox has expired',
  room: 'Your sandbox was thrown away',
  broken: 'Your sandbox is broken',
  gone: 'Your sandbox is gone',
  unknown: 'Your sandbox is gone',
}

/** Asks whether to go on in a fresh sandbox, with what was sent. */
export function askToGoOn(context: APIContext, lost: Lost, status = 410): Refusal {
  const { locals, url } = context
  const { params, front } = locals
  const fields = formFields(params)
  const typed = fields.filter(([name]) => !name.startsWith('_'))
  const secrets = hasSecrets(params) ? ' A password or a token is not: it never travels back.' : ''
  const kept = typed.length > 0 ? ' What you sent is kept.' : ''
  const sentence = lossInWords(lost, front.services.sandboxes.idleHours)
  return new Refusal(
    status,
    `${sentence} Nothing was done yet.${kept}${secrets}`,
    {},
    {
      title: TITLES[lost.reason],
      label: 'Send it again in a fresh sandbox',
      action: pathFor(locals.persona, url.pathname + url.search),
      fields: { ...Object.fromEntries(fields), _fresh: 'true' },
      typed: Object.fromEntries(typed),
    },
  )
}

/** Whether whoever acts knows already: by the button that asked, or by a page that said so. */
export function isTold({ locals, cookies }: APIContext, { number }: Lost): boolean {
  const { _fresh: fresh } = locals.params
  if (fresh === 'true' || fresh === true) return true
  return number !== null && cookies.get(nameOf(locals))?.value === String(number)
}

const nameOf = ({ front }: App.Locals) => cookieName(front.services.publicOrigin, TOLD)

/** Remembers until the browser is closed that a page has said so. */
export function keepTold(
  {
    cookies,
    locals,
    request,
    routePattern,
  }: Pick<APIContext, 'locals' | 'request' | 'routePattern'> & {
    readonly cookies: AstroCookies
  },
  { number }: LostSandbox,
): void {
  // What is fetched beside a page says nothing of it.
  if (wantsJson(request) || routeOf(routePattern).leavesFlash) return
  const name = nameOf(locals)
  if (cookies.get(name)?.value !== String(number)) keepCookie(cookies, name, String(number))
}
