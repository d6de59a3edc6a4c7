/** What can be raced: two requests that want the same, and the queries of each that have a gate. */

import type { RaceName } from '#course/steps/race.ts'

/** A query that waits for its turn. */
export interface RaceGate {
  /** What it does, as a card says it: `asks`, `writes`. */
  readonly does: string
  /** By which the repo knows it. */
  readonly tag: string
}

/** What stands in the way of two that want the same, and can be switched off. */
export interface RaceGuard {
  readonly tag: string
  readonly name: string
}

export interface RaceKind {
  readonly name: RaceName
  /** `Two registrations` */
  readonly title: string
  /** What both want, in a sentence. */
  readonly about: string
  readonly gates: readonly RaceGate[]
  readonly guards: readonly RaceGuard[]
}

export const KINDS: readonly RaceKind[] = [
  {
    name: 'registrations',
    title: 'Two registrations',
    about: 'Ana presses the button on her laptop and on her phone: one address, two requests.',
    gates: [
      { does: 'asks', tag: 'sql.select.users' },
      { does: 'writes', tag: 'sql.insert.users' },
    ],
    guards: [
      { tag: 'changeset.email.unsafe_unique', name: 'asking first' },
      { tag: 'constraint.users_email_index', name: 'the unique index' },
      { tag: 'changeset.email.unique_constraint', name: 'words for the index' },
    ],
  },
  {
    name: 'links',
    title: 'Two uses of one link',
    about: 'One magic link, opened on two devices: each request is one transaction.',
    gates: [{ does: 'uses it', tag: 'sql.begin' }],
    guards: [],
  },
  {
    name: 'scores',
    title: 'Two changes of one score',
    about: 'Ana changes one score on two devices: each reads the row, then writes it.',
    gates: [
      { does: 'reads', tag: 'sql.select.scores' },
      { does: 'writes', tag: 'sql.update.scores' },
    ],
    guards: [],
  },
]

/** The kind of this name, or `null`. */
export const kindOf = (name: string): RaceKind | null =>
  KINDS.find((kind) => kind.name === name) ?? null
