/** Every template but a lesson’s as it is opened, on a wide screen by day and on a phone by night. */
import { describe, expect } from 'vitest'
import { LOOKS } from '../support/looks.ts'
import { test } from '../support/reader.ts'

const INVALID_USER = '/lessons/forms/wrong-addresses'
const SOURCE = '/source/src/app/accounts/user.ts'
const PAGES = [
  '/',
  '/lessons',
  '/lessons/by-date',
  '/tags',
  '/tags/scopes',
  '/users/register',
  '/users/log-in',
  SOURCE,
  '/nowhere',
  '/glossary',
  '/misled?lesson=who-comes-in',
  '/teach',
  '/teach/what-is-kept',
  '/search?q=scope',
  '/decisions',
]

describe.for(LOOKS)('$name', ({ options, faultsOf }) => {
  test('its pages keep nobody out, and fit', async ({ sitDown }) => {
    const reader = await sitDown(options)
    reader.expectComplaint(/status of 404/)
    const found: unknown[] = []
    for (const path of PAGES) {
      await reader.page.goto(path)
      found.push(...(await faultsOf(reader, path)))
    }

    expect(found).toEqual([])
  })

  test('a refused registration on a stage keeps nobody out', async ({ sitDown }) => {
    const reader = await sitDown(options)
    await reader.openLesson(INVALID_USER)
    await reader.register('ana')
    await reader.shows('.strip-sentence', 'refused')

    expect(await faultsOf(reader, 'a refused registration')).toEqual([])
  })
})
