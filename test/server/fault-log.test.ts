import { expect, test } from 'vitest'
import { DatabaseBusyError, DatabaseError, DatabaseFullError } from '#repo/database-error.ts'
import { faultLog } from '#server/fault-log.ts'

function written(trouble: 'full' | 'away' | null, error: unknown) {
  const lines: unknown[] = []
  const keep =
    (level: string) =>
    (name: string, fields: object = {}) =>
      void lines.push({ level, name, ...fields })
  faultLog({ error: keep('error'), event: keep('event') }, () => trouble)(error, 'r1')
  return lines
}

const ioError = () => new DatabaseError('disk I/O error', { code: 'SQLITE_IOERR' })

test.for([
  ['a full disk', 'full', ioError(), 507],
  ['a disk that is away', 'away', ioError(), 507],
  ['a system that says so', null, Object.assign(new Error('no'), { code: 'ENOSPC' }), 507],
  ['a database at its largest', null, new DatabaseFullError('full', { code: 'SQLITE_FULL' }), 409],
  ['a busy database', null, new DatabaseBusyError('busy', { code: 'SQLITE_BUSY' }), 503],
] as const)('%s is an event, and no fault', ([, trouble, error, status]) => {
  expect(written(trouble, error)).toEqual([
    {
      level: 'event',
      name: 'not kept',
      requestId: 'r1',
      status,
      why: expect.any(String) as string,
    },
  ])
})

test.for([
  ['a mistake of this program', new TypeError('x is not a function')],
  ['a disk that fails while it has room', ioError()],
] as const)('%s is written down with its stack', ([, error]) => {
  expect(written(null, error)).toEqual([
    {
      ...{ level: 'error', name: 'request failed', requestId: 'r1' },
      error: expect.stringContaining('fault-log.test.ts') as string,
    },
  ])
})
