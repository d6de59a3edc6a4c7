import { expect, test } from 'vitest'
import { schemaChanges } from '#repo/schema-changes.ts'

const object = (type: string, name: string, made: string | null = 'as it was') => ({
  ...{ type, name, made },
  table: 'people',
})
const told = (kind: string, type: string, name: string) => ({ kind, type, name, table: 'people' })

const people = object('table', 'people')
const index = object('index', 'people_email_index')

test('what is there twice and is made of the same has not changed', () => {
  expect(schemaChanges([people, index], [index, people])).toEqual([])
})

test('what came, what went, and what is made of something else are told apart', () => {
  const before = [people, index]
  const after = [object('table', 'people', 'with a column more'), object('view', 'grown_ups')]

  expect(schemaChanges(before, after)).toEqual([
    told('dropped', 'index', 'people_email_index'),
    told('created', 'view', 'grown_ups'),
    told('altered', 'table', 'people'),
  ])
})

test('a table and an index of one name are two things', () => {
  expect(schemaChanges([people], [object('index', 'people')])).toEqual([
    told('dropped', 'table', 'people'),
    told('created', 'index', 'people'),
  ])
})
