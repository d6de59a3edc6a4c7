/** A lesson where no stage fits beside it: on a phone, on paper, without JavaScript. */
import type { BrowserContextOptions } from 'playwright-core'
import { describe, expect } from 'vitest'
import { longOf } from '../support/long.ts'
import { test as base, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/persons/who-comes-in'
const touch = (width: number, height: number): BrowserContextOptions => ({
  ...{ viewport: { width, height }, hasTouch: true, isMobile: true },
})

/** Opens the lesson in a window of this kind. */
const test = base.extend('open', ({ sitDown }) => async (options: BrowserContextOptions) => {
  const reader = await sitDown(options)
  await reader.openLesson(LESSON, { live: options.javaScriptEnabled !== false })
  return reader
})
const long = longOf(test)

const RUN = 'form[data-run="ana-comes-in.1"] button'
const CARD = '[data-part="card-ana-comes-in.1"] > .answer'

async function run({ page }: Reader): Promise<void> {
  await page.locator(RUN).tap()
  await page.locator(CARD).waitFor()
}

const focused = ({ page }: Reader) =>
  page.evaluate(() => document.activeElement?.textContent?.trim().replaceAll(/\s+/g, ' ') ?? '')
const sheets = ({ page }: Reader) => page.locator('[role="dialog"]').count()
const scrolled = ({ page }: Reader) => page.evaluate(() => Math.round(scrollY))

/** Ids that stand more than once in the document. */
const doubled = ({ page }: Reader) =>
  page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
    return ids.filter((id, index) => ids.indexOf(id) !== index)
  })

/** What can be pressed and is smaller than a thumb; links in running text are as high as their line. */
const small = ({ page }: Reader, inside: string) =>
  page.locator(`${inside} :is(a, button, summary)`).evaluateAll((controls) =>
    controls
      .filter((each) => each.checkVisibility() && !each.closest('p:not(.answer-ways), svg, pre'))
      .map((each) => ({ box: each.getBoundingClientRect(), text: each.textContent }))
      .filter(({ box }) => box.width < 44 || box.height < 43.5)
      .map(({ box, text }) => [text, box.width, box.height]),
  )

/** Words that are smaller than 12 px. */
const tiny = ({ page }: Reader) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((each) =>
        [...each.childNodes].some(
          ({ nodeType, textContent }) => nodeType === 3 && textContent?.trim(),
        ),
      )
      .filter((each) => each.checkVisibility() && parseFloat(getComputedStyle(each).fontSize) < 12)
      .map((each) => each.outerHTML.slice(0, 80)),
  )

describe.for([
  ['320 px', touch(320, 640)],
  ['390 px', touch(390, 844)],
] as const)('on a phone of %s', ([, phone]) => {
  test('a run is answered by a card under its button, and the focus stays', async ({ open }) => {
    const reader = await open(phone)

    await run(reader)

    const { page } = reader
    const card = (await page.locator(CARD).boundingBox())!
    const button = (await page.locator(RUN).boundingBox())!
    const dock = (await page.locator('.dock').boundingBox())!
    expect(card.y).toBeGreaterThanOrEqual(button.y + button.height)
    expect(card.y + card.height).toBeLessThanOrEqual(dock.y)
    expect(await page.locator(`${CARD} .strip`).getAttribute('data-end')).toBe('answered')
    expect(await page.locator(`${CARD} .strip-sentence`).innerText()).toContain('Answered')
    // Up to the row that its act names: the scope is the fourth.
    expect(await page.locator(`${CARD} li`).count()).toBe(4)
    expect(await page.locator(`${CARD} li:last-child`).getAttribute('data-decides')).toBe(
      'answered',
    )
    expect(await focused(reader)).toContain('Run: ana@example.test')
    expect(await page.locator('[data-part="announce"]').first().textContent()).toContain('Answered')
    expect(await page.locator('.dock-end').innerText()).toBe('✓ 303')
    expect(await page.locator('.stage-strip').first().isVisible()).toBe(false)
  })

  test('the bar at the foot comes with the first touch', async ({ sitDown }) => {
    const { page } = await sitDown(phone)
    await page.goto(LESSON)
    await page.locator('.dock').waitFor({ state: 'attached' })
    expect(await page.locator('.dock').isVisible()).toBe(false)

    await page.locator('h1').tap()

    await page.locator('.dock').waitFor()
  })

  test('nothing lies over the bar at the foot of a stage that is not folded yet', async ({
    sitDown,
  }) => {
    const { page } = await sitDown(phone)
    await page.goto(LESSON)
    // What folds it is still on its way.
    await page.route('**/_astro/**', () => undefined)
    await page.locator('h1').tap()
    await page.locator('.dock').waitFor()

    const under = await page.locator('.stage-bar').evaluate((bar) => {
      const dock = document.querySelector('.dock')!
      scrollBy(0, bar.getBoundingClientRect().top - innerHeight + 40)
      const { left, right, top, bottom } = dock.getBoundingClientRect()
      const { top: over, bottom: below } = bar.getBoundingClientRect()
      const points = [left + 20, (left + right) / 2, right - 30].flatMap((x) => [
        document.elementFromPoint(x, Math.max(over, top) + 2),
        document.elementFromPoint(x, Math.min(below, bottom) - 2),
      ])
      return [over < bottom && below > top, ...points.map((at) => dock.contains(at))]
    })

    expect(under).toEqual(Array(7).fill(true))
  })

  test('the trace comes up as a sheet, and Back puts it away', async ({ open }) => {
    const reader = await open(phone)
    await run(reader)
    const { page } = reader
    const before = await scrolled(reader)

    await page.locator(`${CARD} [data-opens="trace"]`).tap()
    await page.locator('[role="dialog"][aria-modal="true"]').waitFor()

    const sheet = (await page.locator('[role="dialog"]').boundingBox())!
    expect(sheet.y).toBeGreaterThan(20)
    expect(sheet.y + sheet.height).toBeCloseTo(phone.viewport!.height, 0)
    expect(await page.locator('[role="dialog"] .house > svg:visible').count()).toBe(1)
    const isInside = await page.evaluate(
      () => document.activeElement?.closest('[role="dialog"]') !== null,
    )
    expect(isInside).toBe(true)
    expect(
      await page.locator('.site-head').evaluate((head) => head.closest('[inert]') !== null),
    ).toBe(true)
    expect(await doubled(reader)).toEqual([])

    await page.goBack()
    await page.locator('[role="dialog"]').waitFor({ state: 'detached' })

    expect(reader.path).toBe(LESSON)
    expect(await focused(reader)).toBe('Open the trace')
    expect(await scrolled(reader)).toBe(before)
    expect(await page.locator('[inert]').count()).toBe(0)
  })

  long('the sheet is closed by its grip, by Escape and by a press beside it', async ({ open }) => {
    const reader = await open(phone)
    const { page } = reader
    const closings = [
      () => page.locator('.sheet-grip').tap(),
      () => page.keyboard.press('Escape'),
      () => page.touchscreen.tap(10, 10),
    ]

    for (const close of closings) {
      await page.locator('.dock-server').tap()
      await page.locator('[role="dialog"]').waitFor()
      await close()
      await page.locator('[role="dialog"]').waitFor({ state: 'detached' })
      expect(await focused(reader)).toContain('Your server')
    }

    expect(reader.path).toBe(LESSON)
  })

  test('what goes away when it is pressed, and what a script presses, is no press beside the sheet', async ({
    open,
  }) => {
    const reader = await open(phone)
    const { page } = reader
    await page.locator('.dock-server').tap()
    await page.locator('[role="dialog"]').waitFor()
    await page.evaluate(() => {
      const button = document.createElement('button')
      button.textContent = 'Gone'
      button.style.cssText = 'position: absolute; inset: 4rem auto auto 1rem; z-index: 9'
      button.addEventListener('click', () => button.remove())
      document.querySelector('[role="dialog"]')!.append(button)
    })

    await page.getByRole('button', { name: 'Gone' }).tap()
    // The page itself follows a link, as it does for what two runs differ in.
    await page.evaluate(() => {
      const link = document.createElement('a')
      document.body.append(link)
      link.click()
      link.remove()
    })

    await page.getByRole('button', { name: 'Gone' }).waitFor({ state: 'detached' })
    // It would be closed by the way the browser goes back, which takes a moment.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)))
    expect(await page.locator('[role="dialog"]').count()).toBe(1)
  })

  long('the mail that a run sent is read in the sheet', async ({ open }) => {
    const reader = await open(phone)
    await run(reader)

    await reader.page.locator(`${CARD} .strip a`).tap()

    await reader.page.locator('[role="dialog"]').waitFor()
    await reader.page.locator('[role="dialog"] .mail:visible').first().waitFor()
  })

  long(
    'steps of a paragraph open the sheet at them, and closing comes back to it',
    async ({ open }) => {
      const reader = await open(phone)
      await run(reader)
      const { page } = reader
      const mark = page.locator('.about-mark').first()
      await mark.scrollIntoViewIfNeeded()
      const before = await scrolled(reader)

      await mark.tap()
      await page.locator('[role="dialog"]').waitFor()

      const row = page.locator('[role="dialog"] .stage-list [aria-current="true"]')
      const { y, height } = (await row.boundingBox())!
      expect(await row.locator('.step-name').innerText()).toBe('a visitor')
      expect(y).toBeGreaterThan(0)
      expect(y + height).toBeLessThanOrEqual(phone.viewport!.height)

      await page.keyboard.press('Escape')
      await page.locator('[role="dialog"]').waitFor({ state: 'detached' })

      expect(await focused(reader)).toMatch(/^\d steps?$/)
      expect(await scrolled(reader)).toBe(before)
    },
  )

  long('a form is typed into in the text, and is the same one in the sheet', async ({ open }) => {
    const reader = await open(phone)
    const { page } = reader
    const field = page.locator('#registration_form input[name="user[email]"]')

    await field.fill('typed in the text')
    await page.locator('.dock-page').tap()
    await page.locator('[role="dialog"]').waitFor()
    expect(await field.count()).toBe(1)
    expect(await field.inputValue()).toBe('typed in the text')
    await page.goBack()
    await page.locator('[role="dialog"]').waitFor({ state: 'detached' })
    await reader.register('no address')

    const strip = page.locator('.stage-strip')
    await strip.filter({ hasText: 'must have the @ sign' }).waitFor()
    const { y, height } = (await strip.boundingBox())!
    expect(y + height).toBeLessThanOrEqual(phone.viewport!.height)
  })

  long('every way is as large as a thumb, and no word is tiny', async ({ open }) => {
    const reader = await open(phone)
    await run(reader)
    const { page } = reader

    expect(await small(reader, '.dock')).toEqual([])
    expect(await small(reader, '.answer')).toEqual([])
    expect(await tiny(reader)).toEqual([])
    await page.locator('.dock-server').tap()
    await page.locator('[role="dialog"]').waitFor()
    expect(await small(reader, '[role="dialog"] > :is(.stage-bar, .stage-foot)')).toEqual([])
    expect(await tiny(reader)).toEqual([])
  })

  long('the sheet keeps nobody out, by day and by night', async ({ open }) => {
    const reader = await open(phone)
    await run(reader)

    for (const way of ['.dock-server', '.dock-page']) {
      await reader.page.locator(way).tap()
      await reader.page.locator('[role="dialog"]').waitFor()
      expect(await reader.faults(way)).toEqual([])
      await reader.page.goBack()
      await reader.page.locator('[role="dialog"]').waitFor({ state: 'detached' })
    }
    expect(await reader.faults('a card')).toEqual([])
  })
})

long('on a tablet the house stands beside its list', async ({ open }) => {
  const reader = await open(touch(768, 1024))
  await run(reader)
  await reader.page.locator('.dock-server').tap()
  await reader.page.locator('[role="dialog"]').waitFor()

  const house = (await reader.page.locator('.stage-house').boundingBox())!
  const list = (await reader.page.locator('.stage-list').boundingBox())!
  expect(list.x).toBeGreaterThanOrEqual(house.x + house.width - 1)
  expect(await reader.page.locator('.house > svg:visible').count()).toBe(2)
})

long.for([320, 390, 600, 768])('nothing is wider than %d px', async (width, { open }) => {
  const reader = await open(touch(width, 800))
  const beyond = () => reader.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(await beyond()).toBeLessThanOrEqual(0)

  await run(reader)
  expect(await beyond()).toBeLessThanOrEqual(0)
  await reader.page.locator('.dock-server').tap()
  await reader.page.locator('[role="dialog"]').waitFor()

  expect(await beyond()).toBeLessThanOrEqual(0)
})

long('beside a text there is no card, no bar and no sheet', async ({ open }) => {
  const reader = await open({ viewport: { width: 1280, height: 800 } })
  await reader.page.locator(RUN).click()
  await reader.page.locator(CARD).waitFor({ state: 'attached' })

  expect(await reader.page.locator(CARD).isVisible()).toBe(false)
  expect(await reader.page.locator('.dock').isVisible()).toBe(false)
  expect(await sheets(reader)).toBe(0)
})

describe('on paper', () => {
  const WIDE = { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' } as const
  const visible = async ({ page }: Reader, selector: string) =>
    page.locator(selector).filter({ visible: true }).count()

  long('a recording is a card, and what can be pressed is left out', async ({ open }) => {
    const reader = await open(WIDE)
    await reader.page.emulateMedia({ media: 'print' })

    expect(await visible(reader, '.stage-strip .strip')).toBe(1)
    expect(await visible(reader, '.stage .house > svg')).toBe(1)
    const rows = reader.page.locator('.stage .steps > ol > li').filter({ visible: true })
    expect(await rows.count()).toBeGreaterThan(1)
    expect(await rows.count()).toBeLessThanOrEqual(5)
    expect(await rows.last().getAttribute('data-decides')).toBe('answered')
    expect(await visible(reader, '.stage .steps [data-decides]')).toBe(1)
    for (const gone of [
      '.stage-bar',
      '.stage-window',
      '.stage-foot',
      '.run',
      '.dock',
      'nav:not(.where)',
    ])
      expect([gone, await visible(reader, gone)]).toEqual([gone, 0])
    // What explains a run is open, and what was folded with it.
    expect(await visible(reader, '.after .about p')).toBeGreaterThan(1)
    const paper = await reader.page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    expect(paper).toBe('rgb(255, 255, 255)')
  })

  long('a run is a card under its button, and no second time on the stage', async ({ open }) => {
    const reader = await open(WIDE)
    await reader.page.locator(RUN).click()
    await reader.page.locator(CARD).waitFor({ state: 'attached' })
    await reader.page.emulateMedia({ media: 'print' })

    expect(await visible(reader, `${CARD} .strip`)).toBe(1)
    expect(await visible(reader, `${CARD} li`)).toBe(4)
    expect(await visible(reader, '.answer-ways')).toBe(0)
    expect(await visible(reader, '.stage .strip')).toBe(0)
  })
})

describe('without JavaScript', () => {
  for (const width of [320, 1280])
    long(`a run is a page that leads back to its place, ${width} px wide`, async ({ open }) => {
      const reader = await open({ ...WITHOUT_JAVASCRIPT, viewport: { width, height: 800 } })
      const { page } = reader
      expect(await page.locator('.dock').isVisible()).toBe(false)
      expect(await page.locator('.stage-bar').isVisible()).toBe(true)

      await page.locator(RUN).click()

      await reader.shows('.strip-sentence', 'Answered')
      await page.locator('.crumb a').click()
      expect(reader.path).toBe(LESSON)
      expect(new URL(page.url()).hash).toBe('#after-ana-comes-in-1')
    })
})
