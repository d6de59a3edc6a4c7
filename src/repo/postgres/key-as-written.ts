/** SQL that writes a value as SQL has it: `7`, `'ana'`. */
export const asWritten = (value: string): string =>
  `case when pg_typeof(${value}) in ('bigint'::regtype, 'integer'::regtype, 'smallint'::regtype) ` +
  `then ${value}::text else quote_literal(${value}::text) end`

/** SQL for the key of a row as text, by which the same row is known again. */
export const keyAsWritten = (columns: readonly string[]): string =>
  columns.length === 1
    ? asWritten(columns[0]!)
    : `concat_ws(',', ${columns.map(asWritten).join(', ')})`
