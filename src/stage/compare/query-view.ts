/** The query of one row, of all runs: where its words differ, what it was given and what it gave. */
import { align } from '#trace/align.ts'
import { rowsGiven } from '#trace/rows-given.ts'
import { sqlDiff, sqlWords, type Word } from '#trace/sql-diff.ts'
import { strangersIn } from '#trace/strangers.ts'
import type { Json, TraceStep } from '#trace/trace-step.ts'

/** A word of a statement, and what becomes of it. */
export interface Token {
  readonly text: string
  /** `gone`: the other one has it, and this one forgot it. */
  readonly as: 'same' | 'differs' | 'gone'
}

export interface QuerySide {
  readonly parameters: readonly {
    readonly name: string
    readonly value: string
    readonly differs: boolean
  }[]
  /** `1 row`, `no rows`. */
  readonly gave: string
  /** The rows by name, where it is known: `scores 1`. */
  readonly keys: string
  /** Whose they are, of rows that are not the asker’s. */
  readonly owner: string | null
}

export interface QueryView {
  /** One statement where all said the same, or where one forgot what the other says; else one for each, empty for who asked nothing. */
  readonly statements: readonly (readonly Token[])[]
  readonly sides: readonly (QuerySide | null)[]
}

type Side = { readonly step: TraceStep } | null

/** `forgot` is that of two sides that does not ask whose the row is, where the other one does. */
export function queryView(sides: readonly Side[], forgot: number | null = null): QueryView {
  return {
    statements: statementsOf(sides, forgot),
    sides: sides.map((side) =>
      sideOf(side, sides.find((other) => other && other !== side) ?? null),
    ),
  }
}

const textOf = (side: Side): string | null => {
  const sql = side?.step.data['sql']
  return typeof sql === 'string' ? sql : null
}

function statementsOf(sides: readonly Side[], forgot: number | null): QueryView['statements'] {
  const texts = sides.map(textOf)
  const different = [...new Set(texts.filter((text) => text !== null))]
  const [text = '', beside] = different
  if (beside === undefined) return [numberedFrom(sqlWords(text).map((word) => token(word, 'same')))]
  const careful = sides.find((_side, index) => index !== forgot) ?? null
  const careless = forgot === null ? null : textOf(sides[forgot] ?? null)
  if (careless !== null)
    return [struck(careless, textOf(careful) ?? '', parametersOf(careful?.step))]
  const tokens = (words: readonly Word[]) =>
    numberedFrom(words.map(({ text, differs }) => token(text, differs ? 'differs' : 'same')))
  return texts.map((own) => {
    if (own === null) return []
    return tokens(own === text ? sqlDiff(text, beside)[0] : sqlDiff(text, own)[1])
  })
}

const token = (text: string, as: Token['as']): Token => ({ text, as })

/** The careless statement with the words of the careful one that it forgot, and what they would have asked for. */
function struck(careless: string, careful: string, parameters: readonly Json[]): readonly Token[] {
  let asked = 0
  const pairs = align(sqlWords(careless), sqlWords(careful), (word) => word)
  const tokens = pairs.map(([own, missing]) => {
    const value = missing === '?' ? parameters[asked++] : undefined
    if (own !== null) return token(own, missing === null ? 'differs' : 'same')
    return token(value === undefined ? missing! : print(value), 'gone')
  })
  return numberedFrom(tokens)
}

/** With a number for each of its own parameters. */
function numberedFrom(tokens: readonly Token[]): readonly Token[] {
  let next = 0
  return tokens.map((each) =>
    each.text === '?' && each.as !== 'gone' ? token(`?${(next += 1)}`, each.as) : each,
  )
}

const print = (value: Json) => (typeof value === 'string' ? `'${value}'` : JSON.stringify(value))

function sideOf(side: Side, other: Side): QuerySide | null {
  if (!side) return null
  const { step } = side
  const beside = parametersOf(other?.step)
  // Parameters of other words are no two of one thing.
  const isBeside = other !== null && textOf(side) === textOf(other)
  return {
    parameters: parametersOf(step).map((value, index) => ({
      name: `?${index + 1}`,
      value: print(value),
      differs: isBeside && JSON.stringify(value) !== JSON.stringify(beside[index]),
    })),
    gave: rowsGiven(step).count ?? step.detail,
    ...rowsOf(step),
  }
}

const parametersOf = (step: TraceStep | undefined): readonly Json[] => {
  const parameters = step?.data['parameters']
  return Array.isArray(parameters) ? (parameters as readonly Json[]) : []
}

/** Rows in the wrong hands are told with whose they are. */
function rowsOf(step: TraceStep): Pick<QuerySide, 'keys' | 'owner'> {
  const { keys, table } = rowsGiven(step)
  const strangers = strangersIn(step)
  const [stranger] = strangers
  if (!stranger) return { keys, owner: null }
  return { keys: `${table} ${strangers.map(({ key }) => key).join(', ')}`, owner: stranger.owner }
}
