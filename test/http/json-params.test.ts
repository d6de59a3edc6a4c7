import { describe, expect, test } from 'vitest'
import { Refusal } from '#lib/refusal.ts'
import { nested, parseParams, redactParams } from '#http/params.ts'

const json = (body: string) => parseParams({ kind: 'json', text: body })

function refusal(body: string): unknown {
  try {
    return json(body)
  } catch (error) {
    return error instanceof Refusal ? [error.status, error.message] : error
  }
}

const NOT_AN_OBJECT = [400, 'The body is a JSON object: {"user": {"email": "…"}}.']
const NOT_JSON = [400, 'The body is not JSON.']
const NOT_UNICODE = [400, 'The body holds text that is not Unicode.']

describe('parseParams of JSON', () => {
  test('keeps values as they are, for a changeset to judge', () => {
    const body = { user: { email: 5, admin: true, tags: ['a', { b: null }], name: null } }

    expect(JSON.parse(JSON.stringify(json(JSON.stringify(body))))).toEqual(body)
  })

  test('reads nothing as no fields', () => {
    expect(Object.keys(json(''))).toEqual([])
  })

  test.for(['null', '1', '-0.5', 'true', '"user"', '[]', '[{"user":1}]', ' \n[ ]'])(
    'refuses JSON that is no object: %s',
    (body) => {
      expect(refusal(body)).toEqual(NOT_AN_OBJECT)
    },
  )

  test.for([
    ' ',
    '{',
    '{"a":}',
    "{'a':1}",
    '{"a":1,}',
    'user=1',
    '{}{}',
    'NaN',
    '\ufeff{}',
    '{"a":"\n"}',
  ])('refuses what is no JSON: %j', (body) => {
    expect(refusal(body)).toEqual(NOT_JSON)
  })

  test.for([
    ['a value', '{"user":{"email":"\\ud800@example.com"}}'],
    ['the other half', '{"user":{"email":"\\udfff"}}'],
    ['a name', '{"user":{"\\ud800":"a"}}'],
    ['a list', '{"user":["a",["\\ud800"]]}'],
    ['text that JSON did not escape', '{"user":"\ud800"}'],
  ] as const)('refuses half a surrogate pair in %s', ([, body]) => {
    expect(refusal(body)).toEqual(NOT_UNICODE)
  })

  test('takes a whole surrogate pair', () => {
    expect(json('{"name":"\\ud83d\\udc69"}')['name']).toBe('👩')
  })

  test.for(['__proto__', 'constructor', 'prototype', 'toString'])(
    'takes %s for a name like any other',
    (name) => {
      const params = json(`{"${name}":{"admin":1},"user":{"${name}":{"admin":1},"email":"a"}}`)

      expect(Object.keys(params)).toEqual([name, 'user'])
      expect(Object.keys(nested(params, 'user'))).toEqual([name, 'email'])
      expect('admin' in nested(params, 'user')).toBe(false)
      expect(({} as Record<string, unknown>)['admin']).toBeUndefined()
    },
  )

  test('has no fields but those that were sent', () => {
    const params = json('{"user":{"email":"a"},"list":[{}]}')

    expect('toString' in params).toBe(false)
    expect('toString' in nested(params, 'user')).toBe(false)
    expect('toString' in ((params['list'] as object[])[0] ?? {})).toBe(false)
  })

  test('has the later of two names win', () => {
    expect(json('{"email":"a","email":"b"}')['email']).toBe('b')
  })

  test.for([
    ['brackets that never close', '['.repeat(16_384), NOT_JSON],
    ['braces that never close', '{"a":'.repeat(3_276), NOT_JSON],
    ['lists in lists', `${'['.repeat(8_192)}${']'.repeat(8_192)}`, null],
    ['objects in objects', `${'{"a":'.repeat(2_700)}1${'}'.repeat(2_700)}`, null],
    ['one long number', `{"a":${'9'.repeat(16_000)}}`, null],
    ['one long name', `{"${'a'.repeat(16_000)}":1}`, null],
    [
      'thousands of names',
      `{${Array.from({ length: 1_500 }, (_, n) => `"${n}":1`).join(',')}}`,
      null,
    ],
  ] as const)('comes to an end with %s', ([, body, expected]) => {
    const outcome = refusal(body)

    if (expected) expect(outcome).toEqual(expected)
    else if (!Array.isArray(outcome))
      expect(() => redactParams(outcome as object as Record<string, unknown>)).not.toThrow()
    else expect(outcome[0]).toBe(400)
  })
})
