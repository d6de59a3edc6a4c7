/** Rules in a row work on one draft. Nobody can tell, but by the clock. */
import { describe, expect, test, vi } from 'vitest'
import { cast } from '#changeset/cast.ts'
import { addError, change, putChange, type Changeset } from '#changeset/changeset.ts'
import { checkConstraint, uniqueConstraint } from '#changeset/constraints.ts'
import { optimisticLock, prepareChanges } from '#changeset/prepare.ts'
import { build } from '#changeset/schema.ts'
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
import { watched } from '#trace/watch.ts'
import { users, type User } from './users.ts'

type Rule = (changeset: Changeset<User>) => Changeset<User>

const isBad = (field: string) => [{ field, message: 'is bad' }]
const RULES: readonly Rule[] = [
  validateRequired<User>(['email', 'name']),
  validateRequired<User>('password'),
  validateFormat<User>('email', /@/),
  validateLength<User>('email', { min: 3, max: 8 }),
  validateNumber<User>('visits', { lessThan: 3 }),
  validateInclusion<User, 'role'>('role', ['reader']),
  validateExclusion<User, 'name'>('name', ['Ana']),
  validateConfirmation<User>('password', { required: true }),
  validateAcceptance<User>('terms'),
  validateChange<User, 'name'>('name', isBad, { metadata: 'mine' }),
  validateChange<User, 'email'>('email', () => []),
  uniqueConstraint<User>('email'),
  checkConstraint<User>('visits', { name: 'visits_not_negative' }),
  optimisticLock<User, 'lock_version'>('lock_version'),
  prepareChanges<User>((changeset) => changeset),
  (changeset) => putChange(changeset, 'visits', 2),
  (changeset) => addError(changeset, 'name', 'is odd'),
]
const PARAMS: readonly Readonly<Record<string, unknown>>[] = [
  {},
  { email: 'ana@example.test', name: 'Ana', password: 'a', password_confirmation: 'b' },
  { email: 'ana', name: ' ', visits: '5', role: 'editor', terms: 'true', password: 'a' },
]
const FIELDS = ['email', 'name', 'visits', 'role', 'password'] as const

/** The same every time: a few of the rules, in some order, some of them twice. */
function* someRules(): Generator<readonly Rule[]> {
  let seed = 7
  const draw = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below
  for (let round = 0; round < 400; round++)
    yield Array.from({ length: draw(8) }, () => RULES[draw(RULES.length)]!)
}

const isFrozen = (changeset: Changeset<User>) =>
  Object.isFrozen(changeset) && Object.values(changeset).every((part) => Object.isFrozen(part))

// A lock is a function, made anew by each run.
const told = ({ prepare, ...rest }: Changeset<User>) => ({ ...rest, prepare: prepare.length })

describe('a pipe of rules', () => {
  test('gives what they give one by one, frozen, watched or not', () => {
    for (const rules of someRules())
      for (const params of PARAMS) {
        const start = cast(build(users), params, FIELDS)
        const before = JSON.stringify(told(start))

        const piped = pipe(start, ...rules)

        const single = rules.reduce((changeset, rule) => rule(changeset), start)
        expect(told(piped)).toEqual(told(single))
        const seen = watched({ without: new Set(['nothing']) }, () => pipe(start, ...rules))
        expect(told(seen)).toEqual(told(single))
        expect(isFrozen(piped)).toBe(true)
        expect(JSON.stringify(told(start))).toBe(before)
      }
  })

  test('gives the changeset itself where no rule has anything to say', () => {
    const start = change(build(users))

    expect(pipe(start, validateConfirmation('password'), RULES[10]!)).toBe(start)
  })

  test('shows a function between them a frozen changeset, which stays as it was', () => {
    const seen: Changeset<User>[] = []
    const look: Rule = (changeset) => {
      seen.push(changeset)
      return changeset
    }
    const start = cast(build(users), { email: 'ana' }, FIELDS)

    const after = pipe(start, validateFormat('email', /@/), look, validateRequired('name'), look)

    expect(seen.map(({ errors }) => errors.length)).toEqual([1, 2])
    expect(seen.every(isFrozen)).toBe(true)
    expect(after).toBe(seen[1])
  })

  test('is not changed by who runs it a second time', () => {
    const required = validateRequired<User>(['email'])
    const format = validateFormat<User>('email', /@/)
    const [first, second] = ['ana', 'bo@example.test'].map((email) =>
      pipe(cast(build(users), { email }, FIELDS), required, format),
    )

    expect(first).toMatchObject({ valid: false, changes: { email: 'ana' } })
    expect(second).toMatchObject({ valid: true, changes: { email: 'bo@example.test' } })
    expect(second?.validations).toBe(first?.validations)
  })

  test('names each rule that was there, wherever a rule was before', () => {
    const format = validateFormat<User>('email', /@/)
    const length = validateLength<User>('email', { max: 8 })
    const kinds = (...rules: readonly Rule[]) =>
      pipe(change(build(users)), ...rules).validations.map(({ kind }) => kind)

    expect(kinds(format)).toEqual(['format'])
    expect(kinds(length, format)).toEqual(['format', 'length'])
    expect(kinds(format, format)).toEqual(['format', 'format'])
    expect(kinds(format)).toEqual(['format'])
  })

  test('freezes as many changesets, however many rules there are', () => {
    const freeze = vi.spyOn(Object, 'freeze')
    const count = (rules: readonly Rule[]) => {
      const start = change(build(users), { email: 'ana@a' })
      freeze.mockClear()
      pipe(start, ...rules)
      return freeze.mock.calls.filter(([value]) => 'changes' in Object(value)).length
    }
    const rules = [RULES[2]!, RULES[3]!, RULES[0]!]

    expect([count(rules.slice(0, 1)), count([...rules, ...rules])]).toEqual([1, 1])
    freeze.mockRestore()
  })
})
