/**
 * Who gets a place where there are only so many: streams, open pages. A
 * visitor and an address have a share each, and where there is no room left
 * whoever holds most gives way to who holds least. So nobody can keep the
 * others out, however many they are. In other words: max-min fairness.
 */

/** By whom a place is held. */
export interface Holder {
  readonly visitor: string
  readonly address: string
}

/** How many places there are for each, and for all together. */
export interface Shares {
  readonly visitor: number
  readonly address: number
  readonly house: number
}

/** A place is there, once `instead` is given up; or one of the shares is used up. */
export type Room<Place> =
  { readonly instead: Place | null } | { readonly full: 'visitor' | 'address' | 'house' }

/**
 * Room for one more of `newcomer`. `held` are the places that are taken: of
 * those who have to give one up, the first goes.
 *
 * @example
 * const ana = { visitor: 'ana', address: '192.0.2.1' }
 * const bo = { visitor: 'bo', address: '192.0.2.1' }
 * const shares = { visitor: 4, address: 3, house: 100 }
 * roomFor(bo, [ana, ana, ana], shares)
 * // => { instead: { visitor: 'ana', address: '192.0.2.1' } }
 * roomFor(ana, [ana, bo, bo], shares)
 * // => { full: 'address' }
 */
export function roomFor<Place extends Holder>(
  newcomer: Holder,
  held: readonly Place[],
  shares: Shares,
): Room<Place> {
  const ofAddress = held.filter(({ address }) => address === newcomer.address)
  const own = ofAddress.filter(({ visitor }) => visitor === newcomer.visitor)
  if (own.length >= shares.visitor) return { full: 'visitor' }
  if (ofAddress.length >= shares.address) {
    const most = largest(ofAddress, ({ visitor }) => visitor)
    return yields(most, own.length) ? { instead: most[0] ?? null } : { full: 'address' }
  }
  if (held.length < shares.house) return { instead: null }
  const most = largest(held, ({ address }) => address)
  if (yields(most, ofAddress.length))
    return { instead: largest(most, ({ visitor }) => visitor)[0] ?? null }
  const neighbour = largest(ofAddress, ({ visitor }) => visitor)
  return yields(neighbour, own.length) ? { instead: neighbour[0] ?? null } : { full: 'house' }
}

// Otherwise the two would take it from each other for ever.
const yields = (most: readonly unknown[], own: number) => most.length >= own + 2

function largest<Place>(places: readonly Place[], by: (place: Place) => string): readonly Place[] {
  const groups = [...Map.groupBy(places, by).values()]
  return groups.reduce((most, group) => (group.length > most.length ? group : most), [])
}
