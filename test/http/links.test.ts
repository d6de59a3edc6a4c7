import { describe, expect, test } from 'vitest'
import { pathFor, splitPersona, toldPath, withoutTokens, YOU } from '#http/links.ts'

describe('pathFor', () => {
  test('leaves the reader’s own addresses as they are', () => {
    expect(pathFor(YOU, '/users/log-in')).toBe('/users/log-in')
  })

  test('puts a persona in front', () => {
    expect(pathFor('alice', '/users/log-in')).toBe('/as/alice/users/log-in')
    expect(pathFor('alice', '/')).toBe('/as/alice/')
  })
})

describe('splitPersona', () => {
  test.for([
    ['/as/alice/users/log-in', 'alice', '/users/log-in'],
    ['/as/alice/users/log-in?_action=confirmed', 'alice', '/users/log-in?_action=confirmed'],
    ['/as/alice/', 'alice', '/'],
    ['/as/alice', 'alice', '/'],
    ['/as/a-1/x', 'a-1', '/x'],
    ['/as/alice/as/bob/users', 'alice', '/as/bob/users'],
    ['/as/you/users/log-in', YOU, '/users/log-in'],
    [`/as/${'a'.repeat(20)}/x`, 'a'.repeat(20), '/x'],
  ] as const)('reads %s as %s at %s', ([target, persona, path]) => {
    expect(splitPersona(target)).toEqual({ persona, path })
  })

  test.for([
    '/',
    '/users/log-in',
    '/as',
    '/as/',
    '/as//x',
    '/as/Alice/x',
    '/as/1a/x',
    '/as/-a/x',
    '/as/al_ice/x',
    '/as/al.ice/x',
    '/as/..%2f/x',
    '/as/%61lice/x',
    '/as/alice;x/y',
    `/as/${'a'.repeat(21)}/x`,
    '/x/as/alice/y',
    '/as/alice\n/x',
  ])('takes %j for an address of the reader’s own', (target) => {
    expect(splitPersona(target)).toEqual({ persona: YOU, path: target })
  })

  test.for(['/', '/users/log-in', '/users/settings?x=1'])(
    'finds what pathFor wrote: %s',
    (path) => {
      for (const persona of [YOU, 'alice', 'b-2'])
        expect(splitPersona(pathFor(persona, path))).toEqual({ persona, path })
    },
  )
})

describe('withoutTokens', () => {
  const TOKEN = 'aB-_5'.repeat(8) + 'xyz'

  test.for([
    [`/users/log-in/${TOKEN}`, '/users/log-in/‹token›'],
    [`/users/log-in/${TOKEN}?lesson=x`, '/users/log-in/‹token›?lesson=x'],
    [`/${TOKEN}/x/${TOKEN}`, '/‹token›/x/‹token›'],
    [`/users/log-in/${TOKEN}a`, `/users/log-in/${TOKEN}a`],
    [`/users/log-in/${TOKEN.slice(1)}`, `/users/log-in/${TOKEN.slice(1)}`],
    ['/users/settings', '/users/settings'],
    ['/', '/'],
  ] as const)('shows %s as %s', ([path, shown]) => {
    expect(withoutTokens(path)).toBe(shown)
  })
})

describe('toldPath', () => {
  test.for([
    ['/scores', '/scores'],
    ['/scores?lesson=part/lesson&step=demo.1', '/scores'],
    ['/scores?lesson=part/lesson&of=ana', '/scores?of=ana'],
    [`/users/log-in/${'a'.repeat(43)}?step=demo.1`, '/users/log-in/‹token›'],
  ] as const)('tells of %s where %s is', ([path, told]) => {
    expect(toldPath(path)).toBe(told)
  })
})
