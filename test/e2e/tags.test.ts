/** Lessons by tag and by date, and what a search engine is told of them. */
import { describe, expect } from 'vitest'
import { long, PHONE, test, WITHOUT_JAVASCRIPT } from '../support/reader.ts'

const LESSON = '/lessons/persons/who-comes-in'

describe('a tag', () => {
  test('leads from a lesson to the lessons beside it, and a search finds one of them', async ({
    sitDown,
  }) => {
    const reader = await sitDown(WITHOUT_JAVASCRIPT)
    await reader.page.goto(LESSON)
    await reader.page
      .locator('.lesson-head')
      .getByRole('link', { name: 'scopes', exact: true })
      .click()
    expect(reader.path).toBe('/tags/scopes')
    await reader.shows('h1', 'scopes')
    expect(await reader.page.locator('.card').count()).toBeGreaterThan(2)

    await reader.page.getByLabel('Search these lessons').fill('visitor COMES')
    await reader.page.getByLabel('Search these lessons').press('Enter')
    await reader.shows('.card mark >> nth=0', 'comes')
    expect(await reader.page.locator('.card').count()).toBe(1)

    await reader.page.getByRole('link', { name: 'Show them all' }).click()
    expect(await reader.page.locator('.card').count()).toBeGreaterThan(2)
    await reader.page.getByRole('link', { name: 'Tags' }).first().click()
    await reader.shows('h1', 'Tags')
  })

  test('is found among the tags, or not, by a form that only looks', async ({ reader }) => {
    await reader.page.goto('/lessons')
    await reader.page.getByRole('link', { name: 'By tag' }).click()
    const search = reader.page.getByRole('searchbox', { name: 'Search the tags' })

    await search.fill('rows they')
    await search.press('Enter')
    await reader.shows('.tag-list mark >> nth=0', 'rows')
    expect(await reader.page.locator('.tag-list li').count()).toBe(1)

    await search.fill('<b>nothing</b>')
    await search.press('Enter')
    await reader.shows('.empty', 'No tag is about that')
    expect(await search.inputValue()).toBe('<b>nothing</b>')
  })

  long('can be pressed with a thumb, and by keys alone', async ({ sitDown }) => {
    const reader = await sitDown({ ...PHONE, hasTouch: true, isMobile: true })
    await reader.page.goto('/tags')
    const low = await reader.page
      .locator('.list-switch a, .list-search button')
      .evaluateAll((all) =>
        all.map((one) => one.getBoundingClientRect().height).filter((height) => height < 44),
      )
    expect(low).toEqual([])

    await reader.page.locator('.tag-list a').first().focus()
    await reader.page.keyboard.press('Enter')
    await reader.page.waitForURL('**/tags/*')
  })
})

test('lessons by date begin with the newest day', async ({ reader }) => {
  await reader.page.goto('/lessons')
  await reader.page.getByRole('link', { name: 'By date' }).click()
  await reader.shows('h1', 'Lessons by date')

  const days = await reader.page
    .locator('h2 time')
    .evaluateAll((times) => times.map((time) => time.getAttribute('datetime') ?? ''))
  expect(days.length).toBeGreaterThan(1)
  expect(days).toEqual(days.toSorted().reverse())
})

describe('a search engine', () => {
  test('is told of pages in XML that a parser reads', async ({ reader }) => {
    await reader.page.goto('/tags')
    const read = (path: string, root: string) =>
      reader.page.evaluate(
        async ([from, name]) => {
          const answer = await fetch(from)
          const xml = new DOMParser().parseFromString(await answer.text(), 'application/xml')
          const ns = 'http://www.sitemaps.org/schemas/sitemap/0.9'
          return {
            type: answer.headers.get('content-type'),
            isWell: xml.querySelector('parsererror') === null,
            isNamed:
              xml.documentElement.localName === name && xml.documentElement.namespaceURI === ns,
            places: [...xml.getElementsByTagNameNS(ns, 'loc')].map((loc) => loc.textContent),
            days: [...xml.getElementsByTagNameNS(ns, 'lastmod')].map((day) => day.textContent),
          }
        },
        [path, root] as const,
      )
    const { origin } = new URL(reader.page.url())
    const index = await read('/sitemap-index.xml', 'sitemapindex')
    const part = await read('/sitemap-0.xml', 'urlset')

    for (const { type, isWell, isNamed } of [index, part])
      expect([type, isWell, isNamed]).toEqual(['application/xml', true, true])
    expect(index.places).toEqual([`${origin}/sitemap-0.xml`])
    expect(part.places).toContain(origin + LESSON)
    expect(part.places).toContain(`${origin}/`)
    expect(new Set(part.places).size).toBe(part.places.length)
    expect(part.days.every((day) => /^\d{4}-\d\d-\d\d$/.test(day ?? ''))).toBe(true)
  })

  test('reads what a lesson is as data that no policy refuses', async ({ reader }) => {
    await reader.page.goto(LESSON)
    const written = await reader.page.locator('script[type="application/ld+json"]').textContent()

    // That the browser complained of nothing is held by the reader.
    expect(JSON.parse(written ?? '')).toMatchObject({
      '@type': 'LearningResource',
      name: await reader.page.locator('h1').textContent(),
    })
  })
})
