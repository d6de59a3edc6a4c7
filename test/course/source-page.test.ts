import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cutListing } from '#course/listing.ts'
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

test.for([
  'src/changeset/cast.ts',
  'src/changeset/unsafe-validate-unique.ts',
  'src/repo/repo.ts',
  'src/repo/sqlite/database-watch.ts',
  'src/app/web/Menu.astro',
])('%s has a page, and can be listed in a lesson', (file) => {
  expect(hasSourcePage(file)).toBe(true)
  const lines = readFileSync(file, 'utf8').split('\n').length
  expect(cutListing(readFileSync(file, 'utf8'), { lines: `1-${lines - 1}` }).blocks).toHaveLength(1)
})

test('every file that a recording names has a page', () => {
  const recordings = globSync('content/lessons/*/*/recordings.json')
  const text = recordings.map((path) => readFileSync(path, 'utf8')).join('')
  const files = new Set([...text.matchAll(/"file": "([^"]+)"/g)].map(([, file = '']) => file))

  expect(files.size).toBeGreaterThan(5)
  expect([...files].filter((file) => !hasSourcePage(file))).toEqual([])
})
