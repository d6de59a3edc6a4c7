/**
 * What can be switched off in a sandbox. Nothing of it is written down here:
 * plugs are those of the router, hooks those of the live sessions, rules and
 * filters tell their tags, constraints are those of the tables. What keeps one
 * visitor from another is none of these.
 */
import { LIVE_ROUTES } from '#app/web/live/router.ts'
import {
  constraintsOf,
  KEY_ACTIONS,
  type KeyAction,
  type KeyRule,
  type TableConstraint,
} from '#repo/table-constraints.ts'
import { GUARDS_FIRST } from '#trace/guards-first.ts'
import type { Sandbox, Sandboxes } from '#sandbox/sandbox.ts'
import type { Floor } from '#trace/floors.ts'
import { plugsOfAll } from '#visit/plugs-of.ts'
import { rulesIn, rulesOfApp } from './rules-of-app.ts'
import { wholeTables } from './whole-tables.ts'

type Lobby = Sandboxes['lobby']

export interface Layer {
  /** By which the watch, traces and forms know it. */
  readonly tag: string
  /** What one can look up: `validateFormat`, `users_email_index`. */
  readonly name: string
  readonly floor: Floor
  /** What it looks at: `email`. */
  readonly fields: readonly string[]
  /** Of a table, for what is switched in the schema; `null` for what the watch leaves out. */
  readonly constraint: TableConstraint | null
  /** What a foreign key has in place of its own rule while this is off. */
  readonly rule?: KeyRule
}

/** Every layer that there is for this sandbox, from the roof down. */
export async function layersOf(
  lobby: Lobby,
  sandbox: Pick<Sandbox, 'traces'> | null,
): Promise<readonly Layer[]> {
  const ofApp = await rulesOfApp(lobby)
  // Functions of a lesson have rules of their own, which are known once they have run.
  const ran = rulesIn((sandbox?.traces.list() ?? []).flatMap(({ steps }) => steps))
  const rules = [...new Map([...ofApp, ...ran].map((rule) => [rule.tag, rule])).values()]
  const tables = await wholeTables(lobby)
  return [
    ...plugsOfAll().map((name) => ofPlug(name)),
    ...hooks().map((name) => ofHook(name)),
    ...rules.filter(({ tag }) => tag.startsWith('scope.')).map((rule) => ofRule(rule, 'context')),
    ...rules
      .filter(({ tag }) => !tag.startsWith('scope.'))
      .map((rule) => ofRule(rule, 'changeset')),
    ...tables.flatMap((table) => constraintsOf(table.name, table).map(ofConstraint)),
  ]
}

const ofPlug = (name: string): Layer => ({
  ...{ tag: `plug.${name}`, name, fields: [], constraint: null },
  floor: name.startsWith('fetch') ? 'pipeline' : 'guards',
})

const ofHook = (name: string): Layer => ({
  ...{ tag: `live.onMount.${name}`, name, fields: [], constraint: null },
  floor: 'guards',
})

const ofRule = (rule: Pick<Layer, 'tag' | 'name' | 'fields'>, floor: Floor): Layer => ({
  ...{ ...rule, floor, constraint: null },
})

const ofConstraint = (constraint: TableConstraint): Layer => ({
  ...{ tag: `constraint.${constraint.name}`, name: constraint.name, floor: 'constraint' },
  ...{ fields: constraint.columns, constraint },
})

/** The rule of a foreign key that is not its own, by its tag. */
export const tagOfRule = (key: string, action: KeyAction): string =>
  `rule.${key}.${action.replace(' ', '_')}`

/**
 * What is not left out but done otherwise: another rule of a foreign key, and
 * the guards of a route before the plugs that look things up.
 */
export async function otherwiseOf(lobby: Lobby): Promise<readonly Layer[]> {
  const tables = await wholeTables(lobby)
  const keys = tables.flatMap(({ name: table, foreignKeys }) =>
    foreignKeys.map((key) => ({ ...key, table })),
  )
  return [
    { ...ORDER, fields: [], constraint: null },
    ...keys.flatMap(({ name: key, table, columns, onDelete }) =>
      KEY_ACTIONS.filter((action) => action !== onDelete).map((action): Layer => ({
        ...{ tag: tagOfRule(key, action), name: `${key}: on delete ${onDelete}` },
        ...{ floor: 'constraint', fields: columns, constraint: null },
        rule: { key, table, action },
      })),
    ),
  ]
}

const ORDER = { tag: GUARDS_FIRST, name: 'the order of plugs', floor: 'guards' } as const

const hooks = (): readonly string[] => [
  ...new Set(Object.values(LIVE_ROUTES).flatMap((route) => route.hooks)),
]
