import { describe, expect, test } from 'vitest'
import { cast } from '#changeset/cast.ts'
import { build } from '#changeset/schema.ts'
import { validateRequired } from '#changeset/validations.ts'
import { users } from '#app/accounts/user.ts'
import { fail, ok } from '#lib/result.ts'
import { pipe } from '#lib/pipe.ts'
import { inWords, isSame, partsAmiss, printed, seenIn } from '#exercise/seen.ts'

const blank = pipe(cast(build(users), { email: '' }, ['email']), validateRequired(['email']))

describe('what is seen', () => {
  test('of a changeset: its errors as a form has them', () => {
    expect(seenIn(blank)).toEqual({
      ...{ ok: false, errors: ["email can't be blank"], action: null, changes: {} },
    })
  })

  test('of a result: what it holds, or why not', () => {
    expect(seenIn(ok(1))).toEqual({ ok: true, errors: [], is: 1 })
    expect(seenIn(fail('not found'))).toEqual({ ok: false, is: 'not found' })
    expect(seenIn(fail(blank))).toMatchObject({ ok: false, errors: ["email can't be blank"] })
  })

  test('of a response: its status, and where it leads', () => {
    const response = new Response(null, { status: 303, headers: { location: '/' } })

    expect(seenIn(response)).toEqual({ status: 303, to: '/' })
  })

  test.for([null, undefined, true, 'text', 5, [1], { a: 1 }])('of any other value: %o', (value) => {
    expect(seenIn(value)).toEqual({ is: value })
  })
})

test('only what is hoped for is compared', () => {
  expect(partsAmiss({ ok: true, is: 1 }, { ok: true })).toEqual([])
  expect(partsAmiss({ ok: true, is: 1 }, { ok: true, is: 2 })).toEqual(['is'])
  expect(partsAmiss({ is: 1 }, { status: 303 })).toEqual(['status'])
})

test('an exception is as hoped for by its first words, and amiss wherever nobody hoped for it', () => {
  const seen = { throws: 'RangeError: no such minutes', writes: [] }

  expect(partsAmiss(seen, { throws: 'RangeError' })).toEqual([])
  expect(partsAmiss(seen, { throws: '' })).toEqual([])
  expect(partsAmiss(seen, { throws: 'TypeError' })).toEqual(['throws'])
  expect(partsAmiss(seen, { writes: [] })).toEqual(['throws'])
  expect(partsAmiss({ is: true }, { throws: '' })).toEqual(['throws'])
})

test('errors are compared field by field, those of one field in their order', () => {
  const hoped = { errors: ['email is bad', 'name is short', 'name is odd'] }

  expect(partsAmiss({ errors: ['name is short', 'name is odd', 'email is bad'] }, hoped)).toEqual(
    [],
  )
  expect(partsAmiss({ errors: ['email is bad', 'name is odd', 'name is short'] }, hoped)).toEqual([
    'errors',
  ])
})

test('values are the same part by part', () => {
  expect(isSame({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toBe(true)
  expect(isSame({ a: undefined }, {})).toBe(false)
  expect(isSame([], {})).toBe(false)
  expect(isSame(null, undefined)).toBe(false)
})

describe('in words', () => {
  test('a refusal that says why is one', () => {
    expect(inWords({ ok: false, errors: ['email is bad'] }, ['ok', 'errors'])).toBe(
      '“email is bad”',
    )
    expect(inWords({ ok: false }, ['ok'])).toBe('a refusal')
    expect(inWords({ ok: true, errors: [] }, ['ok', 'errors'])).toBe('no error')
  })

  test('what was sent is counted and named', () => {
    expect(inWords({ writes: [] }, ['writes'])).toBe('no write')
    expect(inWords({ writes: ['update scores'], sets: ['comment'] }, ['writes', 'sets'])).toBe(
      'one write: update scores, one column set: comment',
    )
    expect(inWords({ queries: ['select users', 'select users'] }, ['queries'])).toBe(
      '2 queries: select users, select users',
    )
    expect(inWords({ refusedBy: null }, ['refusedBy'])).toBe('refused by no constraint')
  })

  test('an exception that did not come is told by what came', () => {
    expect(inWords({ is: true }, ['throws'])).toBe('no exception: true')
    expect(inWords({ throws: '' }, ['throws'])).toBe('an exception')
  })

  test('what has no such part is told by what it is', () => {
    expect(inWords({ is: 5 }, ['status'])).toBe('5')
    expect(inWords({ status: 303, to: '/' }, ['status', 'to'])).toBe('the status 303, the way to /')
  })

  test('values stand there as a program has them, and cut where they are long', () => {
    expect(printed({ a: ['x', null], b: () => 1 })).toBe("{ a: ['x', null], b: the function b }")
    expect(printed('y'.repeat(500))).toHaveLength(161)
  })
})
