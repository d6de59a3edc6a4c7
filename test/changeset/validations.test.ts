import { describe, expect, test } from 'vitest'
import { cast } from '#changeset/cast.ts'
import { change } from '#changeset/changeset.ts'
import { Decimal } from '#changeset/decimal.ts'
import { float } from '#changeset/number.ts'
import { range } from '#changeset/range.ts'
import { build, schemaless } from '#changeset/schema.ts'
import { traverseErrors } from '#changeset/traverse-errors.ts'
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
} from '#changeset/validations.ts'
import { pipe } from '#lib/pipe.ts'
import { users, type User } from './users.ts'

const ana = change(build(users), { email: 'ana@example.com', visits: 5 })

test('rules pile up, the newest error in front', () => {
  const changeset = pipe(
    change(build(users), { email: 'ana' }),
    validateRequired(['name']),
    validateFormat('email', /@/, { message: 'must have the @ sign' }),
    validateLength('email', { min: 5 }),
  )

  expect(traverseErrors(changeset)).toEqual({
    email: ['should be at least 5 character(s)', 'must have the @ sign'],
    name: ["can't be blank"],
  })
})

test('a rule keeps the parts it does not touch', () => {
  const checked = validateFormat<User>('email', /@/)(ana)

  expect(checked.changes).toBe(ana.changes)
  expect(checked.errors).toBe(ana.errors)
  expect(checked.data).toBe(ana.data)
})

describe('validateRequired', () => {
  test('takes back the change of a field it finds empty', () => {
    const emptied = change(build(users, { email: 'ana@example.com' }), { email: '' })

    expect(validateRequired<User>('email')(emptied).changes).toEqual({})
  })

  test('a field with an error gets no second one', () => {
    const changeset = cast(build(users), { email: 1 }, ['email'])

    expect(validateRequired<User>('email')(changeset).errors).toHaveLength(1)
  })
})

describe('validateFormat', () => {
  test('a pattern that remembers is asked afresh each time', () => {
    const check = validateFormat<User>('email', /@/g)

    expect([check(ana).valid, check(ana).valid]).toEqual([true, true])
  })

  test('is for text', () => {
    expect(() => validateFormat<User>('visits', /1/)(ana)).toThrow(
      'validateFormat: expected the change of visits to be text, got a number. Use it for fields of type string.',
    )
  })
})

describe('validateInclusion and its kin', () => {
  test('take a list or a range', () => {
    expect(validateInclusion<User, 'visits'>('visits', range(1, 5))(ana).valid).toBe(true)
    expect(validateExclusion<User, 'visits'>('visits', [5])(ana).errors[0]).toEqual({
      field: 'visits',
      message: 'is reserved',
      opts: { validation: 'exclusion', enum: [5] },
    })
  })

  test('in a float field, 5 in a list is an integer and float(5) the float', () => {
    const changeset = cast(schemaless({ f: 'float' }), { f: '5' }, ['f'])
    type Row = { f: number | null }

    expect(validateInclusion<Row, 'f'>('f', [5])(changeset).valid).toBe(false)
    expect(validateInclusion<Row, 'f'>('f', [float(5)])(changeset).valid).toBe(true)
  })

  test('validateSubset is for lists', () => {
    expect(() => validateSubset<User, 'email'>('email', [])(ana)).toThrow(
      'validateSubset: expected email to be a list, but its type is :string. Use validateInclusion for a single value.',
    )
  })

  test('refuse what is no list', () => {
    expect(() => validateInclusion<User, 'email'>('email', 5 as never)).toThrow(
      'validateInclusion: expected a list or a range for email, got a number.',
    )
  })

  test('changing the list later changes nothing', () => {
    const values = [5]
    const check = validateInclusion<User, 'visits'>('visits', values)

    values.pop()

    expect(check(ana).valid).toBe(true)
  })
})

describe('validateLength', () => {
  test.for([
    ['as many units as sixteen for each character', 10, 160, true],
    ['one unit more', 10, 161, false],
    ['as many as one character may have', 1, 64, true],
    ['more than that', 1, 65, false],
  ] as const)('of one character with %s', ([, max, units, valid]) => {
    const changeset = change(build(users), { email: `a${'\u0301'.repeat(units - 1)}` })

    const { errors } = validateLength<User>('email', { max })(changeset)

    expect(errors.length === 0).toBe(valid)
    if (!valid) expect(errors[0]?.opts).toMatchObject({ count: max, kind: 'max' })
    expect(validateLength<User>('email', { max, count: 'bytes' })(changeset).valid).toBe(false)
    expect(validateLength<User>('email', { min: 1 })(changeset).valid).toBe(true)
    expect(validateLength<User>('email', { min: 2 })(changeset).valid).toBe(false)
  })

  const lengthOf = (text: string, count: 'graphemes' | 'codepoints' | 'bytes') => {
    const changeset = change(build(users), { email: text })
    return [...Array(40).keys()].find(
      (is) => validateLength<User>('email', { is, count })(changeset).valid,
    )
  }

  test.for<[string, number, number, number]>([
    ['abc', 3, 3, 3],
    ['e\u0301', 1, 2, 3],
    ['\r\n', 1, 2, 2],
    ['👨‍👩‍👧', 1, 5, 18],
    ['\ud800', 1, 1, 3],
  ])('counts %j as %d graphemes, %d codepoints, %d bytes', ([text, ...lengths]) => {
    const counted = (['graphemes', 'codepoints', 'bytes'] as const).map((count) =>
      lengthOf(text, count),
    )

    expect(counted).toEqual(lengths)
  })

  test('counts each byte that is not UTF-8', () => {
    const bytes = new Uint8Array([0x61, 0xff, 0xe2, 0x82, 0xc3, 0xa9])
    const changeset = change(schemaless({ b: 'binary' }), { b: bytes })

    expect(validateLength('b', { is: 5 })(changeset as never).valid).toBe(true)
  })

  test('reports the first limit that is not met', () => {
    const { errors } = validateLength<User>('email', { max: 3, min: 40 })(ana)

    expect(errors.map(({ opts }) => opts)).toEqual([
      { count: 40, validation: 'length', kind: 'min', type: 'string' },
    ])
  })

  test('is told where it stands', () => {
    expect(() => validateLength<User>('visits', { max: 1 })(ana)).toThrow('Use validateNumber')
    expect(() => validateLength<User>('email', { max: -1 })).toThrow('a number from 0 up, got -1')
    const words = { max: 1, count: 'words' as never }
    expect(() => validateLength<User>('email', words)(ana)).toThrow(
      'graphemes, codepoints or bytes',
    )
  })
})

describe('validateNumber', () => {
  test('reports the first limit in the order given', () => {
    const { errors } = validateNumber<User>('visits', { greaterThan: 9, lessThan: 2 })(ana)

    expect(errors).toEqual([
      {
        field: 'visits',
        message: 'must be greater than %{number}',
        opts: { validation: 'number', kind: 'greater_than', number: 9 },
      },
    ])
  })

  test('compares exactly', () => {
    const changeset = cast(schemaless({ n: 'integer' }), { n: '9007199254740993' }, ['n'])
    const limit = { lessThanOrEqualTo: 9007199254740992 }

    expect(validateNumber('n', limit)(changeset as never).valid).toBe(false)
  })

  test('with a decimal on either side, tells the target as a decimal', () => {
    const changeset = change(schemaless({ price: 'decimal' }), { price: Decimal.of('0.1') })

    const { errors } = validateNumber('price', { greaterThan: 0.1 })(changeset)

    expect(String(errors[0]?.opts['number'])).toBe('0.1')
    expect(errors[0]?.opts['number']).toBeInstanceOf(Decimal)
  })

  test.for<[object, string]>([
    [{ min: 1 }, 'unknown option min for visits. The options are lessThan, greaterThan'],
    [{ lessThan: '9' }, 'expected the option lessThan to be an integer, a float or a Decimal'],
    [{ lessThan: Number.NaN }, 'expected the option lessThan'],
  ])('refuses %j', ([options, message]) => {
    expect(() => validateNumber<User>('visits', options)(ana)).toThrow(message)
  })
})

describe('validateConfirmation', () => {
  const confirmed = (params: Record<string, unknown>) =>
    validateConfirmation<User>('email', { required: true })(cast(build(users), params, []))

  test('looks at what was sent', () => {
    expect(confirmed({ email: 'a', email_confirmation: 'a' }).valid).toBe(true)
    expect(traverseErrors(confirmed({ email: 'a', email_confirmation: 'b' }))).toEqual({
      email_confirmation: ['does not match confirmation'],
    })
    expect(traverseErrors(confirmed({ email: 'a' }))).toEqual({
      email_confirmation: ["can't be blank"],
    })
  })

  test('without params it is not there', () => {
    expect(validateConfirmation<User>('email')(ana)).toBe(ana)
  })
})

test('validateAcceptance wants a ticked box', () => {
  const accepted = (terms: unknown) =>
    validateAcceptance<User>('terms')(cast(build(users), { terms }, [])).valid

  expect(['true', '1', true].map(accepted)).toEqual([true, true, true])
  expect(['on', '', null, 1, undefined].map(accepted)).toEqual([false, false, false, false, false])
})

describe('validateChange', () => {
  test('gives the same changeset when it finds nothing', () => {
    expect(validateChange<User, 'email'>('email', () => [])(ana)).toBe(ana)
  })

  test('wants a list of findings', () => {
    const check = () => ['is bad'] as never

    expect(() => validateChange<User, 'email'>('email', check)(ana)).toThrow(
      'validateChange: expected a list of { field, message, opts } from the rule.',
    )
  })
})

test('a message of your own may bring opts for its placeholders', () => {
  const message = { message: 'needs %{count}, ask %{who}', opts: { who: 'me', count: 6 } }

  const changeset = validateLength<User>('email', { max: 5, message })(ana)

  expect(traverseErrors(changeset)).toEqual({ email: ['needs 6, ask me'] })
  expect(() => validateLength<User>('email', { max: 5, message: 5 as never })(ana)).toThrow(
    'expected the message for email as text or { message, opts }.',
  )
})

test.for([
  ['validateFormat', () => validateFormat<User>('emial' as never, /@/)(ana)],
  ['validateLength', () => validateLength<User>('emial' as never, { max: 1 })(ana)],
  ['validateRequired', () => validateRequired<User>('emial' as never)(ana)],
] as const)('%s refuses a field that the schema lacks', ([name, run]) => {
  expect(run).toThrow(
    `${name}: User has no field "emial". Its fields are id, email, name, role, visits, password, lock_version.`,
  )
})
