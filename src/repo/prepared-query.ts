/** A query that nearly every request runs: written once, its SQL made once, its line that of its definition. */
import {
  sql,
  type Compilable,
  type CompiledQuery,
  type DialectAdapter,
  type Expression,
  type Kysely,
} from 'kysely'
import { callSite } from '#call-site'
import type { Secret } from '#lib/secret.ts'
import { rememberOrigin } from './query-trace.ts'
import type { Tables } from './tables.ts'

/** Where values stand that only a run of the query has. In Ecto: what is pinned, `^token`. */
export type Blanks<Given> = { readonly [Name in keyof Given]: Expression<Revealed<Given[Name]>> }

type Revealed<Value> = Value extends Secret<infer Inner> ? Inner : Value

class Blank {
  readonly name: PropertyKey

  constructor(name: PropertyKey) {
    this.name = name
  }
}

/**
 * Prepares a query. `write` is called once for each kind of database, with a
 * blank in place of each value; what it returns asks with the values of a run.
 * The trace names the line that prepared it: nobody has to look who asks. Ecto
 * does so for every query, by what it is made of.
 *
 * @example
 * const rolesOf = preparedQuery((db, { id }: Blanks<{ id: number }>) =>
 *   db.selectFrom('user_roles').select('role').where('user_id', '=', id),
 * )
 * await rolesOf(repo, { id: ana.id })
 * // => [{ role: 'admin' }]
 */
export function preparedQuery<Given extends object, Row>(
  write: (db: Kysely<Tables>, given: Blanks<Given>) => Compilable<Row>,
): (repo: { readonly db: Kysely<Tables> }, given: Given) => Promise<readonly Row[]> {
  const source = callSite()
  // Kysely has one adapter for all connections to a kind of database.
  const compiled = new Map<unknown, CompiledQuery<Row>>()

  const compile = (db: Kysely<Tables>, kind: DialectAdapter['constructor']) => {
    const query = write(db, blanks).compile()
    rememberOrigin(query, source)
    compiled.set(kind, query)
    return query
  }

  return async ({ db }, given) => {
    const kind = db.getExecutor().adapter.constructor
    const query = compiled.get(kind) ?? compile(db, kind)
    const parameters = query.parameters.map((value) =>
      value instanceof Blank ? given[value.name as keyof Given] : value,
    )
    const { rows } = await db.executeQuery<Row>({ ...query, parameters })
    return rows
  }
}

const blanks = new Proxy({} as never, {
  get: (_none, name) => sql`${new Blank(name)}`,
})
