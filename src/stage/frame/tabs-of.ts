/** Which tab of a stage shows an address. */
import { splitPersona } from '#http/links.ts'

export const TABS = [
  { tab: 'page', name: 'Page' },
  { tab: 'source', name: 'Source' },
  { tab: 'mailbox', name: 'Mailbox' },
  { tab: 'tables', name: 'Tables' },
] as const

/** `more` is none of the tabs in view: it shows whatever stands under More. */
export type TabName = (typeof TABS)[number]['tab'] | 'more'

/** What stands under More, each with its address. */
export const MORE = [
  { name: 'People', href: '/sandbox/people' },
  { name: 'Clock', href: '/sandbox/clock' },
  { name: 'Migrations', href: '/sandbox/migrations' },
  { name: 'All runs', href: '/sandbox/traces' },
  { name: 'Request by hand', href: '/sandbox/by-hand' },
  { name: 'Download', href: '/sandbox/download' },
  { name: 'About your server', href: '/sandbox' },
] as const

/**
 * The tab in which an address is shown. What is no room of the sandbox is a
 * page of the app.
 *
 * @example
 * tabOf('/sandbox/mailbox/7')
 * // => 'mailbox'
 * tabOf('/as/bo/users/register?lesson=scopes/who-is-asking')
 * // => 'page'
 */
export function tabOf(address: string): TabName {
  const [path = ''] = address.split(/[?#]/)
  const [, room, inside] = splitPersona(path).path.split('/')
  if (room === 'source') return 'source'
  if (room !== 'sandbox') return 'page'
  return inside === 'mailbox' || inside === 'tables' ? inside : 'more'
}
