/** An address of every page that is made for who asks. */
import type { HttpBrowser } from './http-browser.ts'

export interface Asked {
  readonly path: string
  /** For what answers to a form alone. */
  readonly fields?: Readonly<Record<string, string>>
}

// Said here once more, and not taken from the source: such links are out there.
const MOMENT = ['six-tries', ['/users/register', 'user[email]', 'ana@example.test']]
const MOMENT_CODE = Buffer.from(JSON.stringify(MOMENT)).toString('base64url')

/**
 * A sandbox in which every page has something to show, and an address of each.
 * `emails`: what Ana is called, and what she asks to be called next.
 */
export async function addressesOf(
  browser: HttpBrowser,
  emails: readonly [own: string | null, next: string] = [null, 'al@example.test'],
): Promise<Readonly<Record<string, Asked>>> {
  await browser.post('/sandbox/seeds', { name: 'club' })
  const [own, next] = emails
  if (own !== null) {
    await askToBeCalled(browser, own)
    const token = await browser.readToken()
    await browser.send('put', `/as/ana/users/settings/confirm-email/${token}`)
  }
  const of = (path: string): Asked => ({ path })
  const asAna = (path: string): Asked => of(`/as/ana${path}`)

  await askToBeCalled(browser, next)
  const changeToken = await browser.readToken()
  await browser.post('/users/log-in', { 'user[email]': 'bo@example.test' })
  const logInToken = await browser.readToken()
  const mail = (await browser.getJson('/sandbox/mailbox')).json.mails?.[0]?.id
  const trace = (await browser.getJson('/sandbox/traces')).json.traces?.[0]?.id
  const joined = await browser.postForJson('/as/ana/live', { path: '/guess' })
  const { live } = joined.json as unknown as { readonly live: { readonly id: string } }

  return {
    '/': of('/'),
    '/console': of('/console'),
    '/fragments/progress': of('/fragments/progress'),
    '/guess': asAna('/guess'),
    '/labs': of('/labs'),
    '/labs/peel': of('/labs/peel'),
    '/labs/race': of('/labs/race'),
    '/labs/split': of('/labs/split'),
    '/labs/wall': of('/labs/wall'),
    '/labs/hunt': of('/labs/hunt'),
    '/live': { path: '/as/ana/live', fields: { path: '/guess' } },
    '/live/[id]': asAna(`/live/${live.id}`),
    '/m/[code]': of(`/m/${MOMENT_CODE}`),
    '/organizations': asAna('/organizations'),
    '/organizations/[org]': asAna('/organizations/glass-works'),
    '/organizations/[org]/scores': asAna('/organizations/glass-works/scores'),
    '/organizations/[org]/scores/new': asAna('/organizations/glass-works/scores/new'),
    '/organizations/[org]/scores/[id]': asAna('/organizations/glass-works/scores/3'),
    '/organizations/[org]/scores/[id]/edit': asAna('/organizations/glass-works/scores/3/edit'),
    '/misled': of('/misled?lesson=who-comes-in'),
    '/predictions': of('/predictions?demo=six-tries&question=who-knows-ana'),
    '/print': of('/print'),
    '/progress': of('/progress'),
    '/recall': of('/recall'),
    '/recalls': { path: '/recalls', fields: { recall: 'who-comes-in.a', knew: 'true' } },
    '/sandbox': of('/sandbox'),
    '/sandbox/by-hand': of('/sandbox/by-hand'),
    '/sandbox/catch-up': of('/sandbox/catch-up'),
    '/sandbox/clock': of('/sandbox/clock'),
    '/sandbox/mailbox': of('/sandbox/mailbox'),
    '/sandbox/mailbox/[id]': of(`/sandbox/mailbox/${mail}`),
    '/sandbox/migrations': of('/sandbox/migrations'),
    '/sandbox/people': of('/sandbox/people'),
    '/sandbox/restore': of('/sandbox/restore'),
    '/sandbox/runs': of('/sandbox/runs'),
    '/sandbox/tables': of('/sandbox/tables'),
    '/sandbox/tables/[name]': of('/sandbox/tables/users'),
    '/sandbox/traces': of('/sandbox/traces'),
    '/sandbox/traces/[id]': of(`/sandbox/traces/${trace}`),
    '/scores': asAna('/scores'),
    '/scores/new': asAna('/scores/new'),
    '/scores/[id]': asAna('/scores/1'),
    '/scores/[id]/edit': asAna('/scores/1/edit'),
    '/search': of('/search?q=scope'),
    '/tags': of('/tags'),
    '/tags/[tag]': of('/tags/scopes'),
    '/teach': of('/teach'),
    '/try': of('/try'),
    '/twins/[name]': of('/twins/register-without-words'),
    '/users/log-in': of('/users/log-in'),
    '/users/log-in/[token]': of(`/users/log-in/${logInToken}`),
    '/users/register': of('/users/register'),
    '/users/settings': asAna('/users/settings'),
    '/users/settings/api-tokens': asAna('/users/settings/api-tokens'),
    '/users/settings/confirm-email/[token]': asAna(`/users/settings/confirm-email/${changeToken}`),
    '/users/settings/sessions': asAna('/users/settings/sessions'),
    '/ways': { path: '/ways', fields: { act: 'six-tries', task: 'wrong-and-in' } },
  }
}

async function askToBeCalled(browser: HttpBrowser, email: string): Promise<void> {
  const change = { action: 'update_email', 'user[email]': email }
  const { status } = await browser.send('put', '/as/ana/users/settings', change)
  if (status !== 303) throw new Error(`Asking for another address was answered with ${status}.`)
}
