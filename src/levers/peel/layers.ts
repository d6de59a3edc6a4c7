/**
 * What can be switched off in a sandbox. Nothing of it is written down here:
 * plugs are those of the router, hooks those of the live sessions, rules and
 * filters tell their tags, constraints are those of the tables. What keeps one
 * visitor from another is none of these.
 */
import { LIVE_ROUTES } from '#app/web/live/router.ts'
import type { WholeTable } from '#repo/engine.ts'
import { inspectTables } from '#repo/inspect-tables.ts'
import { constraintsOf, type TableConstraint } from '#repo/table-constraints.ts'
import type { Sandbox, Sandboxes } from '#sandbox/sandbox.ts'
import type { Floor } from '#trace/floors.ts'
import { untraced } from '#trace/trace.ts'
import { plugsOfAll } from '#visit/plugs-of.ts'
import { rulesIn, rulesOfApp } from './rules-of-app.ts'

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
}

/** Its rows are sessions and links. No lab changes where they are kept. */
const SESSIONS = 'users_tokens'

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

const hooks = (): readonly string[] => [
  ...new Set(Object.values(LIVE_ROUTES).flatMap((route) => route.hooks)),
]

const whole = new WeakMap<Lobby, Promise<readonly WholeTable[]>>()

/** The tables as every sandbox begins, with all of their constraints. */
export function wholeTables(lobby: Lobby): Promise<readonly WholeTable[]> {
  const known = whole.get(lobby) ?? untraced(() => inspectTables(lobby.repo, { mostRows: 0 }))
  whole.set(lobby, known)
  return known.then((tables) => tables.filter(({ name }) => name !== SESSIONS))
}
