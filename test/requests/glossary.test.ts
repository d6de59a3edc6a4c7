/** The glossary, as everybody gets it. */
import { expect, test } from 'vitest'
import { HttpBrowser } from '../support/http-browser.ts'

const browser = new HttpBrowser()
const page = async (path: string) => (await browser.get(path)).text

const idsIn = (html: string) =>
  new Set([...html.matchAll(/\bid="(?<id>[^"]+)"/g)].map(({ groups }) => groups?.['id']))

test('has every word with what Phoenix calls it, its lesson, and the words beside it', async () => {
  const glossary = await page('/glossary')
  const plug = /<div class="word" id="plug".*?<\/div>/s.exec(glossary)?.[0] ?? ''

  expect(plug).toContain('Middleware that hands the request on, or answers in the page’s place.')
  expect(plug).toMatch(/In Phoenix <code translate="no">Plug<\/code>/)
  expect(plug).toContain('href="/lessons/persons/who-comes-in#term-plug"')
  expect(
    [...plug.matchAll(/href="#(?<name>[^"]+)"/g)].map(({ groups }) => groups?.['name']),
  ).toEqual(['plug', 'guard', 'halt', 'pipeline', 'scope'])
})

test('every place that it leads to is there, and so is every word that a lesson leads to', async () => {
  const glossary = await page('/glossary')
  const own = idsIn(glossary)
  const links = [...glossary.matchAll(/href="(?<path>[^"#]*)#(?<id>[^"]+)"/g)].map(
    ({ groups }) => groups as { readonly path: string; readonly id: string },
  )
  const paths = [...new Set(links.map(({ path }) => path))].filter((path) =>
    path.startsWith('/lessons/'),
  )
  const lessons = new Map(
    await Promise.all(paths.map(async (path) => [path, await page(path)] as const)),
  )

  const missing = links.filter(({ path, id }) => {
    if (path === '') return !own.has(id)
    const lesson = lessons.get(path)
    return lesson !== undefined && !idsIn(lesson).has(id)
  })
  expect(lessons.size).toBeGreaterThan(3)
  expect(missing).toEqual([])
  const asked = [...lessons.values()].flatMap((html) =>
    [...html.matchAll(/href="\/glossary#(?<id>[^"]+)"/g)].map(({ groups }) => groups?.['id']),
  )
  expect(asked.length).toBeGreaterThan(5)
  expect(asked.filter((id) => !own.has(id))).toEqual([])
})
