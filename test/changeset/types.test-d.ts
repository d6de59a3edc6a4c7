import { describe, expectTypeOf, test } from 'vitest'
import { applyAction } from '#changeset/apply.ts'
import type { CalendarDate, DateTime, NaiveDateTime, TimeOfDay } from '#changeset/calendar.ts'
import { cast } from '#changeset/cast.ts'
import { change, putChange, type Changeset } from '#changeset/changeset.ts'
import { uniqueConstraint } from '#changeset/constraints.ts'
import type { Decimal } from '#changeset/decimal.ts'
import { getField } from '#changeset/fields.ts'
import { build, defineSchema, schemaless } from '#changeset/schema.ts'
import { validateLength } from '#changeset/validate-length.ts'
import { validateNumber } from '#changeset/validate-number.ts'
import {
  validateChange,
  validateFormat,
  validateInclusion,
  validateRequired,
  validateSubset,
} from '#changeset/validations.ts'
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

describe('a schema and its row', () => {
  interface Row {
    text: string
    choice: 'a' | 'b'
    whole: number
    big: number | bigint
    flag: boolean
    bytes: Uint8Array
    either: string | Uint8Array
    price: Decimal
    day: CalendarDate
    clock: TimeOfDay
    wall: NaiveDateTime
    instant: DateTime
    items: readonly string[]
    settings: { readonly theme: string }
    counts: Readonly<Record<string, number>>
    nothing: string | null
    anything: unknown
  }

  test('agree on every type', () => {
    defineSchema<Row>({
      fields: {
        text: 'string',
        choice: { enum: { a: 1, b: 2 } },
        whole: 'float',
        big: 'integer',
        flag: 'boolean',
        bytes: 'binary',
        either: 'binary',
        price: 'decimal',
        day: 'date',
        clock: 'time_usec',
        wall: 'naive_datetime',
        instant: { type: 'utc_datetime_usec', source: 'at' },
        items: { array: 'string' },
        settings: 'map',
        counts: { map: 'integer' },
        nothing: { type: 'string', redact: true },
        anything: { array: { map: 'decimal' } },
      },
    })
  })

  test('a type that does not hold the value does not compile', () => {
    type Fields = Parameters<typeof defineSchema<Row>>[0]['fields']

    expectTypeOf<'integer'>().not.toExtend<Fields['text']>()
    expectTypeOf<'string'>().not.toExtend<Fields['choice']>()
    expectTypeOf<'string'>().not.toExtend<Fields['whole']>()
    expectTypeOf<'float'>().not.toExtend<Fields['big']>()
    expectTypeOf<'integer'>().not.toExtend<Fields['flag']>()
    expectTypeOf<'string'>().not.toExtend<Fields['either']>()
    expectTypeOf<'float'>().not.toExtend<Fields['price']>()
    expectTypeOf<'naive_datetime'>().not.toExtend<Fields['day']>()
    expectTypeOf<'date'>().not.toExtend<Fields['wall']>()
    expectTypeOf<'utc_datetime'>().not.toExtend<Fields['wall']>()
    expectTypeOf<{ array: 'integer' }>().not.toExtend<Fields['items']>()
    expectTypeOf<'map'>().not.toExtend<Fields['price']>()
    expectTypeOf<{ map: 'string' }>().not.toExtend<Fields['counts']>()
    expectTypeOf<'string'>().toExtend<Fields['nothing']>()
  })

  test('a default has the type of its field', () => {
    defineSchema<{ name: string }>({
      // @ts-expect-error a number is no name
      fields: { name: { type: 'string', default: 5 } },
    })
  })

  test('no field may be missing', () => {
    // @ts-expect-error name is missing
    defineSchema<{ name: string }>({ fields: {} })
  })
})

test('schemaless gives each type its value', () => {
  const { data } = schemaless({
    text: 'string',
    whole: 'integer',
    price: 'decimal',
    at: 'utc_datetime',
    tags: { array: 'string' },
    counts: { map: 'integer' },
    role: { enum: { reader: 1, editor: 2 } },
  })

  expectTypeOf(data.text).toEqualTypeOf<string | null | undefined>()
  expectTypeOf(data.whole).toEqualTypeOf<number | null | undefined>()
  expectTypeOf(data.price).toEqualTypeOf<Decimal | null | undefined>()
  expectTypeOf(data.at).toEqualTypeOf<DateTime | null | undefined>()
  expectTypeOf(data.tags).toEqualTypeOf<readonly (string | null)[] | null | undefined>()
  expectTypeOf(data.role).toEqualTypeOf<'reader' | 'editor' | null | undefined>()
})
