import { expect, test } from 'vitest'
import { DatabaseError, DatabaseUnreachableError } from '#repo/database-error.ts'
import { databasesWithin, isOutOfDescriptors, shortageOfDescriptors } from '#sandbox/descriptors.ts'

test.for([
  [200, null, 200],
  [200, 1_048_576, 200],
  [200, 1_024, 113],
  [200, 256, 28],
  [200, 4, 1],
  [20, 1_024, 20],
] as const)('of %i databases, with %s descriptors, %i may be open', ([wanted, most, open]) => {
  expect(databasesWithin(wanted, most)).toBe(open)
})

const withCode = (code: string) => Object.assign(new Error(code), { code })
const database = (code: string) => new DatabaseError('unable to open database file', { code })

test.for(['EMFILE', 'ENFILE'])('%s says so itself', (code) => {
  expect(isOutOfDescriptors(withCode(code), () => true)).toBe(true)
})

test('a database that could not open a file is asked about by opening another', () => {
  const unreachable = new DatabaseUnreachableError('no', { code: 'SQLITE_CANTOPEN' })

  for (const error of [unreachable, database('SQLITE_IOERR')])
    expect([isOutOfDescriptors(error, () => false), isOutOfDescriptors(error, () => true)]).toEqual(
      [...[true, false]],
    )
  expect(isOutOfDescriptors(unreachable)).toBe(false)
})

test('anything else is something else', () => {
  for (const error of [withCode('ENOENT'), database('SQLITE_CORRUPT'), new Error('x'), null])
    expect(isOutOfDescriptors(error, () => false)).toBe(false)
})

test('where none were left a moment ago, that is why, though one was given back since', () => {
  let now = 0
  const isShort = shortageOfDescriptors({ areLeft: () => true, now: () => now })
  const cannotOpen = database('SQLITE_CANTOPEN')
  expect(isShort(cannotOpen)).toBe(false)

  expect(isShort(withCode('EMFILE'))).toBe(true)
  now = 4_999
  expect([isShort(cannotOpen), isShort(withCode('ENOENT'))]).toEqual([true, false])
  now = 5_000

  expect(isShort(cannotOpen)).toBe(false)
})
