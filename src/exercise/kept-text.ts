/**
 * What a reader wrote, kept in their browser. It belongs to the text that they
 * began with: where an author has changed that, the old one is offered and not
 * put in its place.
 */
const PREFIX = 'exercise/'
const MOST_TEXTS = 100
const MOST_LETTERS = 65_536
const DAYS_KEPT = 90
const DAY = 86_400_000

interface Kept {
  readonly text: string
  readonly at: number
}

/** What of a file is kept, and of which of its versions. */
export interface KeptKey {
  /** Of the exercise. */
  readonly id: string
  readonly file: string
  readonly version: string
}

const keyOf = ({ id, file, version }: KeptKey) => `${PREFIX}${id}/${file}/${version}`

/** Keeps a text, and says whether the browser took it. */
export function keepText(key: KeptKey, text: string, store: Storage, now = Date.now()): boolean {
  if (text.length > MOST_LETTERS) return false
  try {
    store.setItem(keyOf(key), JSON.stringify({ text, at: now } satisfies Kept))
    dropOldest(store, now)
    return true
  } catch {
    // Its room is full, or it keeps nothing: what is typed stays in the page.
    return false
  }
}

/** The text of this version, or `null`. */
export const keptText = (key: KeptKey, store: Storage): string | null =>
  read(store, keyOf(key))?.text ?? null

/** The newest text of another version of the file, or `null`. */
export function textOfBefore({ id, file, version }: KeptKey, store: Storage): string | null {
  const start = `${PREFIX}${id}/${file}/`
  const others = keysIn(store).filter((key) => key.startsWith(start) && key !== start + version)
  const texts = others.flatMap((key) => read(store, key) ?? [])
  return texts.toSorted((a, b) => b.at - a.at)[0]?.text ?? null
}

/** A text that somebody wrote, as their export has it. */
export interface OwnText {
  readonly exercise: string
  readonly file: string
  /** Of the text that it was begun with. */
  readonly version: string
  readonly text: string
  readonly written_at: string
}

/** Everything that is kept, the newest first. */
export function ownTexts(store: Storage): readonly OwnText[] {
  const kept = keysIn(store).flatMap((key) => {
    const [exercise = '', file = '', version = ''] = key.slice(PREFIX.length).split('/')
    const own = read(store, key)
    return own ? [{ exercise, file, version, ...own }] : []
  })
  return kept
    .toSorted((a, b) => b.at - a.at)
    .map(({ at, ...own }) => ({ ...own, written_at: new Date(at).toISOString() }))
}

/**
 * Takes texts that another browser has exported. A text that is here, and was
 * written later, stays. Answers how many were taken.
 */
export function takeOwnTexts(brought: unknown, store: Storage, now = Date.now()): number {
  if (!Array.isArray(brought)) return 0
  return brought.slice(0, MOST_TEXTS).filter((one: unknown) => takeOwnText(one, store, now)).length
}

const PART = /^[\w.-]{1,80}$/

function takeOwnText(one: unknown, store: Storage, now: number): boolean {
  const { exercise, file, version, text, written_at: at } = (one ?? {}) as Record<string, unknown>
  const key = { id: String(exercise), file: String(file), version: String(version) }
  const writtenAt = Date.parse(String(at))
  const isText = typeof text === 'string' && Object.values(key).every((part) => PART.test(part))
  if (!isText || !(writtenAt <= now)) return false
  if ((read(store, keyOf(key))?.at ?? 0) >= writtenAt) return false
  return keepText(key, text, store, writtenAt)
}

export function forgetOwnTexts(store: Storage): void {
  for (const key of keysIn(store)) store.removeItem(key)
}

export const forgetText = (key: KeptKey, store: Storage): void => store.removeItem(keyOf(key))

const keysIn = (store: Storage): readonly string[] =>
  Array.from({ length: store.length }, (_, index) => store.key(index) ?? '').filter((key) =>
    key.startsWith(PREFIX),
  )

function read(store: Storage, key: string): Kept | null {
  try {
    const { text, at } = JSON.parse(store.getItem(key) ?? '') as Partial<Kept>
    return typeof text === 'string' && typeof at === 'number' ? { text, at } : null
  } catch {
    return null
  }
}

function dropOldest(store: Storage, now: number): void {
  const kept = keysIn(store)
    .map((key) => ({ key, at: read(store, key)?.at ?? 0 }))
    .toSorted((a, b) => b.at - a.at)
  for (const [index, { key, at }] of kept.entries())
    if (index >= MOST_TEXTS || now - at > DAYS_KEPT * DAY) store.removeItem(key)
}
