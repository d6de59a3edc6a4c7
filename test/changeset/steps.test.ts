import { describe, expect, test } from 'vitest'
import { cast } from '#changeset/cast.ts'
import { step } from '#changeset/changeset-step.ts'
import { addError, change, putChange, type Changeset } from '#changeset/changeset.ts'
import { uniqueConstraint } from '#changeset/constraints.ts'
import { optimisticLock, prepareChanges } from '#changeset/prepare.ts'
import { build } from '#changeset/schema.ts'
import { validateLength } from '#changeset/validate-length.ts'
import { validateFormat, validateRequired } from '#changeset/validations.ts'
import { pipe } from '#lib/pipe.ts'
import { Recorder } from '#trace/recorder.ts'
import type { Step } from '#trace/step.ts'
import { collect } from '#trace/trace.ts'
import { watched, type StandIn } from '#trace/watch.ts'
import { users, type User } from './users.ts'

const registration = (params: Record<string, unknown>) =>
  pipe(
    cast(build(users), params, ['email', 'name']),
    validateRequired(['email', 'name']),
    validateFormat('email', /@/),
    validateLength('email', { max: 160 }),
    uniqueConstraint('email'),
    (changeset) => putChange(changeset, 'visits', 1),
  )

/** The steps of what `fn` does. */
function stepsOf(fn: () => unknown) {
  const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })
  collect(recorder, fn)
  return recorder.snapshot().steps
}

const without = <Value>(tags: readonly string[], fn: () => Value) =>
  watched({ without: new Set(tags) }, fn)

const ANA = { email: 'ana@example.com', name: 'Ana' }
const TAGS = [
  'changeset.email+name.cast',
  'changeset.email+name.required',
  'changeset.email.format',
  'changeset.email.length',
  'changeset.email.unique_constraint',
]

describe('a changeset that is watched', () => {
  test('shows each step with its tag, cast too, but not a function of the reader', () => {
    const names = ['cast', 'validateRequired', 'validateFormat', 'validateLength']

    expect(stepsOf(() => registration(ANA)).map(({ tag, name }) => [tag, name])).toEqual(
      [...names, 'uniqueConstraint'].map((name, index) => [TAGS[index], name]),
    )
  })

  test('shows what a step was told', () => {
    expect(stepsOf(() => registration(ANA))[3]).toMatchObject({
      ...{ tag: 'changeset.email.length', name: 'validateLength' },
      data: { fields: ['email'], options: { max: 160 } },
    })
  })

  test('shows steps without a field', () => {
    const steps = stepsOf(() => {
      pipe(
        change(build(users)),
        prepareChanges((changeset) => changeset),
        optimisticLock('visits'),
      )
      cast(build(users), {}, [])
    })

    expect(steps.map(({ tag }) => tag)).toEqual([
      'changeset.prepare_changes',
      'changeset.visits.optimistic_lock',
      'changeset.cast',
    ])
  })

  test('is the same as one that is not', () => {
    const params = { email: 'ana', name: ' ' }
    let seen: unknown

    stepsOf(() => (seen = registration(params)))

    expect(seen).toEqual(registration(params))
  })

  test('goes on, in a second cast, from what the steps before left', () => {
    let seen: unknown
    stepsOf(() => {
      const first = cast(build(users), { email: 1 }, ['email'])
      const { errors, params } = cast(first, { name: 2 }, ['name'])
      seen = [errors.map(({ field }) => field), params]
    })

    expect(seen).toEqual([['email', 'name'], { email: 1, name: 2 }])
  })
})

describe('a changeset', () => {
  test('goes without a rule', () => {
    const params = { email: 'ana', name: 'Ana' }

    expect(without(['changeset.email.format'], () => registration(params)).valid).toBe(true)
    expect(registration(params).valid).toBe(false)
  })

  test('goes without the cast: then nothing was sent', () => {
    const { params, changes, errors } = without([TAGS[0]!], () => registration(ANA))

    expect({ params, changes }).toEqual({ params: null, changes: { visits: 1 } })
    expect(errors.map(({ field }) => field)).toEqual(['email', 'name'])
  })

  test('goes without everything', () => {
    expect(without(TAGS, () => registration({ email: 'ana' }))).toEqual(
      change(build(users), { visits: 1 }),
    )
  })

  test('takes a field too many, where something else stands in for its cast', () => {
    const greedy: StandIn = (start: Changeset<User>, original: Step<Changeset<User>>) => {
      const taken = original(start)
      return cast(taken, taken.params ?? {}, ['visits'])
    }
    const instead = new Map([[TAGS[0]!, greedy]])

    const { changes } = watched({ instead }, () =>
      cast(build(users), { ...ANA, visits: '99' }, ['email', 'name']),
    )

    expect(changes).toEqual({ ...ANA, visits: 99 })
  })
})

describe('a step of your own', () => {
  const refuse = () =>
    step(
      'refuse',
      { tag: 'changeset.email.own', fields: ['email'] },
      (changeset: Changeset<User>) => addError(changeset, 'email', 'is not liked'),
    )

  test('says what it saw and decided', () => {
    expect(stepsOf(() => pipe(change(build(users)), refuse()))).toMatchObject([
      { layer: 'changeset', outcome: 'error', detail: 'email: is not liked' },
    ])
  })

  test('is left out by its tag', () => {
    const own = () => pipe(change(build(users)), refuse()).valid

    expect([own(), without(['changeset.email.own'], own)]).toEqual([false, true])
  })
})
