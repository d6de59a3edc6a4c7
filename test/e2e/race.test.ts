/** The race lab, where its reader meets it: on a stage, on a page of its own, without a script, by keys. */
import { describe, expect } from 'vitest'
import { test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const cards = ({ page }: Reader) =>
  page
    .locator('.lanes tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [...row.querySelectorAll('td')]
          .map((cell) => cell.textContent.replace(/\s+/g, ' ').trim() || '·')
          .join(' | '),
      ),
    )

const RAN = [
  'asks no rows | · | writes 1 row | · | 303',
  '· | asks no rows | · | writes ✕ unique index | 422',
]

describe('on a page of its own', () => {
  test('an order is run at a press, and both requests stand beside each other', async ({
    reader,
  }) => {
    await reader.page.goto('/labs/race')
    await reader.page.locator('#race-ABAB').click()
    await reader.shows('.race-said', '1 row · 303, 422')

    expect(await cards(reader)).toEqual(RAN)
    expect(await reader.page.locator('.strips > .strip').count()).toBe(2)
    expect(await reader.page.locator('.house-line').count()).toBe(2)
    expect(await reader.faults('a race on a page of its own')).toEqual([])
  })

  test('all of it works without JavaScript, and is said turn by turn', async ({ sitDown }) => {
    const reader = await sitDown(WITHOUT_JAVASCRIPT)
    const { page } = reader
    await page.goto('/labs/race')
    for (const lane of ['B', 'A', 'A', 'B']) await page.locator(`#race-next-${lane}`).click()
    await page.getByRole('button', { name: '▷ Run it' }).click()
    await reader.shows('.race-said', 'phone, laptop, laptop, phone')

    await page.locator('[id="race-guard-constraint.users_email_index"]').click()
    await page.locator('#race-BAAB').click()
    await reader.shows('.race-said', '2 rows · 303, 303')
    expect(await page.locator('.race-table [data-many]').textContent()).toContain('⚠')
  })

  test('every order is reached and run by keys', async ({ reader }) => {
    const { page } = reader
    await page.goto('/labs/race?of=links')
    await page.locator('#race-BA').focus()
    await page.keyboard.press('Enter')
    await reader.shows('.race-said', '1 session · 422, 303')
  })

  test('fits a phone', async ({ sitDown }) => {
    const reader = await sitDown({ viewport: { width: 320, height: 640 } })
    await reader.page.goto('/labs/race')
    await reader.page.locator('#race-ABAB').click()
    await reader.shows('.race-said', '1 row · 303, 422')
    const [wide, screen] = await reader.page.evaluate(() => [
      document.documentElement.scrollWidth,
      innerWidth,
    ])
    expect(wide).toBe(screen)
  })
})

test('on the stage of a lesson it stands beside the house, and its runs in their places', async ({
  sitDown,
}) => {
  const reader = await sitDown({ viewport: { width: 1280, height: 720 } })
  const { page } = reader
  await page.goto('/lessons')
  await page.locator('a[href^="/lessons/"]').first().click()
  await page.mouse.move(300, 300)
  await page.locator('.stage-more > summary').first().click()
  await page.locator('.stage-more a[href="/labs/race"]').first().click()
  await page.locator('#race-ABBA').click()
  await reader.shows('.race-said', '1 row · 422, 303')

  expect(await page.locator('glass-stage .strips > .strip').count()).toBe(2)
  const boxes = await page.evaluate(() => {
    const of = (selector: string) => document.querySelector(selector)!.getBoundingClientRect()
    return { house: of('.house'), lab: of('.lab'), foot: of('.stage-foot'), bar: of('.stage-bar') }
  })
  expect(boxes.lab.left).toBeGreaterThanOrEqual(boxes.house.right - 1)
  expect(boxes.foot.top).toBeGreaterThan(boxes.house.top)
})
