/** What a changeset looks like to the vectors, and what it answers. */
import { applyAction, applyActionOrThrow, applyChanges } from '#changeset/apply.ts'
import type { Changeset, FieldError, Validation } from '#changeset/changeset.ts'
import {
  fetchChange,
  fetchChangeOrThrow,
  fetchField,
  fetchFieldOrThrow,
  getChange,
  getField,
  isChanged,
  isFieldMissing,
} from '#changeset/fields.ts'
import { inspect } from '#changeset/inspect.ts'
import { findField, type Field } from '#changeset/schema.ts'
import { traverseErrors, traverseValidations } from '#changeset/traverse-errors.ts'
import type { FieldType } from '#changeset/types.ts'
import type { UniqueQuery } from '#changeset/unsafe-validate-unique.ts'
import type { Result } from '#lib/result.ts'
import type { Violation } from '#repo/constraints-to-errors.ts'
import type { Statement } from '#repo/engine.ts'
import {
  deleteWith,
  insertWith,
  updateWith,
  type Answer,
  type RepoAdapter,
} from '#repo/operations.ts'
import type { AnyRow } from './bases.ts'
import { camelCase, type Log } from './operations.ts'
import { decode, encode, encodeType, mapObject } from './values.ts'
import { isJsonObject, type Json, type JsonObject } from './vector.ts'

type AnyChangeset = Changeset<AnyRow>

/** Everything `expect` may ask of the changeset. */
export function describe(changeset: AnyChangeset): JsonObject {
  return {
    ...outcome(changeset),
    required: changeset.required,
    params: changeset.params === null ? null : encode(changeset.params),
    validations: changeset.validations.map(encodeValidation),
    constraints: changeset.constraints.map(
      ({ type, constraint, match, field, errorMessage, errorType }) => ({
        type,
        constraint: encode(constraint),
        match,
        field,
        error_message: errorMessage,
        error_type: errorType,
      }),
    ),
    filters: encodeRow(changeset, changeset.filters),
    empty_values: encode(changeset.emptyValues),
    inspect: inspect(changeset),
  }
}

function outcome(changeset: AnyChangeset): JsonObject {
  return {
    valid: changeset.valid,
    action: changeset.action,
    changes: encodeRow(changeset, changeset.changes),
    errors: changeset.errors.map(encodeError),
    rendered: traverseErrors(changeset),
  }
}

const typeOf = ({ schema }: AnyChangeset, name: string): FieldType | undefined =>
  findField(schema, name)?.type

function encodeRow(changeset: AnyChangeset, values: object): JsonObject {
  return mapObject(values, (value, name) => encode(value, typeOf(changeset, name)))
}

const encodeError = ({ field, message, opts }: FieldError): JsonObject => ({
  field,
  message,
  opts: encodeOpts(opts),
})

const encodeOpts = (opts: object): JsonObject =>
  mapObject(opts, (value, key) => (key === 'type' ? encodeType(value as FieldType) : encode(value)))

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const OPTION_KINDS = ['length', 'number', 'confirmation', 'acceptance', 'unsafe_unique']

function encodeValidation({ field, kind, arg }: Validation): Json {
  if (kind === null) return [field, encode(arg)]
  return [field, kind, OPTION_KINDS.includes(kind) ? encodeArg(arg as object) : encode(arg)]
}

function encodeArg(options: object): Json {
  return Object.fromEntries(
    Object.entries(options).map(([key, value]) => [
      snakeCase(key),
      key === 'message' && typeof value === 'object' ? { $msg: encode(value) } : encode(value),
    ]),
  )
}

export function observe(changeset: AnyChangeset, [question, first, second]: readonly Json[]): Json {
  const field = decode(first) as string
  const type = typeOf(changeset, field)
  const given = decode(second, type)
  switch (question) {
    case 'get_change':
      return encode(getChange(changeset, field, given), type)
    case 'get_field':
      return encode(getField(changeset, field, given), type)
    case 'fetch_change': {
      const found = fetchChange(changeset, field)
      return found ? { $tuple: ['ok', encode(found.value, type)] } : 'error'
    }
    case 'fetch_change!':
      return encode(fetchChangeOrThrow(changeset, field), type)
    case 'fetch_field': {
      const found = fetchField(changeset, field)
      return found ? { $tuple: [found.from, encode(found.value, type)] } : 'error'
    }
    case 'fetch_field!':
      return encode(fetchFieldOrThrow(changeset, field), type)
    case 'changed?': {
      const options = mapObject((second ?? {}) as JsonObject, (value: Json) => decode(value, type))
      return isChanged(changeset, field, options)
    }
    case 'field_missing?':
      return isFieldMissing(changeset, field)
    case 'traverse_errors':
      return traverseErrors(changeset, (message, opts) => ({ message, opts: encodeOpts(opts) }))
    case 'traverse_validations':
      return traverseValidations(changeset, (kind, arg, name) => {
        const [, ...rest] = encodeValidation({ field: name, kind, arg }) as readonly Json[]
        return rest
      })
  }
  throw new Error(`no question ${JSON.stringify(question)}`)
}

export async function finish(
  changeset: AnyChangeset,
  [name, first, second, third]: readonly Json[],
  log: Log,
): Promise<JsonObject> {
  const action = decode(first) as string
  if (name === 'apply_changes') return { ok: encodeRow(changeset, applyChanges(changeset)) }
  if (name === 'apply_action') return encodeResult(changeset, applyAction(changeset, action))
  if (name === 'apply_action!') {
    return { ok: encodeRow(changeset, applyActionOrThrow(changeset, action)) }
  }

  const statements: Statement[] = []
  const adapter: RepoAdapter = {
    execute: (statement) => {
      statements.push(statement)
      return answer(statement, second ?? 'ok')
    },
  }
  const run = { insert: insertWith, update: updateWith, delete: deleteWith }[action as 'insert']
  const options = mapOptions((third ?? {}) as JsonObject)
  const result = await run(adapter, changeset, options)
  const call = encodeStatement(changeset)
  return {
    ...encodeResult(changeset, result),
    adapter_calls: statements.map(call),
    ...(log.prepared.length > 0 ? { prepared: log.prepared } : {}),
  }
}

const mapOptions = (options: JsonObject) =>
  Object.fromEntries(Object.entries(options).map(([key, value]) => [camelCase(key), value]))

function answer({ operation, changes }: Statement, outcomeJson: Json): Answer {
  if (outcomeJson === 'stale') return { outcome: 'stale' }
  if (isJsonObject(outcomeJson)) {
    const named = outcomeJson['invalid'] as readonly (readonly [Violation['type'], string])[]
    return { outcome: 'invalid', violations: named.map(([type, name]) => ({ type, name })) }
  }
  const inserted = operation === 'insert' && !('id' in changes)
  return inserted ? { outcome: 'ok', row: { id: 1 } } : { outcome: 'ok' }
}

function encodeStatement(changeset: AnyChangeset) {
  const fields = Object.values<Field>(changeset.schema.fields)
  const byColumn = (values: object) =>
    mapObject(values, (value, column) =>
      encode(value, fields.find(({ source }) => source === column)?.type),
    )
  return ({ operation, source, changes, filters }: Statement): JsonObject => ({
    op: operation,
    source,
    changes: byColumn(changes),
    filters: byColumn(filters),
  })
}

function encodeResult(changeset: AnyChangeset, result: Result<AnyRow, AnyChangeset>): JsonObject {
  return result.ok ? { ok: encodeRow(changeset, result.value) } : { error: outcome(result.error) }
}

export const encodeQuery = ({ prefix, options }: UniqueQuery): JsonObject => ({
  prefix,
  repo_opts: encode(options),
})
