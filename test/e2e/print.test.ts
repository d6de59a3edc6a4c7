/** The course on paper, and in a feed reader. */
import { describe, expect } from 'vitest'
import { listLessons } from '#course/course.ts'
import { test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const LESSON = 'persons/who-comes-in'

const isSeen = ({ page }: Reader, selector: string) =>
  page.locator(selector).filter({ visible: true }).count()

/** Whatever is wider than its page. */
const tooWide = ({ page }: Reader) =>
  page.evaluate(() =>
    [...document.querySelectorAll('main *')]
      .filter((each) => !each.closest('svg') && each.getBoundingClientRect().right > innerWidth + 1)
      .map((each) => each.outerHTML.slice(0, 80)),
  )

describe.for([
  ['with JavaScript', {}],
  ['without JavaScript', WITHOUT_JAVASCRIPT],
] as const)('%s', ([, options]) => {
  test('a lesson leads to its print, which is light, whole and narrow enough', async ({
    sitDown,
  }) => {
    const reader = await sitDown({
      ...options,
      colorScheme: 'dark',
      viewport: { width: 320, height: 640 },
    })
    const { page } = reader
    await page.goto(`/lessons/${LESSON}`)
    await page.locator('.lesson-head').getByRole('link', { name: 'Print' }).click()
    await page.waitForURL(`**/print/${LESSON}`)

    const sheet = page.locator('main')
    expect(await sheet.evaluate((main) => getComputedStyle(main).backgroundColor)).toBe(
      'rgb(255, 255, 255)',
    )
    expect(await sheet.evaluate((main) => getComputedStyle(main).colorScheme)).toBe('light')
    expect(await tooWide(reader)).toEqual([])
    expect(await isSeen(reader, '.answer svg[role="img"]')).toBeGreaterThan(3)
    await page.emulateMedia({ media: 'print' })
    expect(await isSeen(reader, 'nav')).toBe(0)
    const pdf = await page.pdf()
    expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-')
  })

  test('an ordinary page of a lesson prints without what can be pressed', async ({ sitDown }) => {
    const reader = await sitDown(options)
    await reader.openLesson(`/lessons/${LESSON}`, { live: false })
    await reader.page.emulateMedia({ media: 'print' })

    for (const gone of [
      '.run',
      '.stage-bar',
      '.stage-window form',
      '.site-head nav',
      '[href^="/print"]',
    ])
      expect([gone, await isSeen(reader, gone)]).toEqual([gone, 0])
    expect(await isSeen(reader, '.stage .house > svg')).toBe(1)
    expect(await isSeen(reader, '.listing')).toBeGreaterThan(0)
  })
})

test('the whole course is found among its lessons, and is clean for who hears it', async ({
  reader,
}) => {
  const { page } = reader
  await page.goto('/lessons')
  await page.getByRole('link', { name: 'Print the course' }).click()
  await page.waitForURL('**/print')

  expect(await page.locator('article').count()).toBeGreaterThan(5)
  await page.goto(`/print/${LESSON}`)
  expect(await reader.faultsByDay('paper')).toEqual([])
})

/** What a parser of XML makes of a file; in a reader of feeds nothing else is at hand. */
const parsed = ({ page }: Reader, path: string) =>
  page.evaluate(async (address) => {
    const xml = new DOMParser().parseFromString(
      await (await fetch(address)).text(),
      'application/xml',
    )
    const textsOf = (of: Document | Element, name: string) =>
      [...of.getElementsByTagName(name)]
        .filter(({ parentNode }) => parentNode === of || of === xml)
        .map(({ textContent }) => textContent)
    const list = [...xml.querySelectorAll('item, entry')].map((each) => ({
      ids: [...textsOf(each, 'guid'), ...textsOf(each, 'id')],
      titles: textsOf(each, 'title'),
      links: [
        ...textsOf(each, 'link'),
        ...[...each.querySelectorAll('link')].map((a) => a.getAttribute('href')),
      ].filter(Boolean),
      dates: [...textsOf(each, 'pubDate'), ...textsOf(each, 'updated')],
      texts: [...textsOf(each, 'content:encoded'), ...textsOf(each, 'content')],
    }))
    // Whatever reads HTML closes what is open. As XML it has to be closed already.
    const broken = list.flatMap(({ texts: [html = ''] }) => {
      const entities = (html ?? '').replaceAll(/&(?!amp;|lt;|gt;|quot;|#)\w+;/g, '·')
      const tree = new DOMParser().parseFromString(`<div>${entities}</div>`, 'application/xml')
      const error = tree.querySelector('parsererror')?.textContent
      return error ? [error] : []
    })
    const pages = list.map(({ texts: [html = ''] }) =>
      new DOMParser().parseFromString(html ?? '', 'text/html'),
    )
    const addresses = pages.flatMap((one) =>
      [...one.querySelectorAll('[href], [src]')].map(
        (each) => each.getAttribute('href') ?? each.getAttribute('src') ?? '',
      ),
    )
    return {
      error: xml.querySelector('parsererror')?.textContent ?? null,
      self: [...xml.querySelectorAll('[rel="self"]')].map((link) => link.getAttribute('href')),
      list,
      broken,
      addresses,
      foreign: pages.flatMap((one) =>
        [
          ...one.body.querySelectorAll(
            'script, style, form, button, input, svg, [class], [id], [style]',
          ),
        ].map((each) => each.outerHTML.slice(0, 80)),
      ),
    }
  }, path)

describe.for(['/rss.xml', '/atom.xml'])('%s', (path) => {
  test('is XML by the rules of its format, with whole texts and pictures that can be seen', async ({
    reader,
  }) => {
    const { page } = reader
    await page.goto('/lessons')
    const { origin } = new URL(page.url())
    const { error, self, list, broken, addresses, foreign } = await parsed(reader, path)

    expect([error, self, broken, foreign]).toEqual([null, [origin + path], [], []])
    const hrefs = new Set(listLessons().map(({ href }) => origin + href))
    for (const { ids, titles, links, dates, texts } of list) {
      expect(ids).toEqual([expect.stringMatching(/^tag:localhost,2026:lesson:[\w-]+$/)])
      expect([titles.length, dates.length, texts.length]).toEqual([1, 1, 1])
      expect([links.length, hrefs.has(links[0] ?? '')]).toEqual([1, true])
      expect(Date.parse(dates[0] ?? '')).toBeGreaterThan(0)
    }
    expect(new Set(list.flatMap(({ ids }) => ids)).size).toBe(list.length)
    expect(addresses.filter((address) => !/^https?:\/\//.test(address))).toEqual([])
    const pictures = [...new Set(addresses.filter((address) => address.endsWith('.svg')))]
    expect(pictures.length).toBeGreaterThan(10)
    const sizes = await page.evaluate(
      (all) =>
        Promise.all(
          all.map(async (src) => {
            const picture = new Image()
            picture.src = src
            await picture.decode()
            return [picture.naturalWidth, picture.naturalHeight].join()
          }),
        ),
      pictures,
    )
    expect(new Set(sizes)).toEqual(new Set(['288,324']))
  })
})
