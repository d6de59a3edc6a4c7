/**
 * What a site may say to its reader: each room of the house defines its
 * messages. Whether they are said at once or by the next page, the page
 * decides: see flash.ts.
 */

export interface Flash {
  readonly info?: string
  readonly error?: string
  /** About an address that looks real. Nothing was refused. */
  readonly warning?: string
}

/** A message, ready to be said: now, or by the next page. */
export interface Said {
  readonly name: string
  readonly kind: 'info' | 'error'
  readonly text: string
  /** What it speaks of, as far as a cookie may say so: an address, or what its definition allows. */
  readonly about: string
  readonly warning: string | null
}

interface Message {
  readonly kind: 'info' | 'error'
  readonly text: (about: string) => string
  /** What a cookie may say it speaks of: an address, or nothing, if left out. */
  readonly about?: RegExp
  /** What else to say of it, where it was accepted with a word of advice. */
  readonly warning?: (about: string) => string | null
}

/** Messages of one room, each made by the function of its name. */
export type Messages<Name extends string = string> = Readonly<Record<Name, Sayable>>

interface Sayable {
  (about?: string): Said
  readonly mayBeAbout: (about: string) => boolean
}

const LONGEST_ABOUT = 160
// One word with an @, or nothing: a planted cookie does not get to put a sentence.
const ADDRESS = /^(?:[^@,;\s]+@[^@,;\s]+)?$/

/**
 * Defines what a room of the house may say.
 *
 * @example
 * const { welcome_back } = defineMessages({
 *   welcome_back: { kind: 'info', text: () => 'Welcome back!' },
 * })
 * welcome_back().text
 * // => 'Welcome back!'
 */
export function defineMessages<Name extends string>(
  messages: Readonly<Record<Name, Message>>,
): Messages<Name> {
  const entries = Object.entries<Message>(messages)
  const said = entries.map(([name, message]) => [name, sayable(name, message)] as const)
  // The keys are those of `messages`.
  return Object.freeze(Object.fromEntries(said)) as Messages<Name>
}

function sayable(
  name: string,
  { kind, text, about: allowed = ADDRESS, warning }: Message,
): Sayable {
  const mayBeAbout = (about: string) => about.length <= LONGEST_ABOUT && allowed.test(about)
  const say = (about = ''): Said =>
    Object.freeze({
      ...{ name, kind, text: text(about), warning: warning?.(about) ?? null },
      about: mayBeAbout(about) ? about : '',
    })
  return Object.freeze(Object.assign(say, { mayBeAbout }))
}

/** As a page shows it at once. In Phoenix: what `put_flash/3` puts. */
export function flash({ kind, text, warning }: Said): Flash {
  return { [kind]: text, ...(warning !== null && { warning }) }
}

/** The message of this name about this, if it is one of those known; `null` for anything else. */
export function recall(known: readonly Messages[], name: unknown, about: unknown): Said | null {
  if (typeof name !== 'string' || typeof about !== 'string') return null
  const say = known.find((messages) => Object.hasOwn(messages, name))?.[name]
  return say?.mayBeAbout(about) ? say(about) : null
}
