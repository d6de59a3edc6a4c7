import { describe, expect, test } from 'vitest'
import {
  DatabaseBusyError,
  DatabaseClosedError,
  DatabaseCorruptError,
  DatabaseError,
  DatabaseFullError,
  SqlArgumentError,
} from '#repo/database-error.ts'
import { refusalForDatabase } from '#sandbox/refusals.ts'

const CANARY = 'canary-4711'
const code = CANARY
const BUSY = 'Your sandbox is busy. Try again in a moment.'

describe('refusalForDatabase', () => {
  test.for([
    ['is in use', new DatabaseBusyError(CANARY, { code }), 503, BUSY, '1'],
    ['was closed', new DatabaseClosedError(), 503, BUSY, '1'],
    [
      'is full',
      new DatabaseFullError(CANARY, { code }),
      409,
      'Your sandbox is full. Reset it, and try again.',
      undefined,
    ],
  ] as const)('says what to do when the database %s', ([, error, status, sentence, wait]) => {
    const refusal = refusalForDatabase(error)

    expect(refusal).toMatchObject({ status, message: sentence, remedy: null })
    expect(refusal?.headers['retry-after']).toBe(wait)
    expect(JSON.stringify(refusal)).not.toContain(CANARY)
  })

  test('tells a full disk from a full sandbox', () => {
    const full = new DatabaseFullError(CANARY, { code })

    const ofDisk = refusalForDatabase(full, () => 'full')
    expect(ofDisk).toMatchObject({ status: 507, headers: { 'retry-after': '30' } })
    expect(ofDisk?.message).toMatch(/^The disk of this server is full.* Try again in half a minute/)
    const ofSandbox = refusalForDatabase(full, () => null)
    expect(ofSandbox).toMatchObject({ status: 409, headers: {} })
    expect(ofSandbox?.message).toMatch(/^Your sandbox is full/)
  })

  test.for(['SQLITE_IOERR', 'SQLITE_CANTOPEN'])(
    'knows a full disk by %s, where it is full',
    (code) => {
      const error = new DatabaseError(CANARY, { code })

      expect(refusalForDatabase(error, () => 'full')?.status).toBe(507)
      expect(refusalForDatabase(error, () => null)).toBeNull()
    },
  )

  test.for(['EROFS', 'EACCES', 'EPERM', 'EIO'])('knows a disk that takes nothing by %s', (code) => {
    const refusal = refusalForDatabase(Object.assign(new Error(CANARY), { code }))

    expect(refusal).toMatchObject({ status: 507, headers: { 'retry-after': '30' } })
    expect(refusal?.message).toMatch(/^The disk of this server does not work at the moment/)
  })

  test('takes a file that is missing for a disk that is away only where that is so', () => {
    const missing = Object.assign(new Error(CANARY), { code: 'ENOENT' })

    expect(refusalForDatabase(missing, () => 'away')).toMatchObject({ status: 507 })
    expect(refusalForDatabase(missing, () => 'full')).toBeNull()
    expect(refusalForDatabase(missing)).toBeNull()
  })

  test.for(['ENOSPC', 'EDQUOT'])('knows a file without room by %s', (code) => {
    const error = Object.assign(new Error(CANARY), { code })

    expect(refusalForDatabase(error)).toMatchObject({ status: 507 })
    expect(refusalForDatabase(error)?.message).not.toContain(CANARY)
  })

  test.for([
    ['a broken file', new DatabaseCorruptError(CANARY, { code })],
    ['another refusal of the database', new DatabaseError(CANARY, { code })],
    ['a mistake in the program', new SqlArgumentError(CANARY)],
    ['an error in an error', new Error(CANARY, { cause: new DatabaseClosedError() })],
    ['something of the same name', { name: 'DatabaseBusyError', message: CANARY }],
    ['nothing', undefined],
  ] as const)('has no words for %s', ([, error]) => {
    expect(refusalForDatabase(error)).toBeNull()
  })
})
