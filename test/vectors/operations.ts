/** Each operation of a vector, as calls of this library. */
import { cast, invalidParams, type CastOptions, type Params } from '#changeset/cast.ts'
import {
  addError,
  change,
  deleteChange,
  forceChange,
  putChange,
  updateChange,
  type Changeset,
} from '#changeset/changeset.ts'
import {
  assocConstraint,
  checkConstraint,
  exclusionConstraint,
  foreignKeyConstraint,
  noAssocConstraint,
  uniqueConstraint,
} from '#changeset/constraints.ts'
import { looseEqual } from '#changeset/equal.ts'
import { merge } from '#changeset/merge.ts'
import { float as asFloat, integer, isFloat, isInteger } from '#changeset/number.ts'
import { optimisticLock, prepareChanges } from '#changeset/prepare.ts'
import { findField, type Base } from '#changeset/schema.ts'
import type { FieldType } from '#changeset/types.ts'
import { unsafeValidateUnique, type UniqueQuery } from '#changeset/unsafe-validate-unique.ts'
import { validateLength } from '#changeset/validate-length.ts'
import { validateNumber } from '#changeset/validate-number.ts'
import {
  validateAcceptance,
  validateChange,
  validateConfirmation,
  validateExclusion,
  validateFormat,
  validateInclusion,
  validateRequired,
  validateSubset,
  type Finding,
} from '#changeset/validations.ts'
import { baseOf, decodeData, type AnyRow } from './bases.ts'
import { decode, decodeOpts, mapObject } from './values.ts'
import { isJsonObject, type Json, type JsonObject, type Vector } from './vector.ts'

type State = Base<AnyRow> | Changeset<AnyRow>
type Op = readonly Json[]

/** What happened besides the changeset. */
export interface Log {
  readonly queries: UniqueQuery[]
  readonly prepared: string[]
}

export const camelCase = (name: string) =>
  name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

const constraints = {
  unique_constraint: uniqueConstraint<AnyRow>,
  foreign_key_constraint: foreignKeyConstraint<AnyRow>,
  check_constraint: checkConstraint<AnyRow>,
  exclusion_constraint: exclusionConstraint<AnyRow>,
  assoc_constraint: assocConstraint<AnyRow>,
  no_assoc_constraint: noAssocConstraint<AnyRow>,
} as Readonly<
  Record<string, (fields: never, options: never) => (cs: Changeset<AnyRow>) => Changeset<AnyRow>>
>

// Left out means none were sent; null is a mistake of the caller.
const paramsOf = ({ params }: Vector): Json => (params === undefined ? {} : params)

export async function runOp(
  vector: Vector,
  state: State,
  op: Op,
  log: Log,
): Promise<Changeset<AnyRow>> {
  const [name, first, second, third] = op as readonly [string, ...Json[]]
  if (name === 'cast') return castOp(state, paramsOf(vector), first, second)
  if (name === 'cast_params') return castOp(state, first ?? null, second, third)
  if (name === 'change') return changeOp(state, first)
  return changesetOp(vector, change(state), op, log)
}

async function changesetOp(
  vector: Vector,
  changeset: Changeset<AnyRow>,
  [name, first, second, third]: Op,
  log: Log,
): Promise<Changeset<AnyRow>> {
  const field = decode(first) as string
  const type = findField(changeset.schema, field)?.type
  const value = () => decode(second, type)
  const options = decodeOptions(second)
  const lastOptions = decodeOptions(third) as never

  switch (name) {
    case 'put_change':
      return putChange(changeset, field, value())
    case 'force_change':
      return forceChange(changeset, field, value())
    case 'delete_change':
      return deleteChange(changeset, field)
    case 'update_change':
      return updateChange(changeset, field, updateFunction(second, type))
    case 'validate_required':
      return validateRequired<AnyRow>(decode(first) as string[], options)(changeset)
    case 'validate_format':
      return validateFormat<AnyRow>(field, decode(second) as RegExp, lastOptions)(changeset)
    case 'validate_inclusion':
      return validateInclusion<AnyRow, string>(field, decode(second) as [], lastOptions)(changeset)
    case 'validate_exclusion':
      return validateExclusion<AnyRow, string>(field, decode(second) as [], lastOptions)(changeset)
    case 'validate_subset':
      return validateSubset<AnyRow, string>(field, decode(second) as [], lastOptions)(changeset)
    case 'validate_length':
      return validateLength<AnyRow>(field, options)(changeset)
    case 'validate_number':
      return validateNumber<AnyRow>(field, options)(changeset)
    case 'validate_confirmation':
      return validateConfirmation<AnyRow>(field, options)(changeset)
    case 'validate_acceptance':
      return validateAcceptance<AnyRow>(field, options)(changeset)
    case 'validate_change':
      return validateChange<AnyRow, string>(field, ruleFunction(second))(changeset)
    case 'validate_change_meta': {
      const metadata = { metadata: decode(second) }
      return validateChange<AnyRow, string>(field, ruleFunction(third), metadata)(changeset)
    }
    case 'add_error':
      return addError(
        changeset,
        field,
        decode(second) as string,
        decodeOpts((third ?? {}) as JsonObject),
      )
    case 'merge':
      return merge(changeset, await secondChangeset(vector, first as JsonObject, log))
    case 'unsafe_validate_unique':
      return unsafeUnique(
        changeset,
        decode(first) as string[],
        second as JsonObject,
        lastOptions,
        log,
      )
    case 'optimistic_lock':
      if (second === undefined) return optimisticLock<AnyRow, string>(field)(changeset)
      return optimisticLock<AnyRow, string>(field, updateFunction(second, type))(changeset)
    case 'prepare_changes':
      return prepareChanges<AnyRow>(prepareFunction(first as Op, log))(changeset)
    case 'set_action':
      return Object.freeze({ ...changeset, action: first as string | null })
    case 'set_empty_values':
      return Object.freeze({ ...changeset, emptyValues: decode(first) as unknown[] })
  }
  const constraint = constraints[name as string]
  if (!constraint) throw new Error(`no operation ${JSON.stringify(name)}`)
  return constraint(decode(first) as never, options as never)(changeset)
}

/** Keys in camel case, values as values; the order stays. */
function decodeOptions(json: Json | undefined): Record<string, never> {
  if (!isJsonObject(json)) return {}
  const [[tag] = ['']] = Object.entries(json)
  if (tag === '$keyword') return decodeOptions(json['$keyword'])
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [camelCase(key), decode(value) as never]),
  )
}

function castOp(state: State, params: Json, fields: Json | undefined, options: Json | undefined) {
  const marker = isJsonObject(params) && params['$atom'] === 'invalid'
  return cast(
    state,
    marker ? invalidParams : (decode(params) as Params),
    decode(fields) as string[],
    castOptions(options as JsonObject | undefined),
  )
}

function castOptions({
  empty_values,
  force_changes,
  message,
  trim_values,
}: JsonObject = {}): CastOptions {
  return {
    ...(empty_values === undefined ? {} : { emptyValues: decode(empty_values) as unknown[] }),
    ...(force_changes === undefined ? {} : { forceChanges: force_changes === true }),
    ...(message === undefined ? {} : { message: messageFunction(message) }),
    ...(trim_values === undefined ? {} : { trimValues: trimFunction(trim_values as JsonObject) }),
  }
}

function messageFunction(json: Json): NonNullable<CastOptions['message']> {
  const spec = isJsonObject(json) ? json['$message_fn'] : json
  if (spec === 'arity_1') return (_field: string) => null
  if (!isJsonObject(spec)) return spec as never
  const { by_field, by_type, constant = null } = spec as Record<string, JsonObject & string>
  return (field, opts) => {
    if (by_field) return (by_field[field] ?? null) as string | null
    return by_type ? ((by_type[String(opts['type'])] ?? null) as string | null) : constant
  }
}

function trimFunction({ $trim_fn: spec }: JsonObject): NonNullable<CastOptions['trimValues']> {
  if (!isJsonObject(spec)) return (_type, value) => value
  const target = decode(spec['equals'])
  return (_type, value) => (looseEqual(value, target) ? '' : value)
}

function changeOp(state: State, changes: Json | undefined): Changeset<AnyRow> {
  if (changes === undefined) return change(state)
  if (!isJsonObject(changes) || changes['$map']) return change(state, decode(changes) as AnyRow)
  const given = (changes['$keyword'] ?? changes['$atom_keys'] ?? changes) as JsonObject
  return change(
    state,
    decodeData(given, (name) => findField(state.schema, name)?.type),
  )
}

function updateFunction(json: Json | undefined, type: FieldType | undefined) {
  const [name, argument] = json as [string, Json?]
  const given = decode(argument, type)
  return (value: unknown): unknown => {
    if (name === 'constant') return given
    if (name === 'or_default') return value === null || value === false ? given : value
    if (name === 'identity') return value
    if (name === 'increment') return sum(value ?? (type === 'float' ? 0n : 0), given)
    if (name === 'append') return textOf(value ?? '') + String(given)
    return name === 'downcase' ? textOf(value).toLowerCase() : textOf(value).trim()

    function sum(a: unknown, b: unknown): unknown {
      if (!isInteger(a) || !isInteger(b)) {
        const float = Number(numberOf(a)) + Number(numberOf(b))
        return type === 'float' ? float : asFloat(float)
      }
      const total = BigInt(a) + BigInt(b)
      return type === 'float' ? total : integer(total)
    }
  }
}

function numberOf(value: unknown): unknown {
  if (isInteger(value) || isFloat(value)) return value
  throw new TypeError(`cannot add to ${typeof value}`)
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  throw new TypeError(`expected text, got ${typeof value}`)
}

function ruleFunction(json: Json | undefined) {
  const { errors, when_equal } = json as { errors: JsonObject[]; when_equal?: Json } & JsonObject
  const found = (errors as readonly JsonObject[]).map(
    ({ field, message, opts }) =>
      ({ field, message, ...(opts ? { opts: decodeOpts(opts as JsonObject) } : {}) }) as Finding,
  )
  return (_field: string, value: unknown): readonly Finding[] =>
    when_equal === undefined || looseEqual(value, decode(when_equal)) ? found : []
}

function prepareFunction([name, first, second]: Op, log: Log) {
  const field = first as string
  return (changeset: Changeset<AnyRow>): Changeset<AnyRow> => {
    log.prepared.push(field)
    if (name === 'add_error') return addError(changeset, field, second as string)
    return putChange(changeset, field, decode(second, findField(changeset.schema, field)?.type))
  }
}

async function secondChangeset(
  vector: Vector,
  { params = paramsOf(vector), types, data, ops = [] }: JsonObject,
  log: Log,
): Promise<Changeset<AnyRow>> {
  const other = {
    ...vector,
    params,
    ...(types === undefined ? {} : { types: types as JsonObject }),
    ...(data === undefined ? {} : { data: data as JsonObject }),
  }
  return runOps(other, ops as readonly Op[], log)
}

export async function runOps(
  vector: Vector,
  ops: readonly Op[],
  log: Log,
  onOp: (index: number) => void = () => undefined,
): Promise<Changeset<AnyRow>> {
  let state: State = baseOf(vector)
  for (const [index, op] of ops.entries()) {
    onOp(index)
    state = await runOp(vector, state, op, log)
  }
  return change(state)
}

async function unsafeUnique(
  changeset: Changeset<AnyRow>,
  fields: string[],
  { exists }: JsonObject,
  { repoOpts, ...options }: Record<string, never>,
  { queries }: Log,
): Promise<Changeset<AnyRow>> {
  const repo = {
    existsAnother: (query: UniqueQuery) => {
      queries.push(query)
      return Promise.resolve(exists === true)
    },
  }
  const more = repoOpts ? { repoOptions: mapObject(repoOpts, (value) => value) } : {}
  return unsafeValidateUnique(changeset, fields, repo, { ...options, ...more })
}
