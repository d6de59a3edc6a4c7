import { describe, expect } from 'vitest'
import type { AppLocals } from '#app/web/locals.ts'
import { hasScope, withoutScope } from '#app/web/without-scope.ts'
import { test } from '../../support/fixtures.ts'

type WithScope = Pick<AppLocals, 'scope'>

const locals = (): WithScope => {
  const made = {} as WithScope
  withoutScope(made)
  return made
}

describe('before a plug has made a scope', () => {
  test('to read it throws, and names the plug', () => {
    expect(() => locals().scope).toThrow(
      'locals.scope: nobody has made one yet. The plug fetchCurrentScope does: ' +
        'put what needs a scope behind it.',
    )
    expect(() => {
      const { scope } = locals()
      return scope
    }).toThrow('fetchCurrentScope')
  })

  test('there is none', () => {
    expect(hasScope(locals())).toBe(false)
  })

  test('what copies the locals leaves it out', () => {
    expect({ ...locals(), persona: 'you' }).toEqual({ persona: 'you' })
  })
})

describe('once one is there', () => {
  test('it is an ordinary value', ({ scope }) => {
    const own = locals()

    own.scope = scope

    expect([own.scope, { ...own }, hasScope(own)]).toEqual([scope, { scope }, true])
  })

  test('another may take its place', ({ scope }) => {
    const own = locals()
    own.scope = scope

    own.scope = { ...scope, featureFlags: ['new'] }

    expect(own.scope.featureFlags).toEqual(['new'])
  })

  test('a request begins without one again', ({ scope }) => {
    const own = locals()
    own.scope = scope

    withoutScope(own)

    expect(hasScope(own)).toBe(false)
  })
})
