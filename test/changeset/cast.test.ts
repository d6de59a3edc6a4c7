import { describe, expect, test } from 'vitest'
import { cast, invalidParams } from '#changeset/cast.ts'
import { addError, change } from '#changeset/changeset.ts'
import { Decimal } from '#changeset/decimal.ts'
import { CastError } from '#changeset/errors.ts'
import { float } from '#changeset/number.ts'
import { build, schemaless } from '#changeset/schema.ts'
import { users } from './users.ts'

describe('cast', () => {
  test('reads the permitted fields and nothing else', () => {
    const params = { email: 'ana@example.com', visits: '7', role: 'editor' }

    const changeset = cast(build(users), params, ['email', 'visits'])

    expect(changeset.changes).toEqual({ email: 'ana@example.com', visits: 7 })
    expect(changeset.params).toEqual(params)
  })

  test('keeps text as it was typed', () => {
    expect(cast(build(users), { name: '  Ana ' }, ['name']).changes).toEqual({ name: '  Ana ' })
  })

  test('a value that the row already holds is no change', () => {
    const base = build(users, { name: 'Ana' })

    expect(cast(base, { name: 'Ana' }, ['name']).changes).toEqual({})
    expect(cast(base, { name: 'Ana' }, ['name'], { forceChanges: true }).changes).toEqual({
      name: 'Ana',
    })
  })

  test('what cannot be read is an error, and no change', () => {
    const { changes, errors, valid } = cast(build(users), { visits: 'many' }, ['visits'])

    expect({ changes, errors, valid }).toEqual({
      changes: {},
      errors: [
        { field: 'visits', message: 'is invalid', opts: { type: 'integer', validation: 'cast' } },
      ],
      valid: false,
    })
  })

  test('errors are in the order of the permitted fields', () => {
    const params = { role: 'owner', visits: 'x', email: 1 }

    const { errors } = cast(build(users), params, ['email', 'visits', 'role'])

    expect(errors.map(({ field }) => field)).toEqual(['email', 'visits', 'role'])
  })

  test('on a changeset, errors go behind older ones and stand there once', () => {
    const first = addError(cast(build(users), { visits: 'x' }, ['visits']), 'email', 'is odd')

    const { errors } = cast(first, { visits: 'y', id: 'z' }, ['visits', 'id'])

    expect(errors.map(({ field }) => field)).toEqual(['email', 'visits', 'id'])
  })

  test('on a changeset, params and changes are added to the older ones', () => {
    const first = cast(build(users), { email: 'ana@example.com' }, ['email'])

    const second = cast(first, { name: 'Ana' }, ['name'])

    expect(second.params).toEqual({ email: 'ana@example.com', name: 'Ana' })
    expect(second.changes).toEqual({ email: 'ana@example.com', name: 'Ana' })
  })

  test('params that could not be read make it invalid, without an error', () => {
    const { valid, errors, params } = cast(build(users), invalidParams, ['email'])

    expect({ valid, errors, params }).toEqual({ valid: false, errors: [], params: null })
  })

  test('a param that is undefined was not sent', () => {
    expect(cast(build(users, { name: 'Ana' }), { name: undefined }, ['name']).changes).toEqual({})
  })

  test('everything it gives is frozen', () => {
    const changeset = cast(build(users), { visits: 'x', email: 'a' }, ['visits', 'email'])

    const { params, changes, errors } = changeset
    const parts = [changeset, params, changes, errors, errors[0], errors[0]?.opts]
    expect(parts.every(Object.isFrozen)).toBe(true)
  })

  test('changing the params later does not change the changeset', () => {
    const params = { email: 'ana@example.com' }
    const changeset = cast(build(users), params, ['email'])

    params.email = 'eve@example.com'

    expect(changeset.params).toEqual({ email: 'ana@example.com' })
  })
})

describe('cast, used wrongly', () => {
  test('a permitted field must be in the schema', () => {
    expect(() => cast(build(users), {}, ['is_admin' as never])).toThrow(
      'cast: User has no field "is_admin". Add it to the schema, or remove it from the permitted list. ' +
        'The known fields are id, email, name, role, visits, password, lock_version.',
    )
  })

  test('an association is cast elsewhere', () => {
    expect(() => cast(build(users), {}, ['posts' as never])).toThrow('posts is an association')
  })

  test.for<[string, unknown, string]>([
    ['null', null, 'got null'],
    ['text', 'email=ana', 'got a string'],
    ['a list', [1], 'got a list'],
    ['an instance', new URLSearchParams(), 'got an instance of a class'],
    ['a map', new Map(), 'got an instance of a class'],
  ])('params must be a plain object, not %s', ([, params, given]) => {
    expect(() => cast(build(users), params as never, ['email'])).toThrow(CastError)
    expect(() => cast(build(users), params as never, ['email'])).toThrow(given)
  })

  test('keys of two kinds are refused', () => {
    const params = { email: 'a', [Symbol('email')]: 'b' }

    expect(() => cast(build(users), params, [])).toThrow(CastError)
  })

  test('the message option takes two parameters', () => {
    const message = (field: string) => field

    expect(() => cast(build(users), {}, [], { message })).toThrow('a function of two')
  })

  test('an empty value is no function', () => {
    expect(() => cast(build(users), {}, [], { emptyValues: [() => true] })).toThrow('trimValues')
  })
})

describe('cast reads', () => {
  const read = (type: 'integer' | 'float' | 'decimal' | 'boolean' | 'binary', value: unknown) => {
    const changeset = cast(schemaless({ value: type }), { value }, ['value'])
    return changeset.valid ? changeset.changes.value : 'refused'
  }

  test('integers beyond 2^53 as bigint', () => {
    expect(read('integer', '9007199254740991')).toBe(9007199254740991)
    expect(read('integer', '9007199254740993')).toBe(9007199254740993n)
    expect(read('integer', 5n)).toBe(5)
    expect(read('integer', '-0')).toBe(0)
  })

  test('a number from JSON that is whole as an integer, 1.5 and float(1) not', () => {
    expect(read('integer', 1)).toBe(1)
    expect(read('integer', 1.5)).toBe('refused')
    expect(read('integer', float(1))).toBe('refused')
  })

  test('a float as a number', () => {
    expect(read('float', '1e3')).toBe(1000)
    expect(read('float', float(1))).toBe(1)
    expect(read('float', '1e400')).toBe('refused')
    expect(read('float', Number.NaN)).toBe('refused')
  })

  test('a decimal with its scale', () => {
    expect(String(read('decimal', '1.50'))).toBe('1.50')
    expect(String(read('decimal', float(1)))).toBe('1.0')
    expect(String(read('decimal', 1e20))).toBe('1E+20')
    expect(read('decimal', '1'.repeat(35))).toBe('refused')
  })

  test('no decimal that was computed wrongly', () => {
    expect(() => read('decimal', Number.NaN)).toThrow('NaN is no decimal')
  })

  test('bytes untouched, white space too', () => {
    const bytes = new Uint8Array([0, 255])

    expect(read('binary', bytes)).toBe(bytes)
    expect(read('binary', ' ')).toBe(' ')
  })
})

describe('cast of lists', () => {
  test('freezes them', () => {
    const base = schemaless({ tags: { array: 'string' } })

    const { changes } = cast(base, { tags: ['a', '', 'b'] }, ['tags'])

    expect(changes).toEqual({ tags: ['a', 'b'] })
    expect(Object.isFrozen(changes.tags)).toBe(true)
  })

  test('sees when nothing changed', () => {
    const base = schemaless({ prices: { array: 'decimal' } }, { prices: [Decimal.of('1.0')] })

    expect(cast(base, { prices: ['1.00'] }, ['prices']).changes).toEqual({})
  })

  test('says which item an enum refused, and what it takes in the order of bytes', () => {
    const base = schemaless({ roles: { array: { enum: ['\u{1f600}', '\uffee', 'b'] } } })

    const { errors } = cast(base, { roles: ['b', 'c'] }, ['roles'])

    expect(errors[0]?.opts).toMatchObject({ enum: ['b', '\uffee', '\u{1f600}'], source: [1] })
  })
})

test('cast keeps the changes of a program', () => {
  const changeset = change(build(users), { role: 'editor' })

  expect(cast(changeset, { name: 'Ana' }, ['name']).changes).toEqual({
    role: 'editor',
    name: 'Ana',
  })
})
