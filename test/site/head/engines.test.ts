import { describe, expect, test } from 'vitest'
import { isForEngines, robotsFile } from '#site/head/engines.ts'
import { ROUTES } from '#router.ts'

const file = robotsFile('https://course.example')
const rules = file.split('\n').flatMap((line) => {
  const { kind, path } = /^(?<kind>Allow|Disallow): (?<path>\S+)$/.exec(line)?.groups ?? {}
  return kind === undefined || path === undefined ? [] : [{ kind, path }]
})

/** As RFC 9309 has it: the longest rule that fits decides. */
function mayRead(path: string): boolean {
  const fitting = rules.filter(({ path: rule }) =>
    rule.endsWith('$') ? path === rule.slice(0, -1) : path.startsWith(rule),
  )
  const longest = fitting.toSorted((a, b) => b.path.length - a.path.length)[0]
  return longest?.kind !== 'Disallow'
}

describe('robots.txt', () => {
  test.for([
    ...['/', '/lessons', '/lessons/by-date', '/lessons/persons/who-comes-in', '/tags'],
    ...['/tags/scopes', '/console', '/users/log-in', '/users/register', '/teach'],
    ...[
      '/migrations',
      '/assets',
      '/_astro/site.css',
      '/theme.js',
      '/favicon.svg',
      '/source/src/app/web/user-auth.ts',
    ],
  ])('lets %s be read', (path) => {
    expect(mayRead(path)).toBe(true)
  })

  test.for([
    ...['/sandbox', '/sandbox/tables/users', '/as/ana/scores', '/labs', '/labs/peel', '/m/abc'],
    ...['/scores', '/scores/1', '/guess', '/organizations/glass-works', '/users/settings'],
    ...['/users/log-in/a-token', '/users/log-out', '/console/calls', '/progress', '/recall'],
    ...['/predictions', '/closed/lessons/a/b', '/recordings/a/b/c', '/live', '/teach/class'],
  ])('leaves %s out', (path) => {
    expect(mayRead(path)).toBe(false)
  })

  test('agrees with what each page says of itself', () => {
    const patterns = Object.keys(ROUTES)
    const paths = patterns.map((pattern) => [pattern, pattern.replace(/\[[^\]]*\]/g, 'x')] as const)

    expect(paths.filter(([pattern, path]) => mayRead(path) !== isForEngines(pattern))).toEqual([])
  })

  test('names the sitemap by its whole address, and no path with a parameter', () => {
    expect(file).toContain('\nSitemap: https://course.example/sitemap-index.xml\n')
    expect(file).not.toContain('[')
  })
})

test('a name that every object has is no page', () => {
  expect(isForEngines('__proto__')).toBe(false)
  expect(isForEngines('/nowhere')).toBe(false)
})
