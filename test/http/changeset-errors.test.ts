import { describe, expect, test } from 'vitest'
import { cast } from '#changeset/cast.ts'
import { addError, change, type Changeset } from '#changeset/changeset.ts'
import { build, defineSchema, loaded } from '#changeset/schema.ts'
import { validateLength } from '#changeset/validate-length.ts'
import { pipe } from '#lib/pipe.ts'
import { describeErrors, formErrors, formValue, printChangeset } from '#http/changeset-errors.ts'

interface Account {
  readonly id: number
  readonly email: string
  readonly password: string | null
  readonly age: number | null
}

const accounts = defineSchema<Account>({
  source: 'accounts',
  fields: {
    id: { type: 'id', primaryKey: true },
    email: 'string',
    password: { type: 'string', redact: true, virtual: true },
    age: 'integer',
  },
})
const CANARY = 'canary-4711'

/** A form that was sent, refused for its length. */
function refused(params: Record<string, unknown>): Changeset<Account> {
  const changeset = pipe(
    cast(build(accounts), params, ['email', 'password', 'age']),
    validateLength('email', { max: 5 }),
    validateLength('password', { min: 12 }),
  )
  return Object.freeze({ ...changeset, action: 'insert' as const })
}

describe('formErrors', () => {
  test('are the errors with their numbers filled in, newest first', () => {
    const changeset = refused({ email: 'ana@example.com', password: 'short' })

    expect(formErrors(changeset)).toEqual([
      {
        field: 'password',
        message: 'should be at least 12 character(s)',
        validation: 'length',
        guard: 'changeset',
      },
      {
        field: 'email',
        message: 'should be at most 5 character(s)',
        validation: 'length',
        guard: 'changeset',
      },
    ])
  })

  test('name the constraint that caught it', () => {
    const opts = { constraint: 'unique', constraint_name: 'accounts_email_index' }
    const taken = addError(refused({}), 'email', 'has already been taken', opts)

    expect(formErrors(taken)).toEqual([
      {
        field: 'email',
        message: 'has already been taken',
        validation: 'unique',
        guard: 'unique index',
      },
    ])
  })

  test('are none while nobody has sent the form', () => {
    const changeset = addError(change(build(accounts)), 'email', "can't be blank")

    expect(changeset.valid).toBe(false)
    expect(formErrors(changeset)).toEqual([])
  })
})

describe('formValue', () => {
  test('is what the person typed, even what was refused', () => {
    expect(formValue(refused({ email: '  Not an address ' }), 'email')).toBe('  Not an address ')
  })

  test('is what the row holds, as long as nobody typed anything', () => {
    const row = { id: 1, email: 'ana@example.com', password: null, age: null }

    expect(formValue(change(loaded(accounts, row)), 'email')).toBe('ana@example.com')
    expect(formValue(change(loaded(accounts, row), { email: 'bo@example.com' }), 'email')).toBe(
      'bo@example.com',
    )
  })

  test.for<[what: string, typed: unknown]>([
    ['a list', ['ana']],
    ['an object', { toString: 'ana' }],
    ['a number', 5],
    ['null', null],
  ])('is empty for %s', ([, email]) => {
    expect(formValue(refused({ email }), 'email')).toBe('')
  })

  test.for(['nowhere', 'constructor', '__proto__', 'toString'])(
    'is empty for the field %s',
    (field) => {
      expect(formValue(refused({ email: 'ana' }), field)).toBe('')
    },
  )

  test('never sends a secret back', () => {
    expect(formValue(refused({ password: CANARY }), 'password')).toBe('')
  })
})

describe('printChangeset', () => {
  test('shows the facts of a refused form', () => {
    expect(printChangeset(refused({ email: 'ana@example.com', age: '7' }))).toEqual({
      action: 'insert',
      valid: false,
      changes: { email: 'ana@example.com', age: 7 },
      errors: [
        { field: 'email', message: 'should be at most 5 character(s)', validation: 'length' },
      ],
    })
  })

  test('shows that a secret changed, and not to what', () => {
    const printed = printChangeset(refused({ email: 'a', password: `${CANARY} and more` }))

    expect(printed).toMatchObject({ changes: { password: '**redacted**' } })
    expect(JSON.stringify(printed)).not.toContain(CANARY)
  })

  test('is JSON, whatever was typed', () => {
    const printed = printChangeset(refused({ email: '\0<script>' }))

    expect(JSON.parse(JSON.stringify(printed))).toEqual(printed)
  })
})

describe('describeErrors', () => {
  test('says field and message of each', () => {
    expect(describeErrors(refused({ email: 'ana@example.com', password: 'short' }))).toBe(
      'password should be at least 12 character(s); email should be at most 5 character(s)',
    )
  })

  test('is empty for a changeset without errors', () => {
    expect(describeErrors(change(build(accounts)))).toBe('')
  })
})
