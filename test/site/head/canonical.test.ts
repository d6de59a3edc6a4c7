import { expect, test, vi } from 'vitest'
import { canonicalOf } from '#site/head/canonical.ts'

const page = (path: string, routePattern: string, isPrerendered: boolean) =>
  canonicalOf({
    url: new URL(path, 'http://localhost:4321'),
    routePattern,
    isPrerendered,
    locals: { front: { services: { publicOrigin: new URL('https://now.example') } } },
  } as never)

test('a page that is built once says the address of its build, and not that it is a file', () => {
  vi.stubEnv('SITE', 'https://built.example')

  expect(page('/lessons/by-date.html', '/lessons/by-date', true)).toBe(
    'https://built.example/lessons/by-date',
  )
  vi.stubEnv('SITE', '')
  expect(page('/lessons/by-date.html', '/lessons/by-date', true)).toBeNull()
  vi.unstubAllEnvs()
})

test('a page that is made for a request says where the server is, without what was asked', () => {
  expect(page('/tags?q=rows', '/tags', false)).toBe('https://now.example/tags')
})

test.for(['/users/log-in/[token]', '/sandbox/tables', '/progress', '/nowhere'])(
  '%s has none',
  (pattern) => {
    expect(page('/users/log-in/a-token', pattern, false)).toBeNull()
  },
)
