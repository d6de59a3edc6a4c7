import { describe, expect, test } from 'vitest'
import { HttpBrowser } from '../support/http-browser.ts'

const LESSON = '/lessons/forms/wrong-addresses'
const PAGES = [
  ...['/', '/lessons', LESSON, '/progress', '/source/src/lib/clock.ts', '/nothing-here'],
  ...['/users/register', '/users/log-in', '/sandbox', '/sandbox/tables', '/sandbox/people'],
]

async function sheetsOf(path: string, headers = {}): Promise<readonly string[]> {
  const { text } = await new HttpBrowser().get(path, headers)
  return [...text.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(([, address]) => address!)
}

const nameOf = (address: string) => address.split(/[/.]/).at(-3)!
const namesOf = async (...request: Parameters<typeof sheetsOf>) =>
  (await sheetsOf(...request)).map(nameOf).toSorted()

describe('the sheets', () => {
  test.for([
    ['/lessons', ['lists', 'site']],
    // What a stage in use needs is named for a browser without JavaScript alone.
    [LESSON, ['in-use', 'site']],
    ['/', ['home', 'in-use', 'site']],
    ['/users/register', ['in-use', 'site']],
    ['/sandbox/tables', ['in-use', 'sandbox', 'site']],
  ] as const)('of %s are those that it uses', async ([path, names]) => {
    expect(await namesOf(path)).toEqual(names)
  })

  test('of all pages are the same files, whichever build made the page', async () => {
    const addresses = new Set((await Promise.all(PAGES.map((path) => sheetsOf(path)))).flat())

    const files = Map.groupBy(addresses, nameOf)
    const twice = [...files].filter(([, found]) => found.length > 1)
    expect([...files.keys()]).toEqual(expect.arrayContaining(['site', 'in-use', 'lists']))
    expect(twice).toEqual([])
  })

  test('come with a page that a stage is sent to, and not with the one it opens by itself', async () => {
    const asked = (wanted: string, path = '/sandbox/tables') =>
      namesOf(path, { 'glasshouse-fragment': wanted })

    expect(await asked('stage')).toEqual(['in-use', 'sandbox', 'site'])
    // A room that is opened in a stage may need more than its lesson does.
    expect(await asked('frame')).toEqual(await asked('stage'))
    expect(await asked('frame', '/users/register')).toEqual([])
  })

  test('of an answer to a demo are on its lesson already', async () => {
    const lesson = await sheetsOf(LESSON)

    const answer = await sheetsOf('/users/register', { 'glasshouse-fragment': 'stage' })

    expect(answer.length).toBeGreaterThan(0)
    expect(lesson).toEqual(expect.arrayContaining([...answer]))
  })
})
