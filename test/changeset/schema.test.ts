import { describe, expect, test } from 'vitest'
import { cast } from '#changeset/cast.ts'
import { build, defineSchema, findField, loaded, schemaless } from '#changeset/schema.ts'
import { users } from './users.ts'

describe('defineSchema', () => {
  test('gives each field every option', () => {
    expect(users.fields.password).toEqual({
      name: 'password',
      type: 'string',
      source: 'password',
      default: null,
      primaryKey: false,
      virtual: true,
      redact: true,
    })
  })

  test('knows its primary key and the columns of its fields', () => {
    expect(users.primaryKey).toEqual(['id'])
    expect(users.fields.email.source).toBe('address')
  })

  test('is frozen, down to its fields', () => {
    expect(Object.isFrozen(users)).toBe(true)
    expect(Object.isFrozen(users.fields)).toBe(true)
    expect(Object.isFrozen(users.fields.email)).toBe(true)
  })

  test('adds timestamps', () => {
    interface Note {
      id: number
      inserted_at: number
      updated_at: number
    }
    const notes = defineSchema<Note>({
      source: 'notes',
      fields: { id: 'id' },
      timestamps: 'integer',
    })

    expect(Object.keys(notes.fields)).toEqual(['id', 'inserted_at', 'updated_at'])
    expect(notes.timestamps).toBe(true)
  })

  test('without a source it is embedded', () => {
    const settings = defineSchema<{ theme: string }>({ fields: { theme: 'string' } })

    expect(settings).toMatchObject({ kind: 'embedded', source: null, name: 'Embedded' })
  })
})

describe('build', () => {
  test('fills in defaults', () => {
    expect(build(users, { email: 'ana@example.com' }).data).toEqual({
      id: null,
      email: 'ana@example.com',
      name: null,
      role: 'reader',
      visits: 0,
      password: null,
      lock_version: 1,
    })
  })

  test('a value that is not given has its default', () => {
    expect(build(users, { visits: undefined as never }).data.visits).toBe(0)
  })

  test('gives the same base each time there is no data', () => {
    expect(build(users)).toBe(build(users))
  })

  test('an empty input becomes the default', () => {
    const changeset = cast(build(users, { visits: 3 }), { visits: ' ' }, ['visits'])

    expect(changeset.changes).toEqual({ visits: 0 })
  })
})

test('loaded remembers that the row came from the database', () => {
  expect(loaded(users, { id: 1 })).toMatchObject({ state: 'loaded', data: { id: 1, visits: 0 } })
})

describe('schemaless', () => {
  test('keeps data as it is', () => {
    const { data, schema } = schemaless({ email: 'string' }, { email: 'ana@example.com' })

    expect(data).toEqual({ email: 'ana@example.com' })
    expect(schema).toMatchObject({ kind: 'schemaless', source: null })
  })

  test('an empty input becomes null', () => {
    const base = schemaless({ email: 'string' }, { email: 'ana@example.com' })

    expect(cast(base, { email: '' }, ['email']).changes).toEqual({ email: null })
  })
})

test.for(['__proto__', 'constructor', 'toString'])('%s is no field', (name) => {
  expect(findField(users, name)).toBeUndefined()
})
