/**
 * Records each query as a step of the trace: its text, what it was given, how
 * many rows there were, and the line of the source that asked for it.
 */
import type { CompiledQuery, KyselyPlugin, QueryId, QueryResult } from 'kysely'
import { numbered } from '#lib/counted.ts'
import type { Source } from '#trace/trace-step.ts'
import { Refusal } from '#lib/refusal.ts'
import type { Stranger } from '#trace/asking.ts'
import { callSite } from '#call-site'
import type { StepReport } from '#trace/recorder.ts'
import { tableIn } from '#trace/rows-given.ts'
import { record, span, tracing } from '#trace/trace.ts'
import { MIGRATIONS_LOCK } from './migration-tables.ts'
import { keysGiven } from './rows-read.ts'
import { sqlTag } from './sql-tag.ts'

const origins = new WeakMap<QueryId, Source>()

/** Says which line asked for a query, where that is not the line that runs it. */
export function rememberOrigin({ queryId }: { queryId: QueryId }, source: Source | null): void {
  if (source) origins.set(queryId, source)
}

/** The line that is asking now, if anybody watches. */
export function originNow(): Source | null {
  return tracing() ? callSite() : null
}

// Kysely's own functions stand between, and a method of the repo with what it goes by.
const FRAMES_OF_A_QUERY = 11

/** Kysely transforms a query while its `execute()` is being called, so the asking line is still on the stack. */
export const originPlugin: KyselyPlugin = {
  transformQuery({ node, queryId }) {
    if (tracing()) rememberOrigin({ queryId }, callSite({ within: FRAMES_OF_A_QUERY }))
    return node
  },
  // eslint-disable-next-line @typescript-eslint/require-await -- Kysely asks for a promise.
  async transformResult({ result }) {
    return result
  },
}

// Kysely's migrator looks for the row of its lock, whether there is anything to run or not.
const BOOKKEEPING = `from "${MIGRATIONS_LOCK}"`

/** Runs a query as one step of the trace. When nobody watches, it only runs. */
export async function traced<Row>(
  query: CompiledQuery,
  run: () => Promise<QueryResult<Row>>,
  strangersIn: (result: QueryResult<Row>) => Promise<readonly Stranger[]>,
): Promise<QueryResult<Row>> {
  if (!tracing() || query.sql.includes(BOOKKEEPING)) return run()
  const tag = sqlTag(query.sql)
  const outcome = await span<Outcome<Row>>(
    reportOf(query, tag),
    () => attempt(run, strangersIn),
    (done) => ('error' in done ? failed(done.error) : succeeded(query, tag, done)),
  )
  if ('error' in outcome) throw outcome.error
  return outcome.result
}

/** Hands on what a query streams; the step is recorded when the last row was read, or no more are wanted. */
export async function* tracedRows<Row>(
  query: CompiledQuery,
  results: AsyncIterable<QueryResult<Row>>,
): AsyncIterableIterator<QueryResult<Row>> {
  const startedAt = performance.now()
  let count = 0
  let failure: Partial<StepReport> = {}
  try {
    for await (const result of results) {
      count += result.rows.length
      yield result
    }
  } catch (error) {
    failure = failed(error)
    throw error
  } finally {
    const { sql, parameters } = query
    const data = { sql, parameters, rows: count, milliseconds: since(startedAt) }
    record({ ...reportOf(query), detail: inWords(sql, count), data, ...failure })
  }
}

type Outcome<Row> = Done<Row> | { readonly error: unknown }

interface Done<Row> {
  readonly result: QueryResult<Row>
  /** How long the query itself took. */
  readonly milliseconds: number
  readonly strangers: readonly Stranger[]
}

// The error travels as a value, so that the step can say what the database said.
async function attempt<Row>(
  run: () => Promise<QueryResult<Row>>,
  strangersIn: (result: QueryResult<Row>) => Promise<readonly Stranger[]>,
): Promise<Outcome<Row>> {
  const startedAt = performance.now()
  try {
    const result = await run()
    const milliseconds = since(startedAt)
    return { result, milliseconds, strangers: await strangersIn(result) }
  } catch (error) {
    return { error }
  }
}

const since = (startedAt: number) => Math.round((performance.now() - startedAt) * 1000) / 1000

function reportOf({ sql, parameters, queryId }: CompiledQuery, tag = sqlTag(sql)): StepReport {
  return {
    layer: 'sql',
    name: sql,
    tag,
    source: origins.get(queryId) ?? null,
    data: { sql, parameters },
  }
}

function countOf<Row>({ rows, numAffectedRows }: QueryResult<Row>): number {
  return numAffectedRows === undefined ? rows.length : Number(numAffectedRows)
}

function succeeded<Row>(
  query: CompiledQuery,
  tag: string,
  { result, milliseconds, strangers }: Done<Row>,
): Partial<StepReport> {
  const { sql, parameters } = query
  const rows = countOf(result)
  const table = tableIn(tag)
  const keys = table === null ? [] : keysGiven(query, result.rows, table)
  const more = { ...(keys.length > 0 && { keys }), ...(strangers.length > 0 && { strangers }) }
  return { detail: inWords(sql, rows), data: { sql, parameters, rows, milliseconds, ...more } }
}

function failed(error: unknown): Partial<StepReport> {
  // A limit of the house, which says so itself. The database would have done it.
  if (error instanceof Refusal) return { outcome: 'skip', detail: 'no room: nothing was written' }
  return { outcome: 'error', detail: error instanceof Error ? error.message : 'thrown' }
}

const READS = /^\s*(?:select|with|values|pragma|explain)\b/i
const WRITES = /^\s*(?:insert|update|delete|replace)\b/i

export const isWrite = (sql: string): boolean => WRITES.test(sql)

function inWords(sql: string, count: number): string {
  const rows = count === 0 ? 'no rows' : numbered(count, 'row')
  if (READS.test(sql)) return rows
  if (!isWrite(sql)) return ''
  return /^\s*delete\b/i.test(sql) ? `${rows} deleted` : `${rows} written`
}
