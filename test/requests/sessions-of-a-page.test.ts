import { expect, test } from 'vitest'
import { HttpBrowser, SESSION } from '../support/http-browser.ts'

const STALE = 'a'.repeat(43)

test('what a page asks by itself leaves a cookie alone that may just have been replaced', async () => {
  const browser = new HttpBrowser()
  await browser.registerAndLogIn('ana@example.test')
  const session = browser.cookies.get(SESSION)!
  browser.cookies.set(SESSION, STALE)

  await browser.get('/users/register', { 'glasshouse-fragment': 'frame' })
  await browser.get('/fragments/progress')

  expect(browser.cookies.get(SESSION)).toBe(STALE)
  await browser.get('/')
  expect(browser.cookies.get(SESSION)).toBeUndefined()
  browser.cookies.set(SESSION, session)
  expect((await browser.getJson('/')).json.scope.user?.email).toBe('ana@example.test')
})
