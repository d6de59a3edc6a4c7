/** Pages that show an address of sixty characters, on a screen of 320 pixels. */
import { describe, expect } from 'vitest'
import { HttpBrowser } from '../support/http-browser.ts'
import { longOf } from '../support/long.ts'
import { addressesOf } from '../support/page-addresses.ts'
import { PHONE, test as base, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const LONG = `${'firstname.lastname-of-somebody-'.padEnd(47, 'x')}@example.test`
const NEXT = `another.${LONG.slice(8)}`
const STAGE = '/lessons/forms/wrong-addresses'

const test = base.extend('options', PHONE)
const long = longOf(test)

/** How much wider the page is than the screen, and what of it is. */
const beyond = ({ page }: Reader) =>
  page.evaluate(() => {
    const { scrollWidth } = document.documentElement
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > innerWidth + 1,
    )
    return scrollWidth <= 320
      ? []
      : [scrollWidth, ...wide.slice(-3).map((each) => each.outerHTML.slice(0, 120))]
  })

/** Code, SQL, rows and mails that a browser would translate, and address fields that a phone would capitalise. */
const unmarked = ({ page }: Reader) =>
  page.evaluate(() => {
    const code = [...document.querySelectorAll('code, pre, .rows table, .mail pre')]
    const fields = [...document.querySelectorAll('input[inputmode="email"]')]
    return [
      ...code.filter((element) => !element.closest('[translate="no"]')),
      ...fields.filter(
        (field) =>
          field.getAttribute('autocapitalize') !== 'none' ||
          field.getAttribute('autocorrect') !== 'off',
      ),
    ].map((element) => element.outerHTML.slice(0, 120))
  })

test('the addresses of these tests are of sixty characters', () => {
  expect([LONG.length, NEXT.length]).toEqual([60, 60])
})

describe('with an address of sixty characters, at 320 pixels,', () => {
  test('every page fits, and says what is not to be translated', async ({ reader }) => {
    // A piece of a page, opened by itself, names no icon: some browsers look for one.
    reader.expectComplaint(/status of 404 .*\/favicon\.ico\)$/)
    const browser = new HttpBrowser()
    const pages = await addressesOf(browser, [LONG, NEXT])
    const cookies = [...browser.cookies].map(([name, value]) => ({
      ...{ name, value, url: browser.origin },
    }))
    await reader.context.addCookies(cookies)
    let withAddress = 0
    const faults: unknown[] = []
    for (const [pattern, { path, fields }] of Object.entries(pages)) {
      if (fields || pattern === '/live/[id]') continue
      await reader.page.goto(path, { waitUntil: 'load' })
      const text = await reader.page.content()
      if (text.includes(LONG) || text.includes(NEXT)) withAddress += 1

      for (const found of [await beyond(reader), await unmarked(reader)])
        if (found.length > 0) faults.push([path, ...found])
    }
    expect(faults).toEqual([])
    expect(withAddress).toBeGreaterThan(15)
  })

  test.for(['lessons', 'print'])(
    'a table of a text in /%s moves within its own frame',
    async (room, { reader }) => {
      await reader.page.goto(`/${room}/letters/a-wall-of-addresses`)
      const table = reader.page.locator('.text-table')

      expect(await table.evaluate((frame) => frame.scrollWidth > frame.clientWidth)).toBe(true)
      expect(await beyond(reader)).toEqual([])
    },
  )

  long('what an action says fits, refused and taken', async ({ sitDown }) => {
    const reader = await sitDown({ ...PHONE, ...WITHOUT_JAVASCRIPT })
    for (const email of [LONG, LONG, `${LONG}@twice`]) {
      await reader.page.goto('/users/register')
      await reader.register(email)
      expect([email, await beyond(reader)]).toEqual([email, []])
    }
  })

  long('a stage fits, with its trace, its mail and what is in the bar', async ({ reader }) => {
    await reader.openLesson(STAGE)
    expect(await unmarked(reader)).toEqual([])
    await reader.followInBar('Page')
    await reader.register(LONG)
    await reader.shows('.stage .flash', LONG)

    expect(await beyond(reader)).toEqual([])
    expect(await unmarked(reader)).toEqual([])
    for (const name of [
      'Mailbox',
      'People',
      'Clock',
      'Tables',
      'Migrations',
      'All runs',
      'About your server',
    ]) {
      await reader.followInBar(name)
      expect([name, await beyond(reader)]).toEqual([name, []])
      expect([name, await unmarked(reader)]).toEqual([name, []])
    }
  })
})
