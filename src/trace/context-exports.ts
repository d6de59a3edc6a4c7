/** The functions of the contexts, for whoever meets them by name: the registry of a prompt. */
import type { Source } from '#trace/trace-step.ts'
import { docsOf } from './context-sources.ts'
import { listedContexts } from './context.ts'
import type { FunctionDocs } from './function-docs.ts'

/** One function of a context, and what its source says of it. */
export interface ContextFunction extends Omit<FunctionDocs, 'line'> {
  readonly source: Source
  /** The kind of scope that it takes first: `UserScope`; `null` for one that takes none. */
  readonly takes: string | null
  /** How many arguments it takes besides the scope. */
  readonly arity: Arity
  /** Its names in Elixir, one for each number of arguments: `sudo_mode?/1`, `sudo_mode?/2`. */
  readonly elixir: readonly string[]
  /** Whether a call of it is a step of the trace. */
  readonly isTraced: boolean
}

export interface Arity {
  readonly least: number
  readonly most: number
}

/** The contexts of the app, in the order in which they were loaded. */
export const listContexts = (): readonly string[] =>
  [...listedContexts().keys()].filter((name) => exportsOf(name).length > 0)

/**
 * The functions of a context, as their source tells of them. What a lesson
 * lists by way of example is not among them. In IEx: `exports Accounts`, and
 * `h` of each.
 */
export function exportsOf(context: string): readonly ContextFunction[] {
  return [...(listedContexts().get(context) ?? [])].flatMap(([name, { file, isTraced }]) => {
    const docs = file?.startsWith('src/') ? docsOf(file, name) : null
    return docs && file ? [describe(docs, file, isTraced)] : []
  })
}

function describe(
  { line, ...docs }: FunctionDocs,
  file: string,
  isTraced: boolean,
): ContextFunction {
  const [first] = docs.parameters
  const takes = first && /^\w*Scope$/.test(first.type) ? first.type : null
  const others = docs.parameters.slice(takes === null ? 0 : 1)
  const least = others.filter(({ optional }) => !optional).length
  const arity = { least, most: others.length }
  const elixir = elixirNames(docs.phoenix, arity)
  return Object.freeze({ ...docs, source: { file, line }, takes, arity, elixir, isTraced })
}

/** Phoenix passes what a scope holds here, a user for one. What may be left out here may be left out there. */
function elixirNames(phoenix: string | null, { least, most }: Arity): readonly string[] {
  if (phoenix === null) return []
  const { name, arity } = /^(?<name>.+)\/(?<arity>\d+)$/.exec(phoenix)?.groups ?? {}
  if (name === undefined) return [phoenix]
  const full = Number(arity)
  const fewest = Math.min(full, least + Math.max(0, full - most))
  return Array.from({ length: full - fewest + 1 }, (_, n) => `${name}/${fewest + n}`)
}
