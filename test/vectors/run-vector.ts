import { describe, encodeQuery, finish, observe } from './answers.ts'
import { runOps, type Log } from './operations.ts'
import { skipReason } from './skips.ts'
import { normalize } from './values.ts'
import { isJsonObject, type Json, type JsonObject, type Vector } from './vector.ts'

export type Verdict =
  | { readonly outcome: 'passed' }
  | { readonly outcome: 'failed'; readonly differences: readonly string[] }
  | { readonly outcome: 'skipped'; readonly reason: string }

export async function runVector(vector: Vector): Promise<Verdict> {
  const differences = await compare(vector)
  if (differences.length === 0) return { outcome: 'passed' }
  const reason = skipReason(vector)
  return reason ? { outcome: 'skipped', reason } : { outcome: 'failed', differences }
}

async function compare(vector: Vector): Promise<readonly string[]> {
  const log: Log = { queries: [], prepared: [] }
  const { raises, observed, result, queries, ...expected } = vector.expect
  let at: number | 'finish' = 'finish'
  try {
    const changeset = await runOps(vector, vector.ops, log, (index) => (at = index))
    at = 'finish'
    const finished = vector.finish ? await finish(changeset, vector.finish, log) : null
    if (raises)
      return [`expected an exception at ${JSON.stringify((raises as JsonObject)['at'])}, got none`]

    const actual = describe(changeset)
    return [
      ...Object.keys(expected).flatMap((key) =>
        differences(key, normalize(expected[key] ?? null), actual[key] ?? null),
      ),
      ...(vector.observe ?? []).flatMap((question, index) => {
        const wanted = (observed as readonly JsonObject[])[index] ?? {}
        const got = answerTo(() => observe(changeset, question))
        return differences(
          `observed ${index} ${JSON.stringify(question)}`,
          wantedAnswer(wanted),
          got,
        )
      }),
      ...(result === undefined ? [] : differences('result', normalize(result), finished)),
      ...(queries === undefined
        ? []
        : differences('queries', withoutText(queries), log.queries.map(encodeQuery))),
    ]
  } catch (error) {
    if (isJsonObject(raises) && raises['at'] === at) return []
    const where = raises ? `, expected one at ${JSON.stringify((raises as JsonObject)['at'])}` : ''
    return [`exception at ${at}${where}: ${error instanceof Error ? error.stack : String(error)}`]
  }
}

const RAISED = '(an exception)'

function answerTo(ask: () => Json): Json {
  try {
    return { value: ask() }
  } catch {
    return RAISED
  }
}

const wantedAnswer = (answer: JsonObject): Json => (answer['raises'] ? RAISED : normalize(answer))

// The text of a query is Elixir's own.
const withoutText = (queries: Json): Json =>
  (queries as readonly JsonObject[]).map(({ prefix = null, repo_opts = {} }) => ({
    prefix,
    repo_opts,
  }))

/** Where two values of the same form differ, one line each. */
export function differences(path: string, expected: Json, actual: Json): readonly string[] {
  if (expected === actual) return []
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
    return expected.flatMap((item, index) =>
      differences(`${path}[${index}]`, item as Json, actual[index] as Json),
    )
  }
  if (isJsonObject(expected) && isJsonObject(actual)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)])
    return [...keys].flatMap((key) =>
      Object.hasOwn(expected, key) && Object.hasOwn(actual, key)
        ? differences(`${path}.${key}`, expected[key] as Json, actual[key] as Json)
        : [`${path}.${key}: expected ${show(expected[key])}, got ${show(actual[key])}`],
    )
  }
  return [`${path}: expected ${show(expected)}, got ${show(actual)}`]
}

const show = (value: Json | undefined) => (value === undefined ? 'nothing' : JSON.stringify(value))
