import { describe, expect, test } from 'vitest'
import { cast, invalidParams } from '#changeset/cast.ts'
import { step } from '#changeset/changeset-step.ts'
import { change, putChange, type Changeset } from '#changeset/changeset.ts'
import { uniqueConstraint } from '#changeset/constraints.ts'
import { optimisticLock, prepareChanges } from '#changeset/prepare.ts'
import { build, defineSchema } from '#changeset/schema.ts'
import { sourceOfConstraint } from '#changeset/trace-rule.ts'
import { unsafeValidateUnique } from '#changeset/unsafe-validate-unique.ts'
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
} from '#changeset/validations.ts'
import { pipe } from '#lib/pipe.ts'
import { Recorder } from '#trace/recorder.ts'
import type { Step } from '#trace/step.ts'
import type { TraceStep } from '#trace/trace-step.ts'
import { collect } from '#trace/trace.ts'
import { watched, type StandIn } from '#trace/watch.ts'

interface User {
  readonly id: number
  readonly email: string
  readonly age: number | null
  readonly pin: string | null
  readonly password: string | null
}

const users = defineSchema<User>({
  source: 'users',
  name: 'User',
  fields: {
    id: { type: 'id', primaryKey: true },
    email: 'string',
    age: 'integer',
    pin: { type: 'string', redact: true },
    password: { type: 'string', virtual: true },
  },
})

function stepsOf(fn: () => unknown): readonly TraceStep[] {
  const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })
  collect(recorder, fn)
  return recorder.snapshot().steps
}

/** The one step that `rule` records for a user who typed this. */
function stepOf(params: object, rule: () => Step<Changeset<User>>): TraceStep | undefined {
  const changeset = cast(build(users), { ...params }, ['email', 'age', 'pin', 'password'])
  return stepsOf(() => pipe(changeset, rule())).at(-1)
}

const ownStep = (name: string, fields: readonly string[], apply = (c: Changeset<User>) => c) =>
  step(name, { tag: `changeset.${fields.join('+')}.own`, fields }, apply)

/** What a step of the program’s own says. */
const custom: readonly [string, object, () => Step<Changeset<User>>, string][] = [
  ['ok', { email: 'a@b' }, () => ownStep('validateFriendly', ['email']), 'email passed'],
  ['skip', {}, () => ownStep('validateFriendly', ['email']), 'no email to look at'],
  ['skip', {}, () => ownStep('validatePair', ['email', 'age']), 'no email and age to look at'],
  ['ok', { current: 'x' }, () => ownStep('validateCurrent', ['current']), 'current passed'],
  ['ok', {}, () => ownStep('putAge', ['age', 'email'], (c) => putChange(c, 'age', 7)), 'put age 7'],
  [
    'ok',
    {},
    () => ownStep('nameIt', ['email'], (c) => putChange(c, 'email', 'a@b')),
    'put email "a@b"',
  ],
  ['ok', {}, () => ownStep('putPin', ['pin'], (c) => putChange(c, 'pin', 'canary')), 'put pin'],
  [
    'ok',
    { password: 'x' },
    () => ownStep('normalize', ['password'], (c) => putChange(c, 'password', 'canary')),
    'put password',
  ],
  [
    'skip',
    { age: 7 },
    () => ownStep('putAge', ['age']),
    'nothing to put: what is there is the same',
  ],
  ['ok', {}, () => ownStep('tidy', []), ''],
]

describe('a rule says what it decided', () => {
  test.for<[string, object, () => Step<Changeset<User>>, string]>([
    ['ok', { email: 'a@b' }, () => validateRequired('email'), 'email is present'],
    [
      'ok',
      { email: 'a@b', age: 1 },
      () => validateRequired(['email', 'age']),
      'email and age are present',
    ],
    ['error', {}, () => validateRequired('email'), "email: can't be blank"],
    ['ok', { email: 'a@b' }, () => validateFormat('email', /@/), 'email has the right form'],
    ['error', { email: 'ab' }, () => validateFormat('email', /@/), 'email: has invalid format'],
    ['skip', { age: 1 }, () => validateFormat('email', /@/), 'no change of email to look at'],
    [
      'ok',
      { email: 'a@b' },
      () => validateLength('email', { max: 9 }),
      'email has a fitting length',
    ],
    [
      'error',
      { email: 'a@b' },
      () => validateLength('email', { min: 5 }),
      'email: should be at least 5 character(s)',
    ],
    ['ok', { age: 7 }, () => validateNumber('age', { lessThan: 9 }), 'age is a fitting number'],
    [
      'ok',
      { email: 'a' },
      () => validateInclusion('email', ['a']),
      'email is one of those allowed',
    ],
    ['ok', { email: 'a' }, () => validateExclusion('email', ['b']), 'email is not reserved'],
    ['error', { email: 'a' }, () => validateExclusion('email', ['a']), 'email: is reserved'],
    ['ok', { email: 'a' }, () => validateChange('email', () => []), 'email passed'],
    [
      'skip',
      { password: 'x' },
      () => validateConfirmation('password'),
      'password_confirmation was not sent',
    ],
    [
      'ok',
      { password: 'x', password_confirmation: 'x' },
      () => validateConfirmation('password'),
      'password_confirmation is the same',
    ],
    [
      'error',
      { password: 'x', password_confirmation: 'y' },
      () => validateConfirmation('password'),
      'password_confirmation: does not match confirmation',
    ],
    ['ok', { terms: 'true' }, () => validateAcceptance('terms'), 'terms was accepted'],
    [
      'ok',
      {},
      () => uniqueConstraint('email'),
      'if users_email_index refuses: email has already been taken',
    ],
    [
      'ok',
      {},
      () => prepareChanges((changeset) => changeset),
      'left a function for the repo to run before it writes',
    ],
    ['ok', {}, () => optimisticLock('age'), 'the row must still have this age'],
    ...custom,
  ])('%s: %j', ([outcome, params, rule, detail]) => {
    expect(stepOf(params, rule)).toMatchObject({ layer: 'changeset', outcome, detail })
  })
})

test('a rule that puts a value shows it among those it saw', () => {
  const put = stepOf({ age: 1, pin: '1' }, () =>
    ownStep('putBoth', ['age', 'pin', 'email'], (changeset) =>
      putChange(putChange(changeset, 'age', 7), 'pin', 'canary'),
    ),
  )

  expect(put?.data['values']).toEqual({ age: 7, pin: '**redacted**', email: null })
})

test('no rule that had nothing to do says what another one calls an error', () => {
  const nothing = stepsOf(() =>
    pipe(
      cast(build(users), {}, ['email']),
      validateFormat('email', /@/),
      validateLength('email', { max: 9 }),
      validateInclusion('email', ['a']),
      validateChange('email', () => []),
      validateConfirmation('email'),
    ),
  )

  const wrong = ['did not change', 'is invalid', "can't be blank", 'has already been taken']
  for (const { name, outcome, detail } of nothing.slice(1)) {
    expect([name, outcome]).toEqual([name, 'skip'])
    expect(wrong.filter((words) => detail.includes(words))).toEqual([])
  }
})

describe('a cast', () => {
  const castStep = (params: unknown, before = build(users)) =>
    stepsOf(() => cast(before, params as never, ['email', 'age']))[0]

  test.for<[string, unknown, string]>([
    ['ok', { email: 'a@b' }, 'took email'],
    ['ok', { email: 'a@b', age: '7', is_admin: 'true' }, 'took email and age; ignored is_admin'],
    ['ok', {}, 'nothing changed'],
    ['ok', { email_confirmation: 'a@b' }, 'nothing changed'],
    ['error', { email: 'a@b', age: 'old' }, 'age: is invalid; took email'],
    ['error', invalidParams, 'the params could not be read'],
    [
      'ok',
      Object.fromEntries('abcdefgh'.split('').map((name) => [name.repeat(50), 1])),
      `ignored ${'abcde'
        .split('')
        .map((name) => `${name.repeat(40)}… (50 characters)`)
        .join(', ')}, and 3 more`,
    ],
  ])('%s: %s', ([outcome, params, detail]) => {
    expect(castStep(params)).toMatchObject({ tag: 'changeset.email+age.cast', outcome, detail })
  })

  test('tells of a second cast only what is new', () => {
    const once = cast(build(users), { email: 'a@b', is_admin: '1' }, ['email'])

    const [again] = stepsOf(() => cast(once, { age: '7', other: '1' }, ['age']))

    expect(again?.detail).toBe('took age; ignored other')
  })

  test('shows what was sent and what it became', () => {
    expect(castStep({ email: 'a@b', age: '7', is_admin: '1' })?.data).toMatchObject({
      fields: ['email', 'age'],
      values: { email: 'a@b', age: '7' },
      changes: { email: 'a@b', age: 7 },
      errors: [],
    })
  })
})

describe('a step of a changeset', () => {
  test('shows the rule, the value and the error', () => {
    expect(stepOf({ email: 'ab' }, () => validateLength('email', { min: 5 }))).toMatchObject({
      name: 'validateLength',
      tag: 'changeset.email.length',
      data: {
        fields: ['email'],
        options: { min: 5 },
        values: { email: 'ab' },
        errors: [
          { field: 'email', message: 'should be at least 5 character(s)', validation: 'length' },
        ],
        changes: { email: 'ab' },
      },
    })
  })

  test('shows the changeset after it, as Ecto prints it', () => {
    expect(stepOf({ email: 'ab' }, () => validateFormat('email', /@/))?.data['changeset']).toEqual([
      '#Ecto.Changeset<',
      '  action: nil,',
      '  changes: %{email: "ab"},',
      '  errors: [email: {"has invalid format", [validation: :format]}],',
      '  data: #User<>,',
      '  valid?: false,',
      '  ...',
      '>',
    ])
  })

  test('never shows what the schema redacts, nor a password', () => {
    const typed = { pin: '1234-secret', password: 'hunter2', password_confirmation: 'hunter2' }

    const steps = stepsOf(() =>
      pipe(
        cast(build(users), typed, ['pin', 'password']),
        validateLength('pin', { max: 1 }),
        validateConfirmation('password'),
        validateRequired('password'),
      ),
    )

    expect(steps).toHaveLength(4)
    expect(JSON.stringify(steps)).not.toMatch(/hunter2|1234/)
    expect(steps[0]?.data['values']).toEqual({ pin: '**redacted**', password: '**redacted**' })
  })

  test('that throws is recorded by the kind of error', () => {
    const failing = () =>
      step<User>('explode', { tag: 'changeset.explode' }, () => {
        throw new RangeError('hunter2')
      })

    const steps = stepsOf(() => {
      expect(() => pipe(change(build(users)), failing())).toThrow('hunter2')
    })

    expect(steps).toMatchObject([{ name: 'explode', outcome: 'error', detail: 'RangeError' }])
  })

  test('is not recorded while nobody watches, and does the same', () => {
    const run = () => pipe(cast(build(users), { email: 'a' }, ['email']), validateRequired('age'))
    let seen: unknown

    const steps = stepsOf(() => (seen = run()))

    expect(steps).toHaveLength(2)
    expect(run()).toEqual(seen)
  })

  test('that forgets to return is recorded, and trips nobody who watches', () => {
    const info = { tag: 'changeset.forgetful' }
    const forgetful = step<User>('forgetful', info, () => undefined as never)

    const changeset = change(build(users))

    expect(stepsOf(() => forgetful(changeset))).toMatchObject([
      { name: 'forgetful', outcome: 'ok', detail: '' },
    ])
  })

  test('says what stood in for it, and what came of that', () => {
    const tag = 'changeset.email.format'
    const lax: StandIn = (changeset: Changeset<User>) => changeset

    const steps = stepsOf(() =>
      watched({ instead: new Map([[tag, lax]]) }, () =>
        pipe(change(build(users), { email: 'ab' }), validateFormat('email', /@/)),
      ),
    )

    expect(steps).toMatchObject([
      { tag, outcome: 'ok', detail: 'something else stood in: email has the right form' },
    ])
  })
})

describe('unsafeValidateUnique says', () => {
  const ask = async (params: object, taken: boolean) => {
    const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })
    const changeset = pipe(
      cast(build(users), { ...params }, ['email']),
      validateFormat('email', /@/),
    )
    const repo = { existsAnother: () => taken }
    await collect(recorder, () => unsafeValidateUnique(changeset, 'email', repo))
    const { outcome, detail } = recorder.snapshot().steps.at(-1)!
    return [outcome, detail]
  }

  test.for<[object, boolean, string, string]>([
    [{ email: 'a@b' }, false, 'ok', 'no other row had this email when it was asked'],
    [{ email: 'a@b' }, true, 'error', 'email: has already been taken'],
    [{ email: 'ab' }, true, 'skip', 'email has an error already, so nothing was asked'],
    [{}, true, 'skip', 'no change of email to ask about'],
  ])('%j, taken %s: %s', async ([params, taken, outcome, detail]) => {
    expect(await ask(params, taken)).toEqual([outcome, detail])
  })
})

test('a constraint that was declared unwatched has no line', () => {
  const { constraints } = pipe(change(build(users)), uniqueConstraint('email'))

  expect(sourceOfConstraint(constraints[0]!)).toBeNull()
})
