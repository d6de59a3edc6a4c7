/**
 * The changeset library as Elixir calls it: the changeset first, options as
 * keywords, names with lines under them. Each is the library's own function.
 */
import { applyAction, applyActionOrThrow, applyChanges } from '#changeset/apply.ts'
import { cast, type Params } from '#changeset/cast.ts'
import {
  addError,
  change,
  deleteChange,
  forceChange,
  isChangeset,
  putChange,
  type Changeset,
} from '#changeset/changeset.ts'
import { checkConstraint, foreignKeyConstraint, uniqueConstraint } from '#changeset/constraints.ts'
import { fetchChange, getChange, getField } from '#changeset/fields.ts'
import type { Base } from '#changeset/schema.ts'
import { validateLength } from '#changeset/validate-length.ts'
import { validateNumber } from '#changeset/validate-number.ts'
import {
  validateAcceptance,
  validateConfirmation,
  validateExclusion,
  validateInclusion,
  validateRequired,
} from '#changeset/validations.ts'
import { inspect, Thrown } from './elixir/evaluate.ts'
import { Atom, isKeywords, textKeysOf, Tuple, type Value } from './values.ts'

type AnyRow = Readonly<Record<string, unknown>>
type AnyChangeset = Changeset<AnyRow>
type Rule = (changeset: AnyChangeset) => AnyChangeset
type Call = (base: Value, args: readonly Value[]) => Value

/** What a row is to a changeset, if it is anything. */
export type BaseOf = (value: Value) => Base<AnyRow> | null

interface Listed {
  readonly arities: readonly number[]
  readonly call: Call
}

// The library checks what it is given as it runs: that is what it is for.
const given = (value: Value): never => plain(value) as never

/** Atoms become texts, keywords options with the library’s own names. */
export function plain(value: Value): Value {
  if (value instanceof Atom) return value.name
  if (!Array.isArray(value)) return value
  const items: readonly Value[] = value
  if (!isKeywords(items)) return items.map((item) => plain(item))
  return Object.fromEntries(
    items.map(({ items: [key, item] }) => [camel((key as Atom).name), plain(item)]),
  )
}

const camel = (name: string) =>
  name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

/** The functions of `Ecto.Changeset` at this prompt, by their names in Elixir. */
export function changesetFunctions(baseOf: BaseOf): Readonly<Record<string, Listed>> {
  const start = (name: string, value: Value): Base<AnyRow> => {
    const base = baseOf(value)
    if (base) return base
    throw new Thrown(
      'FunctionClauseError',
      `no function clause matching in Ecto.Changeset.${name}: it takes a struct or a changeset first, and was given ${inspect(value)}`,
    )
  }
  const changeset = (name: string, value: Value): AnyChangeset => {
    const base = start(name, value)
    if (isChangeset(base)) return base
    throw new Thrown(
      'FunctionClauseError',
      `no function clause matching in Ecto.Changeset.${name}: it takes a changeset first. Make one with cast/3 or change/2`,
    )
  }
  const of = (
    name: string,
    arities: readonly number[],
    call: (changeset: AnyChangeset, ...args: readonly never[]) => Value,
  ): readonly [string, Listed] => [
    name,
    { arities, call: (base, args) => call(changeset(name, base), ...args.map(given)) },
  ]
  const rule = (
    name: string,
    arities: readonly number[],
    make: (...args: readonly never[]) => Rule,
  ) => of(name, arities, (base, ...args) => make(...args)(base))
  return Object.fromEntries([
    [
      'cast',
      {
        arities: [3, 4],
        call: (base: Value, [params, fields, options]: readonly Value[]) =>
          cast(start('cast', base), paramsOf(params), given(fields), given(options ?? {})),
      },
    ],
    [
      'change',
      {
        arities: [1, 2],
        call: (base: Value, [changes = {}]: readonly Value[]) =>
          change(start('change', base), fieldsIn(changes)),
      },
    ],
    of('put_change', [3], (base, field, value) => putChange(base, field, value)),
    of('force_change', [3], (base, field, value) => forceChange(base, field, value)),
    of('delete_change', [2], (base, field) => deleteChange(base, field)),
    of('add_error', [3, 4], (base, field, message, opts) => addError(base, field, message, opts)),
    of('get_field', [2, 3], (base, field, fallback) => getField(base, field, fallback)),
    of('get_change', [2, 3], (base, field, fallback) => getChange(base, field, fallback)),
    of('fetch_change', [2], (base, field) => {
      const found = fetchChange(base, field)
      return found ? new Tuple([Atom.of('ok'), found.value]) : Atom.of('error')
    }),
    of('apply_changes', [1], (base) => applyChanges(base)),
    of('apply_action', [2], (base, action) => applyAction(base, action)),
    of('apply_action!', [2], (base, action) => applyActionOrThrow(base, action)),
    rule('validate_required', [2, 3], validateRequired),
    rule('validate_length', [3], validateLength),
    rule('validate_number', [3], validateNumber),
    rule('validate_inclusion', [3, 4], validateInclusion),
    rule('validate_exclusion', [3, 4], validateExclusion),
    rule('validate_confirmation', [2, 3], validateConfirmation),
    rule('validate_acceptance', [2, 3], validateAcceptance),
    rule('unique_constraint', [2, 3], uniqueConstraint),
    rule('check_constraint', [2, 3], checkConstraint),
    rule('foreign_key_constraint', [2, 3], foreignKeyConstraint),
  ])
}

/** Fields with their values: they have one name everywhere. */
function fieldsIn(value: Value): AnyRow {
  const items: Value = value
  if (Array.isArray(items) && isKeywords(items))
    return Object.fromEntries(
      (items as readonly Tuple[]).map(({ items: [key, item] }) => [
        (key as Atom).name,
        plain(item),
      ]),
    )
  return plain(value) as AnyRow
}

/** Ecto takes atoms or texts as keys, and not both at once. */
export function paramsOf(value: Value): Params {
  const map = Array.isArray(value) && isKeywords(value) ? fieldsIn(value) : value
  if (typeof map !== 'object' || map === null || Array.isArray(map))
    throw new Thrown('Ecto.CastError', `expected params to be a :map, got: \`${inspect(value)}\``)
  const texts = textKeysOf(map).size
  if (texts > 0 && texts < Object.keys(map).length)
    throw new Thrown(
      'Ecto.CastError',
      `expected params to be a map with atoms or string keys, got a map with mixed keys: ${inspect(map)}`,
    )
  return Object.fromEntries(Object.entries(map).map(([key, item]) => [key, plain(item as Value)]))
}
