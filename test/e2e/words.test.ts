/** Words with their cards, one choice of language for all pages, and a way to say what misled. */
import type { Locator, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { ConsolePage } from '../support/console-page.ts'
import { PHONE, long, test, WITHOUT_JAVASCRIPT } from '../support/reader.ts'

const LESSON = '/lessons/persons/who-comes-in'
const WITH_TRANSCRIPT = '/lessons/forms/wrong-addresses'

const word = (page: Page) => page.locator('#term-plug > button')
const card = (page: Page) => page.locator('#card-plug')
const isOpen = (page: Page) => card(page).evaluate((each) => each.matches(':popover-open'))

/** Whether it lies on the screen with all its sides, and next to its word. */
async function isNear(page: Page): Promise<boolean> {
  const [own, of, width] = await Promise.all([
    card(page).boundingBox(),
    word(page).boundingBox(),
    page.evaluate(() => document.documentElement.clientWidth),
  ])
  if (!own || !of) return false
  const apart = Math.max(own.y - (of.y + of.height), of.y - (own.y + own.height))
  return own.x >= 0 && own.x + own.width <= width && apart >= 0 && apart < 12
}

describe('the card of a word', () => {
  test('opens for a pointer, stays while it is on the card, and goes with it or with Escape', async ({
    reader,
  }) => {
    const { page } = reader
    await reader.openLesson(LESSON)

    await word(page).hover()
    await expect.poll(() => isOpen(page)).toBe(true)
    expect(await isNear(page)).toBe(true)
    await card(page).hover()
    await page.waitForTimeout(600)
    expect(await isOpen(page)).toBe(true)
    expect(await reader.faultsByDay('an open card')).toEqual([])

    await page.keyboard.press('Escape')
    await page.waitForTimeout(600)
    expect(await isOpen(page)).toBe(false)

    await page.mouse.move(1, 1)
    await word(page).hover()
    await expect.poll(() => isOpen(page)).toBe(true)
    await page.mouse.move(1, 1)
    await expect.poll(() => isOpen(page)).toBe(false)
    // Whoever presses keeps it.
    await word(page).click()
    await page.mouse.move(1, 1)
    await page.waitForTimeout(600)
    expect(await isOpen(page)).toBe(true)
  })

  test('opens for the focus, leads to the glossary, and keeps nobody', async ({ reader }) => {
    const { page } = reader
    await reader.openLesson(LESSON)
    await page.locator('#made-once-handed-on').evaluate((each) => {
      each.setAttribute('tabindex', '-1')
      ;(each as HTMLElement).focus()
    })

    await page.keyboard.press('Tab')
    expect(await isOpen(page)).toBe(true)
    await page.keyboard.press('Tab')
    const link = card(page).getByRole('link')
    expect(await link.evaluate((each) => each === document.activeElement)).toBe(true)
    await page.keyboard.press('Escape')
    expect(await isOpen(page)).toBe(false)
    expect(await word(page).evaluate((each) => each === document.activeElement)).toBe(true)

    await page.keyboard.press('Enter')
    expect(await isOpen(page)).toBe(true)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    expect(await isOpen(page)).toBe(false)

    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/glossary#plug')
  })

  long('is placed by measure where a browser anchors nothing', async ({ sitDown }) => {
    const { page } = await sitDown(PHONE)
    await page.addInitScript(() => {
      CSS.supports = () => false
    })
    await page.route('**/*.css', async (route) => {
      const response = await route.fetch()
      const body = (await response.text()).replaceAll('position-area', 'position-nowhere')
      await route.fulfill({ response, body })
    })
    await page.goto(LESSON)
    await page.mouse.move(1, 1)

    await word(page).hover()
    await expect.poll(() => isOpen(page)).toBe(true)
    await expect.poll(() => isNear(page)).toBe(true)
  })

  test('opens by a press at 320 px without JavaScript, inside the screen', async ({ sitDown }) => {
    const { page } = await sitDown({ ...PHONE, ...WITHOUT_JAVASCRIPT, hasTouch: true })
    await page.goto(LESSON)

    await word(page).tap()

    await card(page).waitFor({ state: 'visible' })
    expect(await isNear(page)).toBe(true)
    await card(page).getByRole('link').tap()
    await page.waitForURL('**/glossary#plug')
    expect(await page.locator('#plug').isVisible()).toBe(true)
  })
})

test('a field shows the words of the glossary that hold what is typed', async ({ reader }) => {
  const { page } = reader
  await page.goto('/glossary?q=PLUGS')
  const shown = () => page.locator('[data-word]:visible dfn').allTextContents()

  expect(await shown()).toEqual(['pipeline'])
  await page.getByLabel('Find a word').fill('nothing of the kind')
  expect(await shown()).toEqual([])
  expect(await page.locator('output').textContent()).toBe('No word of the glossary holds that.')
  await page.getByLabel('Find a word').fill('on_mount')
  expect(await shown()).toEqual(['hook'])
  expect(await page.locator('[data-letter]:visible').count()).toBe(1)
})

const listing = (page: Page) => page.locator('.lesson-act > fieldset.tabs').first()
const shown = (tabs: Locator) =>
  tabs
    .locator('.tab-panel')
    .evaluateAll((all) => all.map((each) => getComputedStyle(each).display !== 'none'))

describe('the language', () => {
  test('is chosen once, and listings, transcripts and the prompt follow on the next page', async ({
    reader,
  }) => {
    const { page } = reader
    await reader.openLesson(LESSON)
    expect(await shown(listing(page))).toEqual([true, false])

    await page.getByRole('radiogroup', { name: 'Code in' }).getByText('Elixir').click()
    expect(await shown(listing(page))).toEqual([false, true])
    // Nobody has moved here, so what answers presses is not there yet: what is drawn first is right.
    await page.goto(WITH_TRANSCRIPT, { waitUntil: 'domcontentloaded' })
    for (const tabs of await page.locator('.lesson fieldset.tabs').all())
      expect(await tabs.locator(':checked').getAttribute('value')).toBe('Elixir')

    await page.goto('/console')
    const prompt = new ConsolePage(page)
    await page.getByRole('button', { name: 'Open the prompt' }).click()
    await prompt.isReady()
    await page.locator('.prompt-bar').getByText('Both').click()
    await prompt.run('Accounts.register_user(%{})')
    const answers = page.locator('.prompt-log > li').last().locator('[data-answer]')
    await expect.poll(() => answers.count()).toBe(2)
    expect(await answers.first().textContent()).toMatch(/^\{:error,/)
    expect(await answers.last().textContent()).toMatch(/^\{\s+ok: false/)

    await page.goto(WITH_TRANSCRIPT)
    expect(await shown(page.locator('#prompt-what-comes-back fieldset'))).toEqual([true, true])
  })

  test('stands in both beside each other where there is room, and below each other where not', async ({
    sitDown,
  }) => {
    const { page } = await sitDown({ viewport: { width: 900, height: 1000 } })
    await page.goto(LESSON)
    const [first, second] = [0, 1].map((at) => listing(page).locator('.tab-panel').nth(at))
    const tops = async () =>
      Promise.all([first, second].map(async (each) => (await each!.boundingBox())?.y))

    await listing(page).getByText('Both').focus()
    await listing(page).getByText('Both').click()
    await second!.waitFor({ state: 'visible' })
    const [left, right] = await tops()
    expect(left).toBe(right)

    await page.setViewportSize({ width: 320, height: 640 })
    const [above, below] = await tops()
    expect(below).toBeGreaterThan(above ?? 0)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  })

  test('is chosen by keys', async ({ reader }) => {
    const { page } = reader
    await reader.openLesson(LESSON)

    const group = page.getByRole('radiogroup', { name: 'Code in' })
    await group.getByRole('radio').first().focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowRight')

    expect(await shown(listing(page))).toEqual([false, true])
    expect(await listing(page).locator(':checked').getAttribute('value')).toBe('Elixir')
  })

  test('has tabs at each listing without JavaScript, and no switch for all', async ({
    sitDown,
  }) => {
    const { page } = await sitDown(WITHOUT_JAVASCRIPT)
    await page.goto(LESSON)

    expect(await page.locator('.languages').count()).toBe(0)
    await listing(page).getByText('Elixir').click()
    expect(await shown(listing(page))).toEqual([false, true])
    await listing(page).getByText('Both').click()
    expect(await shown(listing(page))).toEqual([true, true])
  })
})

describe('“Something misled you?”', () => {
  test('goes along with what was run last, and with the words that were typed', async ({
    reader,
  }) => {
    const { page } = reader
    await reader.openLesson(LESSON)
    await reader.register('ana@example.test')

    await reader.follow('Something misled you?')
    const field = page.getByRole('textbox', { name: 'Misled by 1.1 Who comes in?' })
    expect(await field.inputValue()).toMatch(
      /What I ran last: http.*\/lessons\/persons\/who-comes-in#moment=[\w-]+$/,
    )
    await field.fill('It says that I am logged in.')
    const href = await page.getByRole('link', { name: 'Write the issue' }).getAttribute('href')
    expect(new URL(href ?? '').searchParams.get('body')).toBe('It says that I am logged in.')
    await page.getByRole('button', { name: 'Copy it' }).click()
    await reader.shows('output', /Copied|mark the text/)
  })

  long('is a text to be marked without JavaScript', async ({ sitDown }) => {
    const { page } = await sitDown(WITHOUT_JAVASCRIPT)
    await page.goto(LESSON)

    await page.getByRole('link', { name: 'Something misled you?' }).click()

    expect(await page.getByRole('textbox').inputValue()).toContain('Lesson: 1.1 Who comes in?')
    expect(await page.getByRole('button', { name: 'Copy it' }).isVisible()).toBe(false)
  })
})
