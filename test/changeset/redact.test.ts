import { inspect as print } from 'node:util'
import { describe, expect, test } from 'vitest'
import { applyChanges } from '#changeset/apply.ts'
import { cast } from '#changeset/cast.ts'
import { change, putAction } from '#changeset/changeset.ts'
import { merge } from '#changeset/merge.ts'
import { build, defineSchema, loaded, schemaless } from '#changeset/schema.ts'
import { validateRequired } from '#changeset/validations.ts'
import { pipe } from '#lib/pipe.ts'

interface Person {
  readonly id: number
  readonly email: string
  readonly pin: string | null
  readonly password: string | null
  readonly born_on: string | null
}

const people = defineSchema<Person>({
  source: 'people',
  name: 'Person',
  fields: {
    id: { type: 'id', primaryKey: true },
    email: 'string',
    pin: { type: 'string', redact: true },
    // Secret by its name: no schema has to say so.
    password: { type: 'string', virtual: true },
    born_on: 'string',
  },
})
const notes = defineSchema<{ id: number; text: string }>({
  source: 'notes',
  fields: { id: { type: 'id', primaryKey: true }, text: 'string' },
})

const CANARY = 'canary-4711'
const params = { email: 'ana@example.test', pin: CANARY, password: CANARY }
const typed = () => cast(build(people), params, ['email', 'pin', 'password'])

/** Every way in which a log may come by the text of a value. */
const printedAll = (value: unknown) =>
  [
    print(value),
    print({ deep: [value] }, { depth: 9 }),
    JSON.stringify(value),
    JSON.stringify({ deep: [value] }),
    String(value),
  ].join('\n')

describe('a row', () => {
  const row = applyChanges(typed())

  test.for([
    ['of a changeset', row],
    ['that was built', build(people, row).data],
    ['that was loaded', loaded(people, row).data],
    ['in what a changeset starts from', loaded(people, row)],
  ] as const)('%s is printed without its secrets', ([, value]) => {
    expect(printedAll(value)).not.toContain(CANARY)
    expect(print(value, { depth: 9 })).toContain('ana@example.test')
  })

  test('is printed with its name, and says where something was left out', () => {
    expect(print(row)).toBe(
      "Person {\n  id: null,\n  email: 'ana@example.test',\n" +
        "  pin: '**redacted**',\n  password: '**redacted**',\n  born_on: null\n}",
    )
    expect(JSON.parse(JSON.stringify(row))).toEqual({
      ...{ id: null, email: 'ana@example.test', born_on: null },
      ...{ pin: '**redacted**', password: '**redacted**' },
    })
  })

  test('has its properties and no others', () => {
    expect(row.pin).toBe(CANARY)
    expect(Object.keys(row)).toEqual(['id', 'email', 'pin', 'password', 'born_on'])
    expect(Object.isFrozen(row)).toBe(true)
    expect(row).toEqual({ id: null, born_on: null, ...params })
  })

  test('can be copied, and the copy is a plain object', () => {
    const plain = { id: null, born_on: null, ...params }
    expect({ ...row }).toStrictEqual(plain)
    expect(structuredClone(row)).toStrictEqual(plain)
  })

  test('without a secret is printed in full', () => {
    const note = loaded(notes, { id: 1, text: 'hello' }).data
    expect(print(note)).toBe("notes { id: 1, text: 'hello' }")
    expect(JSON.stringify(note)).toBe('{"id":1,"text":"hello"}')
  })

  test('of no schema is a plain object', () => {
    const { data } = schemaless({ email: 'string' }, { email: 'ana@b' })
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype)
  })
})

describe('a changeset', () => {
  test.for([
    ['after a cast', typed()],
    ['after a rule', pipe(typed(), validateRequired(['born_on']))],
    ['with an action', putAction(typed(), 'insert')],
    ['that was merged', merge(typed(), change(build(people), { born_on: 'today' }))],
    [
      'of no table',
      cast(schemaless({ api_token: 'string' }), { api_token: CANARY }, ['api_token']),
    ],
  ] as const)('%s is printed without its secrets', ([, changeset]) => {
    expect(printedAll(changeset)).not.toContain(CANARY)
    expect(print(changeset)).toMatch(/^#Ecto\.Changeset<\n/)
  })

  test('is JSON with as much as it prints', () => {
    expect(JSON.parse(JSON.stringify(pipe(typed(), validateRequired(['born_on']))))).toEqual({
      schema: 'Person',
      action: null,
      changes: { email: 'ana@example.test', pin: '**redacted**', password: '**redacted**' },
      errors: [{ field: 'born_on', message: "can't be blank", opts: { validation: 'required' } }],
      valid: false,
    })
  })
})
