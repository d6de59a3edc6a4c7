/** The address of a search: what it asks for, and no more. Safe in a browser. */
import type { Asked } from './search.ts'

/**
 * The path of a search.
 *
 * @example
 * addressOf({ q: 'unique index', kind: 'term', tag: null })
 * // => '/search?q=unique+index&kind=term'
 * addressOf({ q: '', kind: null, tag: null })
 * // => '/search'
 */
export function addressOf({ q, kind, tag }: Asked, { isFramed = false } = {}): string {
  const params = new URLSearchParams()
  if (q !== '') params.set('q', q)
  if (kind !== null) params.set('kind', kind)
  if (tag !== null) params.set('tag', tag)
  if (isFramed) params.set('framed', '')
  return params.size === 0 ? '/search' : `/search?${params}`
}
