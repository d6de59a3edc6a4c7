/** What an act sent to the database, and what refused it there: read from its trace, and measured nowhere else. */
import type { TraceStep } from '#trace/trace-step.ts'

export interface Sent {
  /** Every statement that names a table, in order: `select users`, `insert scores`. */
  readonly queries: readonly string[]
  /** Those of them that write. */
  readonly writes: readonly string[]
  /** What updates put a value into, `updated_at` aside, each once and in the order of their names. */
  readonly sets: readonly string[]
  /** The constraint that refused, declared or not: `users_email_index`. */
  readonly refusedBy: string | null
}

const WRITES = /^(?:insert|update|delete|replace) /

export function sentIn(steps: readonly TraceStep[]): Sent {
  const statements = steps.flatMap(({ layer, tag, data }) => {
    const [, verb, table] = tag.split('.')
    return layer === 'sql' && table !== undefined
      ? [{ name: `${verb} ${table}`, sql: textOf(data['sql']) }]
      : []
  })
  const queries = statements.map(({ name }) => name)
  const refused = steps.findLast(
    ({ layer, outcome }) => layer === 'constraint' && outcome === 'error',
  )
  return {
    queries,
    writes: queries.filter((name) => WRITES.test(name)),
    sets: [...new Set(statements.flatMap(({ sql }) => columnsSet(sql)))].toSorted(),
    refusedBy: refused?.name ?? null,
  }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

/** As Kysely writes an update: `update "users" set "email" = ?, "updated_at" = ? where …` */
function columnsSet(sql: string): readonly string[] {
  const list = /^update "\w+" set (?<list>.*?)(?: where |$)/.exec(sql)?.groups?.['list'] ?? ''
  return [...list.matchAll(/"(?<column>\w+)" = /g)]
    .map(({ groups }) => groups?.['column'] ?? '')
    .filter((column) => column !== 'updated_at')
}
