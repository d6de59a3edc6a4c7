/** Where a sandbox stands in an act, read once for as long as it stands there. */
import { readPlace, type ActPlace } from './act.ts'

type Kept = Pick<NonNullable<App.Locals['sandbox']>, 'place'>

interface Read {
  readonly json: string | null
  readonly place: ActPlace | null
}

const READ = new WeakMap<Kept['place'], Read>()

/**
 * Where it stands, or `null` outside of any act.
 *
 * @example
 * placeOf({ sandbox: null })
 * // => null
 */
export function placeOf({ sandbox }: { readonly sandbox: Kept | null }): ActPlace | null {
  if (!sandbox) return null
  const { place: kept } = sandbox
  const known = READ.get(kept)
  if (known?.json === kept.json) return known.place
  const place = readPlace(kept.json)
  READ.set(kept, { json: kept.json, place })
  return place
}
