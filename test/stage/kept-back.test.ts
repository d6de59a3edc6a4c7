/** What browsers keep back from pages that came over plain http from another machine. */
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const KEPT_BACK =
  /\blocks\.request|\bnavigator\.(?:clipboard|serviceWorker|credentials|wakeLock)|\bcrypto\.subtle|\brandomUUID\b|\bcaches\.|\bcookieStore\b/

test('is used in one place each, which does without it', () => {
  const files = globSync('src/{stage,site,live,levers,lib,visit}/**/*.{ts,astro}')
  const users = files.filter((file) => KEPT_BACK.test(readFileSync(file, 'utf8')))

  expect(files.length).toBeGreaterThan(100)
  expect(users.sort()).toEqual([
    'src/site/offline/keep-lesson.ts',
    'src/site/offline/kept-lessons.ts',
    'src/stage/live/in-one-tab.ts',
    'src/stage/take-away/copy-text.ts',
  ])
})
