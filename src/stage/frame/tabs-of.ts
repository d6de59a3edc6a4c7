/** Which tab of a stage shows an address. */
import { splitPersona } from '#http/links.ts'
import { labHref, LABS } from '#levers/labs/labs.ts'

const ofLabs = LABS.map(({ name, title }) => ({ tab: name, name: title, href: labHref(name) }))

export const TABS = [
  { tab: 'page', name: 'Page' },
  { tab: 'source', name: 'Source' },
  { tab: 'mailbox', name: 'Mailbox' },
  { tab: 'tables', name: 'Tables' },
] as const

/** What an act may name as a tab of its own. */
export const ROOMS = [
  { tab: 'clock', name: 'Clock', href: '/sandbox/clock' },
  { tab: 'people', name: 'People', href: '/sandbox/people' },
  { tab: 'migrations', name: 'Migrations', href: '/sandbox/migrations' },
  { tab: 'console', name: 'Console', href: '/console' },
  ...ofLabs,
] as const

export type RoomName = (typeof ROOMS)[number]['tab']

/** `more` is none of the tabs in view: it shows whatever stands under More. */
export type TabName = (typeof TABS)[number]['tab'] | RoomName | 'more'

/** What stands under More, each with its address. */
export const MORE = [
  { name: 'People', href: '/sandbox/people' },
  { name: 'Clock', href: '/sandbox/clock' },
  { name: 'Migrations', href: '/sandbox/migrations' },
  { name: 'All runs', href: '/sandbox/traces' },
  ...ofLabs.map(({ name, href }) => ({ name, href })),
  { name: 'Console', href: '/console' },
  { name: 'Request by hand', href: '/sandbox/by-hand' },
  { name: 'Download', href: '/sandbox/download' },
  { name: 'About your server', href: '/sandbox' },
] as const

/**
 * The tab in which an address is shown. What is no room of the sandbox is a
 * page of the app. `own` are the rooms that the act has as tabs.
 *
 * @example
 * tabOf('/sandbox/mailbox/7')
 * // => 'mailbox'
 * tabOf('/as/bo/users/register?lesson=persons/who-comes-in')
 * // => 'page'
 * tabOf('/sandbox/clock', ['clock'])
 * // => 'clock'
 * tabOf('/labs/peel')
 * // => 'more'
 * tabOf('/console')
 * // => 'more'
 */
export function tabOf(address: string, own: readonly string[] = []): TabName {
  const [path = ''] = address.split(/[?#]/)
  const [, room, inside] = splitPersona(path).path.split('/')
  if (room === 'source') return 'source'
  if (room === 'console') return own.includes('console') ? 'console' : 'more'
  if (room !== 'sandbox' && room !== 'labs') return 'page'
  const named = ROOMS.find(({ tab }) => tab === inside && own.includes(tab))
  return named?.tab ?? (inside === 'mailbox' || inside === 'tables' ? inside : 'more')
}
