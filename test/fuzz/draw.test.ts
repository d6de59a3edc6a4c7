import { describe, expect, test } from 'vitest'
import { draw, PATTERNS, type Known } from './draw.ts'
import { faultOf, mixedOf } from './judge.ts'
import { Random } from './random.ts'
import { mangled } from './raw.ts'
import { formsOf, paramsOf } from './visitor.ts'

const KNOWN: Known = {
  ...{ origin: 'http://localhost:4321', cookie: 'glasshouse_4321_visitor=a' },
  params: { id: ['7'], token: ['a'.repeat(43)] },
  forms: [{ action: '/as/ana/users/register', fields: { 'user[email]': ['ana@example.test'] } }],
  personas: ['ana'],
}
const many = Array.from({ length: 4_000 }, (_, turn) => draw(turn, new Random(1, turn), KNOWN))
const written = (requests: readonly unknown[]) => JSON.stringify(requests)

describe('draw', () => {
  test('draws the same with the same seed, and something else with another', () => {
    const again = (seed: number) =>
      Array.from({ length: 50 }, (_, turn) => draw(turn, new Random(seed, turn), KNOWN))

    expect(written(again(1))).toBe(written(many.slice(0, 50)))
    expect(written(again(2))).not.toBe(written(many.slice(0, 50)))
  })

  test('comes to every route, by every method and with every type', () => {
    expect(new Set(many.map(({ pattern }) => pattern))).toEqual(new Set(PATTERNS))
    const methods = new Set(many.map(({ method }) => method))
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])
      expect(methods).toContain(method)
    const types = new Set(many.flatMap(({ headers }) => new Map(headers).get('content-type') ?? []))
    expect(types.size).toBeGreaterThan(10)
  })

  test('sends a form as its page would, and bends it', () => {
    const sent = many.filter(({ path, body }) => path.startsWith('/as/ana/users/register') && body)
    const texts = sent.map(({ body }) => String(body))

    expect(texts).toContain('user%5Bemail%5D=ana%40example.test')
    expect(new Set(texts).size).toBeGreaterThan(5)
  })

  test('puts in the place of a parameter what fits, and what does not', () => {
    const paths = many.filter(({ pattern }) => pattern === '/scores/[id]').map(({ path }) => path)

    expect(paths.some((path) => path.startsWith('/scores/7'))).toBe(true)
    expect(new Set(paths).size).toBeGreaterThan(3)
  })
})

test('mangled changes bytes, and the same ones with the same seed', () => {
  const texts = [1, 1, 2, 3].map((seed) => mangled(many[0]!, new Random(seed)).toString('latin1'))

  expect(texts[0]).toBe(texts[1])
  expect(new Set(texts).size).toBe(3)
})

describe('faultOf', () => {
  test.for([
    [500, 'no', 'answered 500'],
    [503, 'no', 'answered 503'],
    [200, 'somewhere canary2 stands', 'answered with canary2, which is somebody else’s'],
    [404, 'canary2', 'answered with canary2, which is somebody else’s'],
    [200, 'my own canary1', null],
    [422, '', null],
    [0, '', null],
  ] as const)('of %i with %j is %j', ([status, text, fault]) => {
    expect(faultOf({ status, text }, ['canary2', 'canary3'])).toBe(fault)
  })
})

test('faultOf lets break what was taken apart on purpose, and nothing leak there', () => {
  const faults = [500, 503].map((status) => faultOf({ status, text: '' }, [], { mayBreak: true }))
  const leak = faultOf({ status: 500, text: 'canary2' }, ['canary2'], { mayBreak: true })

  expect(faults).toEqual([null, 'answered 503'])
  expect(leak).toContain('canary2')
})

test('mixedOf finds the folder that holds what two have sent', () => {
  const texts = { a: Buffer.from('one'), b: Buffer.from('one and two'), c: Buffer.from('none') }

  expect(mixedOf(texts, ['one', 'two'])).toEqual(['b holds what belongs to 2 visitors'])
})

test('formsOf reads a page: where each form is sent, and what it may hold', () => {
  const page = `<form action="/users/log-out" method="post"><input type="hidden" name="_method" value="delete">
    <button name="who" value="a&amp;b">x</button><button name="who" value="c">y</button></form>
    <form><input name="q"></form>`

  expect(formsOf(page, '/here')).toEqual([
    { action: '/users/log-out', fields: { _method: ['delete'], who: ['a&b', 'c'] } },
    { action: '/here', fields: { q: [''] } },
  ])
})

test('paramsOf takes from addresses what stands in the places of parameters', () => {
  const { org, id, token } = paramsOf({
    '/organizations/[org]/scores/[id]': { path: '/as/ana/organizations/glass-works/scores/33?a=b' },
    '/users/log-in/[token]': { path: '/users/log-in/abc' },
  })

  expect([org, token, id?.includes('33')]).toEqual([['glass-works'], ['abc'], true])
})
