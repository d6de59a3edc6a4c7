import type { Changeset, Validation } from './changeset.ts'
import { askingChangesetStep } from './changeset-step.ts'
import { isNothing } from './equal.ts'
import { fieldValue } from './fields.ts'
import { recorded, ruleError, type MessageOptions } from './rule.ts'
import { findField, type FieldOf } from './schema.ts'

const ASKER = 'unsafeValidateUnique'

/** The question a uniqueness check asks. Columns, not fields; `null` asks for rows without a value. */
export interface UniqueQuery {
  /** The table, or `null` when `query` names another base. */
  readonly source: string | null
  readonly prefix: string | null
  readonly where: Readonly<Record<string, unknown>>
  /** The row itself, by primary key, when it is already in the database. */
  readonly except: Readonly<Record<string, unknown>> | null
  /** A base query of the caller's, in whatever form the repo takes. */
  readonly query: unknown
  readonly options: Readonly<Record<string, unknown>>
}

/** The little of a repo that a uniqueness check needs. */
export interface UniquenessChecker {
  existsAnother(query: UniqueQuery): Promise<boolean> | boolean
}

export interface UnsafeUniqueOptions<Row> extends MessageOptions {
  readonly errorKey?: FieldOf<Row> | (string & {})
  readonly prefix?: string
  readonly repoOptions?: Readonly<Record<string, unknown>>
  readonly query?: unknown
  /** `false` for an index that takes two rows without a value as equal. */
  readonly nullsDistinct?: boolean
}

/**
 * Asks the database whether the values are taken, so that the person learns
 * early. In Ecto: `unsafe_validate_unique/4`.
 *
 * Unsafe: between this answer and the write, another request can take the
 * same values. Only a unique index can refuse that, so always pair this with
 * `uniqueConstraint`, and the index with both. It also tells anybody who
 * asks whether an address has an account.
 *
 * It asks nothing when a field already has an error, when none of the fields
 * changed, or when one of them is `null`.
 *
 * @example
 * const repo = { existsAnother: async () => true }
 * const changeset = cast(build(users), { email: 'ana@example.com' }, ['email'])
 * const checked = await unsafeValidateUnique(changeset, ['email'], repo)
 * checked.errors[0]?.message
 * // => 'has already been taken'
 */
export async function unsafeValidateUnique<Row extends object>(
  changeset: Changeset<Row>,
  fields: FieldOf<Row> | readonly FieldOf<Row>[],
  repo: UniquenessChecker,
  options: UnsafeUniqueOptions<Row> = {},
): Promise<Changeset<Row>> {
  const names: readonly FieldOf<Row>[] =
    typeof fields === 'string' ? [fields] : Object.freeze([...fields])
  const [first = ''] = names
  checkSchema(changeset, options)

  const arg = Object.freeze({ fields: names })
  const validation: Validation = Object.freeze({ field: first, kind: 'unsafe_unique', arg })
  let taken = false
  const question = (current: Changeset<Row>) => {
    const query = uniqueQuery(current, names, options)
    return query && (async () => (taken = await repo.existsAnother(query)))
  }
  const apply = (current: Changeset<Row>) => {
    if (!taken) return recorded(current, validation, null)
    const opts = { validation: 'unsafe_unique', fields: names }
    const usual = 'has already been taken'
    const error = ruleError(options.errorKey ?? first, options, usual, opts)
    return recorded(current, validation, error)
  }
  const told = { ...options }
  // Before the first await: the line that asked is still on the stack.
  const rule = { question, apply }
  return askingChangesetStep(ASKER, 'unsafe_unique', names, told, rule)(changeset)
}

function checkSchema<Row extends object>(
  { schema }: Changeset<Row>,
  { query }: UnsafeUniqueOptions<Row>,
): void {
  if (schema.kind === 'table' || (schema.kind === 'embedded' && query)) return
  throw new TypeError(
    `${ASKER}: ${schema.name} has no table to ask. ` +
      'Use a schema with a source, or an embedded one with the query option.',
  )
}

/** The question to ask, or `null` when the answer would not matter. */
function uniqueQuery<Row extends object>(
  changeset: Changeset<Row>,
  fields: readonly FieldOf<Row>[],
  options: UnsafeUniqueOptions<Row>,
): UniqueQuery | null {
  const { schema, changes, errors, data, state } = changeset
  if (errors.some((error) => fields.some((field) => field === error.field))) return null
  if (!fields.some((field) => Object.hasOwn(changes, field))) return null
  const values = fields.map((field) => fieldValue(changeset, field) ?? null)
  if (options.nullsDistinct !== false && values.some(isNothing)) return null

  const column = (name: string) => findField(schema, name)?.source ?? name
  const key = schema.primaryKey.map((name) => [column(name), data[name as FieldOf<Row>]] as const)
  const itself = state === 'loaded' && key.length > 0 && !key.some(([, value]) => isNothing(value))
  return Object.freeze({
    source: schema.source,
    prefix: options.prefix ?? null,
    where: Object.freeze(
      Object.fromEntries(fields.map((field, index) => [column(field), values[index]])),
    ),
    except: itself ? Object.freeze(Object.fromEntries(key)) : null,
    query: options.query ?? null,
    options: Object.freeze({ ...options.repoOptions }),
  })
}
