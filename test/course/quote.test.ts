import { describe, expect, test } from 'vitest'
import { quoteFrom } from '#course/quote.ts'
import { refusedByIndex } from '../support/sample-trace.ts'

const CONSTRAINT = 'constraint.users_email_index'

describe('quoteFrom', () => {
  test.for([
    [{}, '422'],
    [{ show: 'title' }, 'POST /users/register'],
    [{ tag: 'scope.current' }, 'nobody is logged in'],
    [{ tag: 'scope.current', show: 'layer' }, 'scope'],
    [{ tag: 'scope.current', nth: '2' }, null],
    [{ tag: 'scope.scopeForUser' }, null],
    [{ tag: CONSTRAINT, show: 'data.errors.0.message' }, 'has already been taken'],
    [{ tag: CONSTRAINT, show: 'data.errors.0' }, null],
    [{ tag: CONSTRAINT, show: 'data.constructor.name' }, null],
    [{ tag: CONSTRAINT, show: 'source' }, null],
    [{ tag: CONSTRAINT }, null],
    [{ show: 'steps' }, null],
    [{ show: 'toString' }, null],
  ] as const)('takes %o', ([quote, value]) => {
    expect(quoteFrom(refusedByIndex, quote)).toBe(value)
  })
})
