/**
 * Constraints ask nothing. They say, in advance, what to tell the person if
 * the database refuses the row: the only guard that two requests at the same
 * moment cannot both pass.
 */
import type { Step } from '#trace/step.ts'
import type { Changeset, Constraint, Draft } from './changeset.ts'
import { changesetStep } from './changeset-step.ts'
import { ownValue } from './equal.ts'
import { NO_OPTIONS } from './rule.ts'
import { findField, type FieldOf, type Schema } from './schema.ts'

export interface ConstraintOptions {
  /** The constraint's name in the database, where it does not follow the usual pattern. */
  readonly name?: string | RegExp
  readonly message?: string
  /** Compare the whole name, or its end or beginning. */
  readonly match?: Constraint['match']
}

export interface UniqueOptions<Row> extends ConstraintOptions {
  /** The field that gets the error: the first one unless said. */
  readonly errorKey?: FieldOf<Row> | (string & {})
}

/**
 * Says what to tell the person if a unique index refuses the row. In Ecto: `unique_constraint/3`.
 *
 * The index decides at the moment of the write, when the answer cannot be out of date.
 *
 * @example
 * const changeset = pipe(change(build(users)), uniqueConstraint('email'))
 * changeset.constraints[0]?.constraint
 * // => 'users_email_index'
 */
export function uniqueConstraint<Row extends object>(
  fields: FieldOf<Row> | readonly FieldOf<Row>[],
  options: UniqueOptions<Row> = NO_OPTIONS,
): Step<Changeset<Row>> {
  const names: readonly string[] = typeof fields === 'string' ? [fields] : fields
  return constraintStep('uniqueConstraint', 'unique_constraint', names, options, (schema) => ({
    type: 'unique',
    constraint: options.name ?? `${columnsOf(schema, names)}_index`,
    field: options.errorKey ?? names[0] ?? '',
    errorMessage: 'has already been taken',
    errorType: 'unique',
  }))
}

/** Says what to tell the person if the row this one refers to does not exist. In Ecto: `foreign_key_constraint/3`. */
export function foreignKeyConstraint<Row extends object>(
  field: FieldOf<Row>,
  options: ConstraintOptions = NO_OPTIONS,
): Step<Changeset<Row>> {
  const kind = 'foreign_key_constraint'
  return constraintStep('foreignKeyConstraint', kind, [field], options, (schema) => ({
    type: 'foreign_key',
    constraint: options.name ?? `${columnsOf(schema, [field])}_fkey`,
    field,
    errorMessage: 'does not exist',
    errorType: 'foreign',
  }))
}

/** Says what to tell the person if a check of the table fails. Its name is required. In Ecto: `check_constraint/3`. */
export function checkConstraint<Row extends object>(
  field: FieldOf<Row>,
  options: ConstraintOptions & { readonly name: string | RegExp },
): Step<Changeset<Row>> {
  return constraintStep('checkConstraint', 'check_constraint', [field], options, () => {
    if (!options?.name) {
      throw new TypeError(
        `checkConstraint: expected the constraint's name for ${field}, got none. Give { name }, as the migration calls it.`,
      )
    }
    return {
      type: 'check',
      constraint: options.name,
      field,
      errorMessage: 'is invalid',
      errorType: 'check',
    }
  })
}

/** Says what to tell the person if the row overlaps another. In Ecto: `exclusion_constraint/3`. */
export function exclusionConstraint<Row extends object>(
  field: FieldOf<Row>,
  options: ConstraintOptions = NO_OPTIONS,
): Step<Changeset<Row>> {
  const kind = 'exclusion_constraint'
  return constraintStep('exclusionConstraint', kind, [field], options, (schema) => ({
    type: 'exclusion',
    constraint: options.name ?? `${columnsOf(schema, [field])}_exclusion`,
    field,
    errorMessage: 'violates an exclusion constraint',
    errorType: 'exclusion',
  }))
}

/** As `foreignKeyConstraint`, named after the association this row belongs to. In Ecto: `assoc_constraint/3`. */
export function assocConstraint<Row extends object>(
  association: string,
  options: ConstraintOptions = NO_OPTIONS,
): Step<Changeset<Row>> {
  const kind = 'assoc_constraint'
  return constraintStep('assocConstraint', kind, [association], options, (schema) => ({
    type: 'foreign_key',
    constraint: options.name ?? `${tableOf(schema)}_${keyOf(schema, association, true)}_fkey`,
    field: association,
    errorMessage: 'does not exist',
    errorType: 'assoc',
  }))
}

/** Says what to tell the person if other rows still belong to this one. In Ecto: `no_assoc_constraint/3`. */
export function noAssocConstraint<Row extends object>(
  association: string,
  options: ConstraintOptions = NO_OPTIONS,
): Step<Changeset<Row>> {
  const kind = 'no_assoc_constraint'
  return constraintStep('noAssocConstraint', kind, [association], options, (schema) => {
    const key = keyOf(schema, association, false)
    const found = schema.associations[association]
    return {
      type: 'foreign_key',
      constraint: options.name ?? `${found?.related}_${key}_fkey`,
      field: association,
      errorMessage: `${found?.kind === 'hasMany' ? 'are' : 'is'} still associated with this entry`,
      errorType: 'no_assoc',
    }
  })
}

function constraintStep<Row extends object>(
  name: string,
  kind: string,
  fields: readonly string[],
  options: ConstraintOptions,
  describe: (schema: Schema<Row>) => Omit<Constraint, 'match'>,
): Step<Changeset<Row>> {
  return changesetStep(name, kind, fields, { ...options }, (draft: Draft<Row>) => {
    const { match = 'exact', message } = options
    const described = describe(draft.schema)
    const errorMessage = message ?? described.errorMessage
    const constraint: Constraint = { ...described, match, errorMessage }
    check(name, constraint)

    draft.constraints = Object.freeze([Object.freeze(constraint), ...draft.constraints])
    return true
  })
}

function check(name: string, { constraint, match, errorMessage }: Constraint): void {
  if (typeof errorMessage !== 'string') {
    throw new TypeError(`${name}: expected the message as text. It has no placeholders.`)
  }
  const allowed = constraint instanceof RegExp ? ['exact'] : ['exact', 'suffix', 'prefix']
  if (!allowed.includes(match)) {
    throw new TypeError(`${name}: expected match to be ${allowed.join(' or ')}, got ${match}.`)
  }
}

function tableOf<Row extends object>({ source, name }: Schema<Row>): string {
  if (source !== null) return source
  throw new TypeError(
    `cannot add a constraint to a changeset of ${name}, which has no table. Give the constraint's name.`,
  )
}

function columnsOf<Row extends object>(schema: Schema<Row>, fields: readonly string[]): string {
  const columns = fields.map((field) => findField(schema, field)?.source ?? field)
  return [tableOf(schema), ...columns].join('_')
}

/** The key by which the association hangs on the other table, or the other table on this one. */
function keyOf<Row extends object>(
  { associations, name: schemaName }: Schema<Row>,
  name: string,
  belongs: boolean,
): string {
  const found = ownValue(associations, name)
  if (found?.kind === 'belongsTo' && belongs) return found.ownerKey
  if (found && found.kind !== 'belongsTo' && !belongs) return found.relatedKey
  const known = Object.entries(associations).map(([key, { kind }]) => `${key} (${kind})`)
  throw new TypeError(
    `expected an association that ${belongs ? 'belongs' : 'has'}, got ${name}. ` +
      `The associations of ${schemaName}: ${known.join(', ') || 'none'}.`,
  )
}
