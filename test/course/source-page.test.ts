import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { hasSourcePage, sourceHref } from '#course/source-page.ts'

test('a line has an address', () => {
  expect(sourceHref({ file: 'src/pages/users/log-in/[token].astro', line: 7 })).toBe(
    '/source/src/pages/users/log-in/[token].astro#L7',
  )
})

test.for([
  'package.json',
  '.env',
  'src/app/accounts/../../package.json',
  'src/app/accounts/.env',
  'src/app/accounts/user.ts.map',
  'var/site.db',
  'content/lessons/01-scopes/part.yaml',
  'test/src/app/accounts/user.ts',
  '/src/app/accounts/user.ts',
  'javascript:alert(1)//src/app/accounts/user.ts',
  'src/app/accounts/user.ts\n',
])('%j has no page', (file) => {
  expect(sourceHref({ file, line: 1 })).toBeNull()
})

test('every file that a recording names has a page', () => {
  const recordings = globSync('content/lessons/*/*/recordings.json')
  const text = recordings.map((path) => readFileSync(path, 'utf8')).join('')
  const files = new Set([...text.matchAll(/"file": "([^"]+)"/g)].map(([, file = '']) => file))

  expect(files.size).toBeGreaterThan(5)
  expect([...files].filter((file) => !hasSourcePage(file))).toEqual([])
})
