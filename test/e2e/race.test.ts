/** The race lab, where its reader meets it: on a stage, on a page of its own, without a script, by keys. */
import { describe, expect } from 'vitest'
import { long, test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

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

  long('all of it works without JavaScript, and is said turn by turn', async ({ sitDown }) => {
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

  long('every order is reached and run by keys', async ({ reader }) => {
    const { page } = reader
    await page.goto('/labs/race?of=links')
    await page.locator('#race-BA').focus()
    await page.keyboard.press('Enter')
    await reader.shows('.race-said', '1 session · 422, 303')
  })

  const order = ({ page }: Reader) => page.locator('.lanes-own strong').textContent()
  const card = ({ page }: Reader, lane: 'A' | 'B', at: number) =>
    page.locator(`.lanes [data-lane="${lane}"] .lane-card`).nth(at)

  long('a card is moved by arrow keys, and the order that it makes is run', async ({ reader }) => {
    const { page } = reader
    await page.goto('/labs/race')
    // The code of a page comes for whoever does something.
    await page.keyboard.press('Tab')
    await page.locator('.lanes-hint').waitFor()
    // laptop, laptop, phone, phone: the phone asks before the laptop writes, and before it asks.
    await card(reader, 'B', 0).focus()
    await page.keyboard.press('ArrowLeft')
    expect(await order(reader)).toBe('laptop, phone, laptop, phone')
    await page.keyboard.press('ArrowLeft')
    expect(await order(reader)).toBe('phone, laptop, laptop, phone')
    // One’s own queries keep their order, and no card leaves the table.
    for (const key of ['ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key)
    expect(await order(reader)).toBe('phone, laptop, laptop, phone')
    expect(await reader.faults('cards that move')).toEqual([])

    await page.getByRole('button', { name: '▷ Run this order' }).click()
    await reader.shows('.race-said', '1 row · 303, 422')
    await reader.shows('.race-said', 'phone, laptop, laptop, phone')
  })

  long('a card is dragged, and nothing is said of it any more', async ({ reader }) => {
    const { page } = reader
    await page.goto('/labs/race')
    await page.locator('#race-AABB').click()
    await reader.shows('.race-said', '303, 422')
    await page.locator('.lanes-hint').waitFor()
    const [from, to] = await Promise.all([
      card(reader, 'A', 1).boundingBox(),
      page.locator('.lanes tbody tr').first().locator('td').nth(3).boundingBox(),
    ])
    await page.mouse.move(from!.x + 5, from!.y + 5)
    await page.mouse.down()
    await page.mouse.move(to!.x + 5, to!.y + 5, { steps: 12 })
    await page.mouse.up()

    expect(await order(reader)).toBe('laptop, phone, phone, laptop')
    expect(await cards(reader)).toEqual(['asks | · | · | writes | –', '· | asks | writes | · | –'])
  })

  long('fits a phone', async ({ sitDown }) => {
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

long(
  'on the stage of a lesson it stands beside the house, and its runs in their places',
  async ({ sitDown }) => {
    const reader = await sitDown({ viewport: { width: 1280, height: 720 } })
    const { page } = reader
    await page.goto('/lessons')
    await page.locator('a[href^="/lessons/"]:not([href$="/by-date"])').first().click()
    await page.mouse.move(300, 300)
    await page.locator('.stage-more > summary').first().click()
    await page.locator('.stage-more a[href="/labs/race"]').first().click()
    await page.locator('#race-ABBA').click()
    await reader.shows('.race-said', '1 row · 422, 303')

    expect(await page.locator('glass-stage .strips > .strip').count()).toBe(2)
    const boxes = await page.evaluate(() => {
      const of = (selector: string) => document.querySelector(selector)!.getBoundingClientRect()
      return {
        house: of('.house'),
        lab: of('.lab'),
        foot: of('.stage-foot'),
        bar: of('.stage-bar'),
      }
    })
    expect(boxes.lab.left).toBeGreaterThanOrEqual(boxes.house.right - 1)
    expect(boxes.foot.top).toBeGreaterThan(boxes.house.top)
  },
)

long(
  'a lesson has it as a step, and a task that an order of one’s own meets',
  async ({ sitDown }) => {
    const reader = await sitDown({ viewport: { width: 1280, height: 720 } })
    const { page } = reader
    await reader.openLesson('/lessons/tables/one-row-each')
    await reader.press(/the index$/)
    await reader.press(/Run: both ask, then both write/)
    await reader.shows('.race-said', '1 row · 303, 422')
    await reader.shows('[data-part^="question"], .question', 'the index')
    expect(await page.locator('.strips > .strip').count()).toBe(2)
    expect(await page.locator('.runs .run-chip').count()).toBe(1)

    await reader.press(/Run: choose an order/)
    await page.locator('.race-order[value="AABB"]').click()
    await reader.shows('.task-place', 'The laptop asked first')
    const phone = page.locator('.lanes [data-lane="B"] .lane-card[role]')
    await phone.filter({ visible: true }).first().focus()
    for (let moves = 0; moves < 2; moves += 1) await page.keyboard.press('ArrowLeft')
    await reader.press('▷ Run this order')
    await reader.shows('.task-place', 'Met.')
  },
)
