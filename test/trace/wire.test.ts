import { describe, expect, test } from 'vitest'
import { cast } from '#changeset/cast.ts'
import { putAction } from '#changeset/changeset.ts'
import { uniqueConstraint } from '#changeset/constraints.ts'
import { build, defineSchema, loaded } from '#changeset/schema.ts'
import { validateLength } from '#changeset/validate-length.ts'
import { pipe } from '#lib/pipe.ts'
import { Refusal } from '#lib/refusal.ts'
import { fail, ok } from '#lib/result.ts'
import { secret } from '#lib/secret.ts'
import { toWire } from '#trace/wire.ts'
import { wireInWords } from '#trace/wire-words.ts'

interface Person {
  readonly id: number
  readonly email: string
  readonly pin: string | null
}

const people = defineSchema<Person>({
  source: 'people',
  name: 'Person',
  fields: {
    id: { type: 'id', primaryKey: true },
    email: 'string',
    pin: { type: 'string', redact: true },
  },
})

const CANARY = 'canary-4711'
const TOKEN = 'Ab3-'.repeat(10) + 'xyz'
const ana = { id: 1, email: 'ana@b', pin: CANARY }
const changeset = pipe(
  cast(build(people), { email: 'ana@b', pin: CANARY }, ['email', 'pin']),
  validateLength('email', { min: 9 }),
  uniqueConstraint('email'),
)

describe('a plain form', () => {
  test.for<[what: string, value: unknown, wire: unknown, words: string]>([
    ['a text', "o'hara", "o'hara", "'o\\'hara'"],
    ['a number', 7.5, 7.5, '7.5'],
    ['nothing', undefined, null, 'null'],
    ['a list', [1, 'a'], [1, 'a'], "[1, 'a']"],
    ['an empty list', [], [], '[]'],
    ['a map', { a: 1 }, { $: 'map', of: { a: 1 } }, '{ a: 1 }'],
    ['an empty map', {}, { $: 'map', of: {} }, '{}'],
    ['a map with a $', { $: 'row' }, { $: 'map', of: { $: 'row' } }, "{ $: 'row' }"],
    ['a map with odd names', { 'a b': 1 }, { $: 'map', of: { 'a b': 1 } }, "{ 'a b': 1 }"],
    [
      'a row',
      loaded(people, ana).data,
      { $: 'row', schema: 'Person', of: { id: 1, email: 'ana@b' }, hidden: true },
      "Person { id: 1, email: 'ana@b', ... }",
    ],
    [
      'what a changeset starts from',
      build(people, ana),
      { $: 'built', schema: 'Person', of: { id: 1, email: 'ana@b' }, hidden: true },
      "Person { id: 1, email: 'ana@b', ... }",
    ],
    [
      'a changeset',
      putAction(changeset, 'insert'),
      {
        ...{ $: 'changeset', schema: 'Person', data: 'built', action: 'insert', valid: false },
        changes: { email: 'ana@b' },
        errors: [
          {
            ...{ field: 'email', message: 'should be at least 9 character(s)' },
            template: 'should be at least %{count} character(s)',
            opts: {
              $: 'map',
              of: { count: 9, kind: 'min', type: 'string', validation: 'length' },
            },
          },
        ],
        ...{ constraints: ['people_email_index'], hidden: true },
      },
      "Changeset {\n  action: 'insert',\n  changes: { email: 'ana@b', ... },\n  errors: [\n" +
        "    {\n      field: 'email',\n      message: 'should be at least 9 character(s)',\n    },\n" +
        '  ],\n  data: Person,\n  valid: false,\n}',
    ],
    ['a success', ok(7), { $: 'result', ok: true, of: 7 }, '{ ok: true, value: 7 }'],
    [
      'a failure',
      fail('not found'),
      { $: 'result', ok: false, of: 'not found' },
      "{ ok: false, error: 'not found' }",
    ],
    [
      'a scope',
      { repo: {}, user: { ...ana, hashed_password: CANARY }, organization: { slug: 'acme' } },
      { $: 'scope', user: { id: 1, email: 'ana@b' }, organization: 'acme' },
      "Scope { user: 'ana@b', organization: 'acme' }",
    ],
    [
      'a scope of nobody',
      { repo: {}, user: null },
      { $: 'scope', user: null, organization: null },
      'Scope { user: null }',
    ],
    [
      'a mail',
      { to: 'ana@b', subject: 'Hello', text: CANARY },
      { $: 'mail', to: 'ana@b', subject: 'Hello', hidden: true },
      "Mail { to: 'ana@b', subject: 'Hello', ... }",
    ],
    ['a time', new Date(0), { $: 'time', of: 0 }, '1970-01-01T00:00:00.000Z'],
    [
      'a refusal',
      new Refusal(404, 'Not here.'),
      { $: 'error', name: 'Refusal', message: 'Not here.' },
      'Refusal: Not here.',
    ],
    [
      'an error',
      new RangeError(CANARY),
      { $: 'error', name: 'RangeError', message: null },
      'RangeError',
    ],
    ['a function', () => CANARY, { $: 'hidden', what: 'function' }, '‹function›'],
    ['bytes', new Uint8Array(32), { $: 'hidden', what: '32 bytes' }, '‹32 bytes›'],
    ['a secret', secret(CANARY), { $: 'hidden', what: 'secret' }, '**redacted**'],
    [
      'what is secret by its name',
      { password: CANARY, api_token: { deep: CANARY }, has_password: true },
      {
        $: 'map',
        of: {
          ...{
            password: { $: 'hidden', what: 'secret' },
            api_token: { $: 'hidden', what: 'secret' },
          },
          has_password: true,
        },
      },
      '{\n  password: **redacted**,\n  api_token: **redacted**,\n  has_password: true,\n}',
    ],
    [
      'a list that is secret by its name',
      { tokens: [{ id: 1 }, CANARY] },
      {
        $: 'map',
        of: {
          tokens: [
            { $: 'hidden', what: 'secret' },
            { $: 'hidden', what: 'secret' },
          ],
        },
      },
      '{ tokens: [**redacted**, **redacted**] }',
    ],
    [
      'a token, whatever it is called',
      { it: TOKEN },
      { $: 'map', of: { it: '‹token›' } },
      "{ it: '‹token›' }",
    ],
    ['a token in an address', `/a/${TOKEN}?b`, '/a/‹token›?b', "'/a/‹token›?b'"],
    ['an API token', `${'0'.repeat(32)}.${TOKEN}`, '‹token›', "'‹token›'"],
    ['a hash', '$argon2id$v=19$m=1,t=1$abc$def', '‹hash›', "'‹hash›'"],
    ['half a surrogate pair', 'a\ud800', 'a\ufffd', "'a\ufffd'"],
  ])('of %s', ([, value, wire, words]) => {
    const written = toWire(value)

    expect(written).toEqual(wire)
    expect(wireInWords(written)).toBe(words)
    expect(JSON.parse(JSON.stringify(written))).toEqual(written)
    expect(JSON.stringify(written)).not.toContain(CANARY)
  })

  test.for<[what: string, value: unknown, said: RegExp]>([
    ['a long text', 'a'.repeat(5_000), /… 4800 more/],
    ['many items', Array.from({ length: 1_000 }, (_, n) => n), /\.\.\. 990 more/],
    [
      'many entries',
      Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`k${n}`, n])),
      /\.\.\. 980 more/,
    ],
    ['a long name', { ['n'.repeat(9_000)]: 1 }, /n{200}: 1/],
    ['a deep value', nested(50), /‹deeper›/],
    ['a value that holds itself', itself(), /‹deeper›/],
    ['much of everything', broad(2), /‹deeper›|more/],
  ])('of %s is cut, and says so', ([, value, said]) => {
    const written = toWire(value)

    expect(JSON.stringify(written).length).toBeLessThan(9_000)
    expect(wireInWords(written)).toMatch(said)
  })

  test('tells no text where nobody knows what it is', () => {
    expect(toWire(['a', { b: 'c', d: 1 }], { texts: false })).toEqual([
      { $: 'hidden', what: 'text' },
      { $: 'map', of: { b: { $: 'hidden', what: 'text' }, d: 1 } },
    ])
  })

  test('tells nothing of a value whose name says that it is secret', () => {
    expect(toWire({ a: CANARY }, { secret: true })).toEqual({ $: 'hidden', what: 'secret' })
    expect(toWire(null, { secret: true })).toBeNull()
  })
})

function nested(depth: number): object {
  return depth === 0 ? {} : { in: nested(depth - 1) }
}

function itself(): object {
  const value: { self?: object } = {}
  value.self = value
  return value
}

function broad(depth: number): object {
  const item = () => (depth === 0 ? 'x'.repeat(500) : broad(depth - 1))
  return Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`key${n}`, item()]))
}
