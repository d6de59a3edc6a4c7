import { expect, test } from 'vitest'
import { cardRows } from '#stage/phone/card-rows.ts'
import { refusedByChangeset, refusedByIndex, sampleTrace } from '../../support/sample-trace.ts'

const shown = (trace: Parameters<typeof cardRows>[0]) =>
  cardRows(trace).map(({ words, mark }) => `${words} ${mark}`)

test('ends with the row that decided, and tells nothing that came after it', () => {
  const rows = cardRows(refusedByChangeset)

  expect(rows.at(-1)).toMatchObject({
    ...{ words: 'validateFormat', mark: '✕', says: 'refused', decides: 'refused' },
  })
  expect(rows.filter(({ decides }) => decides !== null)).toHaveLength(1)
})

test('holds the last five of the folded list', () => {
  const rows = cardRows(refusedByIndex)

  expect(rows).toHaveLength(5)
  expect(rows.at(-1)?.words).toBe('users_email_index')
  expect(rows.map(({ words }) => words)).not.toContain('POST /users/register')
})

test('tells of a lab the requests that it has sent', () => {
  const lanes = [
    { as: 'ana', status: 303, caught_by: null, ends: 'answered' },
    { as: 'ana-phone', status: 422, caught_by: 'unique index', ends: 'refused' },
  ]
  const trace = sampleTrace([
    { layer: 'request', name: 'POST /labs/race' },
    { layer: 'context', name: 'Race.run', tag: 'context.Race.run', data: { lanes } },
  ])

  expect(shown(trace)).toEqual(['Ana · 303 ✓', 'Ana-phone · unique index ✕'])
})

test('says of each row by a shape how it went', () => {
  const trace = sampleTrace(
    [
      { layer: 'request', name: 'GET /scores' },
      { layer: 'context', name: 'registerUser' },
      { layer: 'sql', name: 'select * from users', data: { rows: 0 }, parent: 2 },
      { layer: 'constraint', name: 'users_email_index', outcome: 'skip', parent: 2 },
      { layer: 'plug', name: 'requireSudoMode', outcome: 'halt' },
    ],
    { status: 303 },
  )

  expect(shown(trace).at(-1)).toBe('requireSudoMode ■')
  expect(shown(trace)).toContain('users_email_index ·')
})
