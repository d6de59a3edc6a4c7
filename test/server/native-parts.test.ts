import { describe, expect, test } from 'vitest'
import { whyNotLoaded } from '#server/native-parts.ts'

const failed = (message: string, more: object = {}) => Object.assign(new Error(message), more)

describe('whyNotLoaded', () => {
  test.for([
    [
      'SQLite',
      failed('/app/node_modules/sqlite3/build/Release/node_sqlite3.node: invalid ELF header', {
        code: 'ERR_DLOPEN_FAILED',
      }),
    ],
    [
      'SQLite',
      failed('Could not locate the bindings file. Tried:\n → /app/node_modules/sqlite3/build'),
    ],
    [
      'Argon2',
      failed("Cannot find module '@node-rs/argon2-linux-x64-musl'", { code: 'MODULE_NOT_FOUND' }),
    ],
    [
      'Argon2',
      failed('Failed to load native binding', {
        stack:
          'Error: Failed to load native binding\n    at /app/node_modules/@node-rs/argon2/index.js',
      }),
    ],
  ] as const)('names %s in one sentence, and the way out', ([part, error]) => {
    const why = whyNotLoaded(error)

    expect(why).toContain(`The native part of ${part} does not load on this machine (`)
    expect(why).toContain('npm ci, run on this machine')
    expect(why).not.toContain('\n')
  })

  test.for([
    failed('this.x is not a function'),
    failed('SQLITE_CORRUPT: in /app/node_modules/sqlite3/lib/sqlite3.js'),
    failed("Cannot find module './pages/gone.mjs'", { code: 'MODULE_NOT_FOUND', stack: 'at here' }),
  ])('leaves any other error as it is: %s', (error) => {
    expect(whyNotLoaded(error)).toBe(error.stack)
  })

  test('takes what is no error', () => {
    expect(whyNotLoaded('gone')).toBe('gone')
  })
})
