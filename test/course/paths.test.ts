import * as inBrowser from 'virtual:glasshouse/paths'
import { describe, expect, test } from 'vitest'
import { inLinks, onStage } from '#course/paths.ts'
import { ROUTES, routeOf } from '#router.ts'

const PATTERNS = Object.keys(ROUTES)
const example = (pattern: string) => pattern.replaceAll(/\[[^\]]+\]/g, 'x1')

test.for(PATTERNS)('%s is shown on a stage, and sent by a link, as its route says', (pattern) => {
  const { onStage: isShown, inLinks: isSent } = routeOf(pattern)
  const path = example(pattern)

  expect(onStage.test(path)).toBe(isShown)
  expect(onStage.test(`/as/alice${path}`)).toBe(isShown)
  expect(inLinks.test(path)).toBe(isSent)
  expect(inLinks.test(`/as/alice${path}`)).toBe(isSent)
})

describe('onStage', () => {
  test.for(['/lessons', '/sandbox/download', '/users/nowhere', '/users/', '/source/src/a.ts'])(
    '%s leaves the lesson',
    (path) => {
      expect(onStage.test(path)).toBe(false)
    },
  )
})

describe('inLinks', () => {
  test('takes no route with a token in its path', () => {
    const withToken = PATTERNS.filter((pattern) => pattern.includes('[token]'))

    expect(withToken.length).toBe(2)
    expect(withToken.filter((pattern) => inLinks.test(example(pattern)))).toEqual([])
  })

  test.for([
    '/organizations/Glass',
    '/organizations/a%2fb',
    `/organizations/${'a'.repeat(41)}`,
    '/as/Alice/scores',
    '/scores?a=b',
    '/scores\n',
    'https://evil.test/scores',
  ])('refuses %j', (path) => {
    expect(inLinks.test(path)).toBe(false)
  })
})

test('a browser has the two expressions, and the routes that they come from stay behind', () => {
  expect({ ...inBrowser }).toEqual({ onStage, inLinks })
})
