import { describe, expect, test } from 'vitest'
import { eventOf, type Answered } from '#server/events.ts'

const answered = (given: Partial<Answered>): Answered => ({
  ...{ method: 'POST', route: '/users/log-in', status: 303 },
  ...{ reachedPage: true, opensSession: false },
  ...given,
})

describe('eventOf', () => {
  test.for([
    [{ opensSession: true }, 'log-in ok'],
    [{ opensSession: true, status: 200 }, 'log-in ok'],
    [{ status: 422 }, 'log-in refused'],
    [{}, 'log-in link asked'],
    [{ route: '/users/log-out' }, 'log-out'],
    [{ route: '/users/log-out', method: 'DELETE' }, 'log-out'],
    [{ route: '/users/register' }, 'registered'],
    [{ route: '/users/register', status: 422 }, 'registration refused'],
    [{ route: '/users/settings', opensSession: true }, 'settings changed'],
    [{ route: '/users/settings', status: 422 }, 'settings refused'],
    [{ route: '/sandbox/reset' }, 'sandbox reset'],
    [{ route: '/sandbox/delete' }, 'sandbox deleted'],
    [{ method: 'GET', route: '/lessons', status: 429, reachedPage: false }, 'limit hit'],
    [{ method: 'GET', route: '/sandbox', status: 503 }, 'busy'],
    [{ status: 507 }, 'busy'],
    [{ route: 'refused', status: 403, reachedPage: false }, 'request refused'],
    [{ method: 'GET', route: 'refused', status: 421, reachedPage: false }, 'request refused'],
  ] as const)('of %j is “%s”', ([given, name]) => {
    expect(eventOf(answered(given))).toBe(name)
  })

  test.for([
    ['a look', { method: 'GET', status: 200 }],
    ['an act of the course', { route: '/progress' }],
    ['what a guard has led elsewhere', { route: '/users/settings', reachedPage: false }],
    [
      'a registration of somebody who is logged in',
      { route: '/users/register', reachedPage: false },
    ],
    ['what went wrong, of which the log has a line with its stack', { status: 500 }],
    ['what nobody waited for', { status: 0 }],
    ['a refused reset', { route: '/sandbox/reset', status: 410 }],
    ['a route that is named like a property of all objects', { route: 'constructor' }],
  ] as const)('of %s is none', ([, given]) => {
    expect(eventOf(answered(given))).toBeNull()
  })
})
