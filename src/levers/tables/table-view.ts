/**
 * Makes a table ready to be shown: every value in few words, secrets as what
 * they stand for, times as the sandbox's clock sees them, and a mark on what
 * the last request changed.
 */
import { meaningOfToken, type TokenMeaning } from '#app/accounts/token-meaning.ts'
import { rowChangesInWords } from '#trace/change-words.ts'
import { NO_CHANGES, type DatabaseChanges, type RowChange } from '#trace/database-change.ts'
import { seenFrom } from '#levers/moment.ts'
import type { CellView, ColumnView, RowView, RuleView, TableView } from './view.ts'
import type { Json } from '#trace/trace-step.ts'
import type { Cell, InspectedRow, InspectedTable } from '#sandbox/tables.ts'

interface Seen {
  /** Milliseconds since 1970, UTC, by the sandbox's clock. */
  readonly now: number
  readonly changes: DatabaseChanges | null
}

export function tableView(table: InspectedTable, { now, changes }: Seen): TableView {
  const { rows, schema } = changes ?? NO_CHANGES
  const changedRows = rows.filter((row) => row.table === table.name)
  const isNew = (name: string) => schema.some((one) => one.name === name && one.kind === 'created')
  return {
    name: table.name,
    href: `/sandbox/tables/${table.name}`,
    rowCount: table.rowCount,
    columns: table.columns.map(columnView),
    rows: table.rows.map((row) => rowView(table, row, now, changedRows)),
    changed: rowChangesInWords(changedRows),
    rules: rulesOf(table).map((rule) => ({ ...rule, isNew: isNew(rule.name) })),
    ddl: table.ddl,
  }
}

/** The same for programs: a value as it is, or the words that stand for it. */
export function tableFacts(table: InspectedTable, view: TableView): Json {
  return {
    name: table.name,
    row_count: table.rowCount,
    columns: table.columns.map(({ name, type, notNull, defaultValue, primaryKey }) => ({
      ...{ name, type, not_null: notNull, default: defaultValue, primary_key: primaryKey > 0 },
    })),
    indexes: table.indexes.map(({ name, unique, columns, ignoresCase }) => ({
      ...{ name, unique, columns, ignores_case: ignoresCase },
    })),
    foreign_keys: table.foreignKeys.map(({ name, columns, table: parent, to, onDelete }) => ({
      ...{ name, columns, table: parent, to, on_delete: onDelete },
    })),
    checks: table.checks.map(({ name, expression }) => ({ name, expression })),
    rows: table.rows.map(({ cells }, index) => rowFacts(cells, view.rows[index]!)),
    changed: view.changed,
  }
}

function rowFacts(values: InspectedRow['cells'], { mark, cells }: RowView): Json {
  const changed = cells.filter((cell) => cell.changed)
  const explained = cells.filter(({ words }) => words.length > 0)
  return {
    mark,
    changed: changed.map(({ column }) => column),
    values: Object.fromEntries(
      Object.entries(values).map(([column, cell]) => [column, plainValue(cell)]),
    ),
    words: Object.fromEntries(explained.map(({ column, words }) => [column, words.join('; ')])),
  }
}

function plainValue(cell: Cell): Json {
  if (cell.kind === 'null') return null
  return cell.kind === 'number' || cell.kind === 'text' ? cell.value : textOf(cell)
}

function columnView({
  name,
  type,
  notNull,
  defaultValue,
  primaryKey,
}: InspectedTable['columns'][number]): ColumnView {
  const rules = [
    type,
    primaryKey > 0 ? 'primary key' : notNull && 'not null',
    defaultValue !== null && `default ${defaultValue}`,
  ]
  return { name, type: rules.filter(Boolean).join(', ') }
}

function rowView(
  table: InspectedTable,
  { key, cells }: InspectedRow,
  now: number,
  changes: readonly RowChange[],
): RowView {
  const change = changes.find((one) => one.key === key && one.kind !== 'deleted')
  const token = table.name === 'users_tokens' ? tokenIn(cells) : null
  return {
    mark: change ? (change.kind === 'inserted' ? 'new' : 'changed') : null,
    cells: table.columns.map(({ name }): CellView => {
      const cell = cells[name] ?? { kind: 'null' }
      return {
        column: name,
        text: textOf(cell),
        kind: cell.kind === 'number' || cell.kind === 'text' ? cell.kind : 'stand-in',
        words: wordsFor(name, cell, now, token),
        changed: change?.columns.includes(name) ?? false,
      }
    }),
  }
}

function textOf(cell: Cell): string {
  if (cell.kind === 'null') return 'NULL'
  if (cell.kind === 'hidden') return 'not shown'
  if (cell.kind === 'bytes') return cell.start === null ? `${cell.length} bytes` : `${cell.start}…`
  return String(cell.value)
}

const TIME = /_at$/

function wordsFor(
  column: string,
  cell: Cell,
  now: number,
  token: TokenMeaning | null,
): readonly string[] {
  if (cell.kind === 'hidden') return ['there is one; its hash stays in the database']
  if (cell.kind === 'bytes' && cell.start !== null)
    return [`SHA-256 of ${token?.held ?? 'a token'}`]
  if (cell.kind !== 'number' || !TIME.test(column)) return []
  const ends = column === 'inserted_at' ? (token?.expiresAt ?? null) : null
  return [seenFrom(now, cell.value), ...(ends === null ? [] : [expiryInWords(now, ends)])]
}

const expiryInWords = (now: number, ends: number) =>
  ends > now ? `expires ${seenFrom(now, ends)}` : `expired ${seenFrom(now, ends)}`

function tokenIn(cells: InspectedRow['cells']): TokenMeaning | null {
  const [context, insertedAt] = [cells['context'], cells['inserted_at']]
  const provedAt = cells['authenticated_at']
  if (context?.kind !== 'text' || insertedAt?.kind !== 'number') return null
  return meaningOfToken({
    context: context.value,
    inserted_at: insertedAt.value,
    authenticated_at: provedAt?.kind === 'number' ? provedAt.value : null,
  })
}

type Rule = Omit<RuleView, 'isNew'>

function rulesOf({ indexes, foreignKeys, checks, name: table }: InspectedTable): readonly Rule[] {
  return [
    ...indexes.map(({ name, unique, columns, ignoresCase, ddl }): Rule => {
      const isOdd = columns.includes('an expression') || /\swhere\s/i.test(ddl ?? '')
      const words = `on ${columns.join(' and ')}${ignoresCase ? ', whatever its case' : ''}`
      return { kind: unique ? 'unique index' : 'index', name, words, sql: isOdd ? ddl : null }
    }),
    ...foreignKeys.map(({ name, columns, table: parent, to, onDelete }): Rule => {
      const points = `${columns.join(', ')} is the ${to.join(', ')} of a row in ${parent}`
      return {
        kind: 'foreign key',
        name,
        words: `${points}; ${onDeleteInWords(onDelete)}`,
        sql: null,
      }
    }),
    ...checks.map(({ name, expression }): Rule => {
      return { kind: 'check', name: name ?? `a check of ${table}`, words: '', sql: expression }
    }),
  ]
}

function onDeleteInWords(onDelete: string): string {
  if (onDelete === 'cascade') return 'when that row goes, this one goes with it'
  if (onDelete === 'set null') return 'when that row goes, this becomes NULL'
  if (onDelete === 'set default') return 'when that row goes, this becomes its default'
  return 'that row cannot go while this one points to it'
}
