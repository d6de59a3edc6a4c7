/**
 * The text of a table without some of its constraints. SQLite has no words to
 * take one away: a check, a foreign key and `not null` are in the text of
 * `create table` and nowhere else, so it is that text which changes.
 */
import type { KeyRule, TableConstraint } from '../table-constraints.ts'
import { closingOf, isWord, tokensOf, unquoted, type Token } from './ddl-tokens.ts'

/** A stretch of a text, from and up to. */
interface Stretch {
  readonly from: number
  readonly to: number
}

/**
 * Throws for a constraint that the text does not have in this form, so that
 * nothing else is ever cut out of a table.
 */
export function withoutConstraints(ddl: string, away: readonly TableConstraint[]): string {
  return away.reduce((text, constraint) => {
    const stretch = find(text, constraint)
    if (!stretch)
      throw new TypeError(
        `withoutConstraints: the text of ${constraint.table} has no ${constraint.name} that could be taken away.`,
      )
    return text.slice(0, stretch.from) + text.slice(stretch.to)
  }, ddl)
}

/**
 * The text of a table in which foreign keys say otherwise what becomes of a row
 * when the one that it points to is deleted. Throws for a key that it has not.
 */
export function withKeyRules(ddl: string, rules: readonly KeyRule[]): string {
  return rules.reduce((text, { key, table, action }) => {
    const stretch = inItems(itemsOf(text), (item) => ruleIn(item, key))
    if (!stretch)
      throw new TypeError(`withKeyRules: the text of ${table} has no foreign key ${key}.`)
    return `${text.slice(0, stretch.from)} on delete ${action}${text.slice(stretch.to)}`
  }, ddl)
}

/** `on delete …` of a key; where it says nothing, the place behind it. */
function ruleIn(item: Item, name: string): Stretch | null {
  if (!foreignKeyIn(item, name)) return null
  const { tokens, to } = item
  const at = tokens.findIndex(
    (token, index) => isWord(token, 'on') && isWord(tokens[index + 1], 'delete'),
  )
  if (at < 0) return { from: to, to }
  const isOfTwo = isWord(tokens[at + 2], 'set') || isWord(tokens[at + 2], 'no')
  const last = tokens.slice(0, at + (isOfTwo ? 4 : 3))
  return { from: endOf(tokens.slice(0, at)), to: endOf(last) }
}

function find(ddl: string, { kind, name, columns }: TableConstraint): Stretch | null {
  const items = itemsOf(ddl)
  if (kind === 'not_null') return inItems(items, (item) => notNullIn(item, columns[0] ?? ''))
  if (kind === 'check') return inItems(items, (item) => checkIn(item, name))
  if (kind === 'foreign_key') return inItems(items, (item) => foreignKeyIn(item, name))
  return null
}

/** A column or a constraint of a table, as its text lists it. */
interface Item {
  readonly tokens: readonly Token[]
  /** Where the comma before it begins, and where it ends. */
  readonly from: number
  readonly to: number
}

function inItems(items: readonly Item[], find: (item: Item) => Stretch | null): Stretch | null {
  for (const item of items) {
    const found = find(item)
    if (found) return found
  }
  return null
}

/** The first of them is a column, so that each that goes as a whole has a comma before it. */
function itemsOf(ddl: string): readonly Item[] {
  const tokens = tokensOf(ddl)
  const opening = tokens.findIndex(({ text }) => text === '(')
  const closing = opening < 0 ? null : closingOf(tokens, opening)
  if (closing === null) return []
  const items: Item[] = []
  let start = opening
  let depth = 0
  for (let index = opening + 1; index <= closing; index += 1) {
    const { text } = tokens[index]!
    if (index === closing || (text === ',' && depth === 0)) {
      const own = tokens.slice(start + 1, index)
      items.push({ tokens: own, from: tokens[start]!.start, to: endOf(own) })
      start = index
    }
    if (text === '(') depth += 1
    if (text === ')') depth -= 1
  }
  return items
}

const endOf = (tokens: readonly Token[]) => {
  const last = tokens.at(-1)
  return last ? last.start + last.text.length : 0
}

function notNullIn({ tokens }: Item, column: string): Stretch | null {
  if (unquoted(tokens[0]?.text ?? '') !== column) return null
  const at = tokens.findIndex(
    (token, index) => index > 0 && isWord(token, 'not') && isWord(tokens[index + 1], 'null'),
  )
  const before = tokens[at - 1]
  return at > 0 && before ? { from: endOf([before]), to: endOf([tokens[at + 1]!]) } : null
}

/** Of a table or of one of its columns. */
function checkIn({ tokens, from, to }: Item, name: string): Stretch | null {
  const at = tokens.findIndex((token, index) => isNamed(tokens, index, token, name, 'check'))
  if (at === 0) return { from, to }
  const closing = at < 0 ? null : closingOf(tokens, at + 3)
  return closing === null ? null : { from: endOf([tokens[at - 1]!]), to: endOf([tokens[closing]!]) }
}

function foreignKeyIn({ tokens, from, to }: Item, name: string): Stretch | null {
  const [first] = tokens
  return first && isNamed(tokens, 0, first, name, 'foreign') ? { from, to } : null
}

const isNamed = (
  tokens: readonly Token[],
  index: number,
  token: Token,
  name: string,
  kind: string,
) =>
  isWord(token, 'constraint') &&
  unquoted(tokens[index + 1]?.text ?? '') === name &&
  isWord(tokens[index + 2], kind)
