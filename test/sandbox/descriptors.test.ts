import { expect, test } from 'vitest'
import { DatabaseError, DatabaseUnreachableError } from '#repo/database-error.ts'
import { isOutOfDescriptors } from '#sandbox/descriptors.ts'

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
