import { expectTypeOf, test } from 'vitest'
import { applyAction } from '#lib/changeset/apply.ts'
import { cast } from '#lib/changeset/cast.ts'
import { change, putChange, type Changeset } from '#lib/changeset/changeset.ts'
import { uniqueConstraint } from '#lib/changeset/constraints.ts'
import { getField } from '#lib/changeset/fields.ts'
import { build, defineSchema, schemaless } from '#lib/changeset/schema.ts'
import { validateLength } from '#lib/changeset/validate-length.ts'
import { validateNumber } from '#lib/changeset/validate-number.ts'
import {
  validateChange,
  validateFormat,
  validateInclusion,
  validateRequired,
  validateSubset,
} from '#lib/changeset/validations.ts'
import { pipe } from '#lib/pipe.ts'

interface User {
  id: number
  email: string
  role: 'reader' | 'editor'
  tags: string[]
  confirmed_at: number | null
  password: string | null
}

const users = defineSchema<User>({
  source: 'users',
  fields: {
    id: { type: 'id', primaryKey: true },
    email: 'string',
    role: { type: { enum: ['reader', 'editor'] }, default: 'reader' },
    tags: { array: 'string' },
    confirmed_at: 'integer',
    password: { type: 'string', virtual: true, redact: true },
  },
})

test('a pipeline keeps the type of its row', () => {
  const changeset = pipe(
    cast(build(users), {}, ['email', 'password']),
    validateRequired(['email']),
    validateFormat('email', /@/),
    validateLength('password', { min: 12 }),
    validateInclusion('role', ['reader']),
    validateSubset('tags', ['a']),
    validateNumber('confirmed_at', { greaterThan: 0 }),
    validateChange('email', (field, value) => {
      expectTypeOf(value).toEqualTypeOf<string>()
      return [{ field, message: value }]
    }),
    uniqueConstraint('email'),
    (current) => putChange(current, 'confirmed_at', 1),
  )
  expectTypeOf(changeset).toEqualTypeOf<Changeset<User>>()
})

test('a misspelt field does not compile', () => {
  const changeset = change(build(users))
  // @ts-expect-error no such field
  cast(build(users), {}, ['emial'])
  // @ts-expect-error no such field
  pipe(changeset, validateRequired(['emial']))
  // @ts-expect-error no such field
  pipe(changeset, validateFormat('emial', /@/))
  // @ts-expect-error no such field
  putChange(changeset, 'emial', 'x')
  // @ts-expect-error no such value
  putChange(changeset, 'email', 1)
  // @ts-expect-error no such member
  pipe(changeset, validateInclusion('role', ['owner']))
  // @ts-expect-error no such field
  build(users, { emial: '' })
  // @ts-expect-error no such field
  getField(changeset, 'emial')
})

test('a result narrows', () => {
  const result = applyAction(change(build(users)), 'insert')
  if (result.ok) expectTypeOf(result.value).toEqualTypeOf<User>()
  else expectTypeOf(result.error).toEqualTypeOf<Changeset<User>>()
})

test('schemaless data takes its row from the types', () => {
  const login = schemaless({ email: 'string', age: 'integer', role: { enum: ['a', 'b'] } })
  const changeset = cast(login, {}, ['email'])
  expectTypeOf(getField(changeset, 'age')).toEqualTypeOf<number | null>()
  expectTypeOf(getField(changeset, 'role')).toEqualTypeOf<'a' | 'b' | null>()
  // @ts-expect-error no such field
  cast(login, {}, ['emial'])
})

test('a field whose type does not hold the value does not compile', () => {
  defineSchema<{ name: string }>({
    // @ts-expect-error an integer is not text
    fields: { name: 'integer' },
  })
  // @ts-expect-error the field is missing
  defineSchema<{ name: string }>({ fields: {} })
})
