/** What was nearly right, so that nobody looks for a mistake where there is none. */
import { byField, isSame, type Seen } from './seen.ts'

/**
 * What is close in what was seen, in a few words, or `null`.
 *
 * @example
 * nearMiss({ errors: ['email is taken'] }, { errors: ['email has already been taken'] })
 * // => '`email` has “is taken”.'
 */
export function nearMiss(seen: Partial<Seen>, hoped: Partial<Seen>): string | null {
  return (
    nearErrors(seen.errors, hoped.errors) ??
    nearChanges(seen.changes, hoped.changes) ??
    nearValue(seen, hoped)
  )
}

interface FieldError {
  readonly field: string
  readonly message: string
}

function nearErrors(seen: Seen['errors'] | undefined, hoped: Seen['errors'] | undefined) {
  if (!seen || !hoped || isSame(byField(seen), byField(hoped))) return null
  if (isSame(seen.toSorted(), hoped.toSorted())) return 'the same errors, in another order.'
  const have = seen.map(errorOf)
  for (const missing of hoped.filter((error) => !seen.includes(error)).map(errorOf)) {
    const sameField = have.find(({ field }) => field === missing.field)
    if (sameField) return differing(sameField, missing)
    const sameWords = have.find(({ message }) => message === missing.message)
    if (sameWords) return `“${missing.message}” stands on \`${sameWords.field}\`.`
  }
  const fewer = hoped.filter((error) => !seen.includes(error))
  if (seen.length > 0 && fewer.length > 0 && seen.every((error) => hoped.includes(error)))
    return `“${fewer[0]}” is missing.`
  const more = seen.filter((error) => !hoped.includes(error))
  const isAll = fewer.length === 0
  return isAll && hoped.length > 0 ? `also “${more[0]}”.` : null
}

const errorOf = (sentence: string): FieldError => {
  const cut = sentence.indexOf(' ')
  return { field: sentence.slice(0, cut), message: sentence.slice(cut + 1) }
}

const bare = (text: string) => text.toLowerCase().replaceAll(/\s+/g, '')

function differing({ field, message }: FieldError, missing: FieldError): string {
  const only = [
    ['capital letters', (text: string) => text.toLowerCase()],
    ['spaces', (text: string) => text.replaceAll(/\s+/g, '')],
    ['a full stop', (text: string) => text.replace(/\.$/, '')],
    ['an apostrophe', (text: string) => text.replaceAll('’', "'")],
  ] as const
  const found = only.find(([, same]) => same(message) === same(missing.message))
  if (found) return `\`${field}\` has “${message}”: it differs in ${found[0]}.`
  const isBare = bare(message).replace(/\.$/, '') === bare(missing.message).replace(/\.$/, '')
  return isBare
    ? `\`${field}\` has “${message}”: it differs in letters and spaces alone.`
    : `\`${field}\` has “${message}”.`
}

function nearChanges(seen: Seen['changes'] | undefined, hoped: Seen['changes'] | undefined) {
  if (!seen || !hoped || isSame(seen, hoped)) return null
  const more = Object.keys(seen).filter((field) => !(field in hoped))
  const fewer = Object.keys(hoped).filter((field) => !(field in seen))
  if (more.length > 0 && fewer.length === 0) return `it also changes \`${more.join('`, `')}\`.`
  if (fewer.length > 0 && more.length === 0) return `\`${fewer.join('`, `')}\` is not changed.`
  const other = Object.keys(hoped).find((field) => !isSame(seen[field], hoped[field]))
  return more.length === 0 && other !== undefined ? `\`${other}\` has another value.` : null
}

function nearValue(seen: Partial<Seen>, hoped: Partial<Seen>): string | null {
  if (!('is' in seen) || !('is' in hoped)) return null
  const [own, other] = [seen.is, hoped.is]
  if (own === undefined && other === null) return '`undefined` is not `null`.'
  if (own instanceof Promise) return 'it is a promise: wait for it with `await`.'
  if (typeof own !== typeof other && String(own) === String(other))
    return `it is a ${typeof own}, and a ${typeof other} was hoped for.`
  if (!Array.isArray(own) || !Array.isArray(other) || isSame(own, other)) return null
  const [mine, theirs] = [own as readonly unknown[], other as readonly unknown[]]
  const has = (list: readonly unknown[], item: unknown) => list.some((one) => isSame(one, item))
  const more = mine.filter((item) => !has(theirs, item)).length
  const fewer = theirs.filter((item) => !has(mine, item)).length
  if (more === 0 && fewer === 0 && mine.length === theirs.length)
    return 'the same, in another order.'
  if (more > 0 && fewer === 0) return `all of it is there, and ${more} more.`
  return fewer > 0 && more === 0 && mine.length > 0 ? `${fewer} of it is missing.` : null
}
