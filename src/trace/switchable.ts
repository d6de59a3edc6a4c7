/** Which steps of a trace can be switched off, by their tags alone, and on which floor that is shown. */
import type { Floor } from './floors.ts'

/** What finds a sandbox is never switched; a cast and a write are no rules. */
const NEVER =
  /^plug\.fetchSandbox|\.cast$|^changeset\.repo\.|^changeset\.password\.hash$|^scope\.(?:current|organization)$/

/**
 * Whether a switch could stand for this tag. Whether there is one, its sandbox knows.
 *
 * @example
 * ['changeset.email.format', 'plug.fetchSandbox', 'sql.select.users'].map(isSwitchable)
 * // => [true, false, false]
 */
export const isSwitchable = (tag: string): boolean => floorOfTag(tag) !== null

/** The floor of its switch, or `null` for what has none. */
export function floorOfTag(tag: string): Floor | null {
  if (NEVER.test(tag)) return null
  if (tag.startsWith('plug.fetch')) return 'pipeline'
  if (/^(?:plug|live\.onMount)\./.test(tag)) return 'guards'
  if (tag.startsWith('scope.')) return 'context'
  if (tag.startsWith('changeset.')) return 'changeset'
  return tag.startsWith('constraint.') ? 'constraint' : null
}
