import { z } from 'astro/zod'
import { describe, expect, test } from 'vitest'
import { schemas } from '../../src/content.config.ts'

interface JsonSchema {
  readonly description?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
}

interface Result {
  readonly success: boolean
  readonly error?: { readonly issues: readonly { path: readonly PropertyKey[]; message: string }[] }
}

const issuesOf = ({ error }: Result) =>
  (error?.issues ?? []).map(({ path, message }) => `${path.map(String).join('.')}: ${message}`)

const LESSON = {
  id: 'who-is-asking',
  title: 'Who is asking?',
  summary: 'A visitor becomes a person.',
  published: new Date('2026-11-23'),
  minutes: 6,
  tags: ['scopes'],
  shows: ['scope'],
}

const DEMO = {
  id: 'a-first-visit',
  title: 'From visitor to person',
  page: '/users/register',
  people: ['you'],
  tries: [{ label: 'ana', fields: { 'user[email]': 'ana@example.test' } }],
}

describe('the schema of a lesson', () => {
  test('takes a lesson', () => {
    expect(schemas.lesson.safeParse(LESSON)).toEqual({ success: true, data: LESSON })
  })

  test.for(Object.keys(LESSON))('requires %s', (field) => {
    expect(schemas.lesson.safeParse({ ...LESSON, [field]: undefined }).success).toBe(false)
  })

  test.for([
    [{ order: 1 }, ': Unrecognized key: "order"'],
    [{ id: 'Who Is' }, 'id: Write it in small letters, as who-is-asking.'],
    [{ published: '2026-11-23' }, 'published: Invalid input: expected date, received string'],
    [{ minutes: 2.5 }, 'minutes: Invalid input: expected int, received number'],
    [{ tags: [] }, 'tags: Too small: expected array to have >=1 items'],
    [{ summary: 'Short.' }, 'summary: Too small: expected string to have >=20 characters'],
  ] as const)('refuses %o', ([change, issue]) => {
    expect(issuesOf(schemas.lesson.safeParse({ ...LESSON, ...change }))).toEqual([issue])
  })

  test('knows tags and layers by name', () => {
    expect(schemas.lesson.safeParse({ ...LESSON, tags: ['scope'] }).success).toBe(false)
    expect(schemas.lesson.safeParse({ ...LESSON, shows: ['browser'] }).success).toBe(false)
  })
})

describe('the schema of demos', () => {
  test('takes a list of demos', () => {
    expect(schemas.demos.safeParse([DEMO]).success).toBe(true)
  })

  test.for([
    [{ predict: 'which?' }, '0: Unrecognized key: "predict"'],
    [{ people: [] }, '0.people: Too small: expected array to have >=1 items'],
    [{ tries: [] }, '0.tries: Too small: expected array to have >=1 items'],
    [
      { page: '/users/settings' },
      '0.page: Invalid option: expected one of "/users/register"|"/users/log-in"',
    ],
    [
      { tries: [{ label: 'ana', fields: { 'user[email]': 'ana@gmail.com' } }] },
      '0.tries.0.fields.user[email]: An address in a demo ends in @example.test, so that it can be nobody’s.',
    ],
    [
      { tries: [{ label: 'ana', fields: { email: 'ana' } }] },
      '0.tries.0.fields: Unrecognized key: "email"',
    ],
    [{ tries: [{ label: 'ana', fields: {}, then: 'x' }] }, '0.tries.0: Unrecognized key: "then"'],
  ] as const)('refuses %o', ([change, issue]) => {
    expect(issuesOf(schemas.demos.safeParse([{ ...DEMO, ...change }]))).toEqual([issue])
  })
})

test('every field is described', () => {
  const undescribed = (schema: JsonSchema, path: string): readonly string[] => [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
      ...(field.description ? [] : [`${path}.${name}`]),
      ...undescribed(field, `${path}.${name}`),
    ]),
    ...(schema.items ? undescribed(schema.items, path) : []),
  ]
  const found = Object.entries(schemas).flatMap(([name, schema]) =>
    undescribed(z.toJSONSchema(schema, { unrepresentable: 'any' }) as JsonSchema, name),
  )

  expect(found).toEqual([])
})
