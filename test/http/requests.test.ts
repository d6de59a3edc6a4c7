import { describe, expect, test } from 'vitest'
import { Refusal } from '#lib/refusal.ts'
import { allow, isAction, methodOf, wantsJson } from '#http/requests.ts'
import { contextOf } from '../support/context.ts'

const asked = (method: string, params: Record<string, unknown> = {}) =>
  contextOf({ method, locals: { params } })

describe('wantsJson', () => {
  test.for([
    ['application/json', true],
    ['application/json; charset=utf-8', true],
    ['text/html, application/json;q=0.9', true],
    ['text/html,application/xhtml+xml,*/*;q=0.8', false],
    ['*/*', false],
    ['', false],
  ] as const)('%j: %s', ([accept, expected]) => {
    expect(wantsJson(contextOf({ headers: { accept } }).request)).toBe(expected)
  })
})

describe('isAction', () => {
  test.for([
    ['GET', false],
    ['HEAD', false],
    ['POST', true],
    ['PUT', true],
    ['DELETE', true],
  ] as const)('%s: %s', ([method, expected]) => {
    expect(isAction(contextOf({ method }))).toBe(expected)
  })

  test('looks at the method that was sent, not at what a form calls it', () => {
    expect(isAction(asked('GET', { _method: 'DELETE' }))).toBe(false)
  })
})

describe('methodOf', () => {
  test.for<[method: string, stated: unknown, expected: string]>([
    ['POST', 'PUT', 'PUT'],
    ['POST', 'delete', 'DELETE'],
    ['POST', 'PATCH', 'POST'],
    ['POST', 'GET', 'POST'],
    ['POST', 'TRACE', 'POST'],
    ['POST', '', 'POST'],
    ['POST', ['DELETE'], 'POST'],
    ['POST', { toString: 'DELETE' }, 'POST'],
    ['POST', undefined, 'POST'],
    ['GET', 'DELETE', 'GET'],
    ['HEAD', 'PUT', 'HEAD'],
    ['PUT', 'DELETE', 'PUT'],
    ['DELETE', 'PUT', 'DELETE'],
  ])('%s with _method %j is %s', ([method, stated, expected]) => {
    expect(methodOf(asked(method, { _method: stated }))).toBe(expected)
  })
})

describe('allow', () => {
  test('lets a method through that the page answers', () => {
    expect(() => allow(asked('GET'), ['GET', 'POST'])).not.toThrow()
    expect(() => allow(asked('POST', { _method: 'put' }), ['PUT'])).not.toThrow()
  })

  test('takes HEAD for GET', () => {
    expect(() => allow(asked('HEAD'), ['GET'])).not.toThrow()
    expect(() => allow(asked('HEAD'), ['POST'])).toThrow(Refusal)
  })

  test('refuses any other, and says which the page answers', () => {
    const refused = () => allow(asked('POST', { _method: 'DELETE' }), ['GET', 'POST'])

    expect(refused).toThrow(
      expect.objectContaining({
        status: 405,
        message: 'This address answers GET and POST.',
        headers: { allow: 'GET, POST' },
      }),
    )
  })
})
