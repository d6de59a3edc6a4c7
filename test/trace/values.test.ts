import { expect, test } from 'vitest'
import { valuesOf } from '#trace/values.ts'
import { sampleTrace } from '../support/sample-trace.ts'

const stepOf = (report: Parameters<typeof sampleTrace>[0][number]) => sampleTrace([report]).steps[0]!

test.for([
  [{ name: 'cast', data: { values: { email: 'ana' }, errors: [] } }, 'email = "ana"'],
  [{ name: 'validateFormat', data: { errors: [] } }, 'errors = []'],
  [
    { name: 'validateFormat', data: { errors: [{ field: 'email', message: 'is wrong' }] } },
    'errors = [email: is wrong]',
  ],
] as const)('a rule knows what came in, then what is wrong with it', ([report, value]) => {
  expect(valuesOf(stepOf({ layer: 'changeset', ...report }))).toBe(value)
})

test('a query knows how many rows, a scope whose it is', () => {
  expect(valuesOf(stepOf({ layer: 'sql', name: 'select 1', data: { rows: 0 } }))).toBe('rows = 0')
  const scope = { layer: 'scope', name: 'scopeForUser', tag: 'scope.current' } as const
  expect(valuesOf(stepOf({ ...scope, data: { after: { email: 'ana@b' } } }))).toBe(
    'scope.user = "ana@b"',
  )
  expect(valuesOf(stepOf({ ...scope, data: { after: null } }))).toBe('scope.user = null')
})

test('a value is no longer than a line has room for, and most steps have none', () => {
  const long = { values: { email: 'a'.repeat(200) } }

  expect(valuesOf(stepOf({ layer: 'changeset', name: 'cast', data: long }))).toHaveLength(60)
  expect(valuesOf(stepOf({ layer: 'plug', name: 'fetchFlash', data: {} }))).toBeNull()
})
