import { afterEach, describe, expect, test } from 'vitest'
import { cast } from '#changeset/cast.ts'
import { change, putChange } from '#changeset/changeset.ts'
import { uniqueConstraint } from '#changeset/constraints.ts'
import { optimisticLock, prepareChanges } from '#changeset/prepare.ts'
import { build } from '#changeset/schema.ts'
import { validateLength } from '#changeset/validate-length.ts'
import { validateFormat, validateRequired } from '#changeset/validations.ts'
import { pipe } from '#lib/pipe.ts'
import { replaceStepRunner, type StepInfo, type StepRunner } from '#lib/step.ts'
import { users } from './users.ts'

afterEach(() => replaceStepRunner(null))

const registration = (params: Record<string, unknown>) =>
  pipe(
    cast(build(users), params, ['email', 'name']),
    validateRequired(['email', 'name']),
    validateFormat('email', /@/),
    validateLength('email', { max: 160 }),
    uniqueConstraint('email'),
    (changeset) => putChange(changeset, 'visits', 1),
  )

function watching(): StepInfo[] {
  const seen: StepInfo[] = []
  const runner: StepRunner = {
    origin: () => ({ file: 'src/app/accounts/user.ts', line: 31 }),
    run: (info, apply, value) => {
      seen.push(info)
      return apply(value)
    },
  }
  replaceStepRunner(runner)
  return seen
}

function without(...tags: readonly string[]): void {
  replaceStepRunner({
    origin: () => null,
    run: (info, apply, value) => (tags.includes(info.tag) ? value : apply(value)),
  })
}

describe('a runner', () => {
  test('sees each step with its tag, cast too, but not a function of the reader', () => {
    const seen = watching()

    registration({ email: 'ana@example.com', name: 'Ana' })

    expect(seen.map(({ tag, name }) => [tag, name])).toEqual([
      ['changeset.email+name.cast', 'cast'],
      ['changeset.email+name.required', 'validateRequired'],
      ['changeset.email.format', 'validateFormat'],
      ['changeset.email.length', 'validateLength'],
      ['changeset.email.unique_constraint', 'uniqueConstraint'],
    ])
  })

  test('is told what a step was told, and where it stands', () => {
    const seen = watching()

    registration({ email: 'ana@example.com', name: 'Ana' })

    expect(seen[3]).toEqual({
      tag: 'changeset.email.length',
      name: 'validateLength',
      fields: ['email'],
      options: { max: 160 },
      source: { file: 'src/app/accounts/user.ts', line: 31 },
    })
  })

  test('makes no difference', () => {
    const params = { email: 'ana', name: ' ' }
    const unwatched = registration(params)

    watching()

    expect(registration(params)).toEqual(unwatched)
  })

  test('can leave a rule out', () => {
    without('changeset.email.format')

    expect(registration({ email: 'ana', name: 'Ana' }).valid).toBe(true)
  })

  test('can leave the cast out: then nothing was sent', () => {
    without('changeset.email+name.cast')

    const { params, changes, errors } = registration({ email: 'ana@example.com', name: 'Ana' })

    expect({ params, changes }).toEqual({ params: null, changes: { visits: 1 } })
    expect(errors.map(({ field }) => field)).toEqual(['email', 'name'])
  })

  test('can leave everything out', () => {
    replaceStepRunner({ origin: () => null, run: (_info, _apply, value) => value })

    expect(registration({ email: 'ana' })).toEqual(change(build(users), { visits: 1 }))
  })

  test('sees steps without a field', () => {
    const seen = watching()

    pipe(
      change(build(users)),
      prepareChanges((changeset) => changeset),
      optimisticLock('visits'),
    )
    cast(build(users), {}, [])

    expect(seen.map(({ tag }) => tag)).toEqual([
      'changeset.prepare_changes',
      'changeset.visits.optimistic_lock',
      'changeset.cast',
    ])
  })
})

test('a cast on a watched changeset goes on from what the steps before left', () => {
  watching()
  const first = cast(build(users), { email: 1 }, ['email'])

  const { errors, params } = cast(first, { name: 2 }, ['name'])

  expect(errors.map(({ field }) => field)).toEqual(['email', 'name'])
  expect(params).toEqual({ email: 1, name: 2 })
})
