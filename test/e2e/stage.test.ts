import type { BrowserContextOptions } from 'playwright-core'
import { expect } from 'vitest'
import { longOf } from '../support/long.ts'
import { test as base, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/forms/wrong-addresses'
const WIDE = { viewport: { width: 1280, height: 900 } }

/** Opens the lesson in a window of this kind. */
const test = base.extend('open', ({ sitDown }) => async (options: BrowserContextOptions) => {
  const reader = await sitDown(options)
  await reader.openLesson(LESSON)
  return reader
})
const long = longOf(test)

const boxOf = async ({ page }: Reader, selector: string) =>
  (await page.locator(selector).boundingBox())!
const current = ({ page }: Reader) =>
  page.locator('.stage-ways [aria-selected="true"], .stage-more > [aria-current]').allTextContents()

long('at 320 px every way into the server is as large as a thumb', async ({ open }) => {
  const reader = await open({
    viewport: { width: 320, height: 640 },
    hasTouch: true,
    isMobile: true,
  })
  await reader.register('ana')
  await reader.shows('.strip-sentence', 'refused')
  await reader.page.locator('.dock-page').tap()
  await reader.page.locator('[data-sheet]').waitFor()

  const controls = await reader.page.locator('.stage-bar :is(a, button, summary):visible').all()
  const small = []
  for (const control of controls) {
    const { width, height } = (await control.boundingBox())!
    if (width < 44 || height < 44) small.push(await control.textContent())
  }

  expect(controls.length).toBeGreaterThan(6)
  expect(small).toEqual([])
})

test('beside the text the stage stands as high as the screen, and only its parts scroll', async ({
  open,
}) => {
  const reader = await open(WIDE)

  await reader.register('ana')
  await reader.shows('.stage-strip .strip', 'must have the @ sign')

  const window = await boxOf(reader, '.stage-window')
  const house = await boxOf(reader, '.house > svg')
  const list = await boxOf(reader, '.stage-list')
  expect(house.y).toBeGreaterThanOrEqual(window.y + window.height)
  expect(list.x).toBeGreaterThanOrEqual(house.x + house.width - 1)
  expect(list.y + list.height).toBeLessThan(900)
})

long('what the server has is shown without leaving the lesson', async ({ open }) => {
  const reader = await open(WIDE)
  expect(await current(reader)).toEqual([expect.stringContaining('Page')])

  await reader.followInBar('Tables')
  await reader.shows('.page-title', 'Tables')
  expect(await current(reader)).toEqual([expect.stringContaining('Tables')])
  await reader.followInBar('Clock')
  expect(await current(reader)).toEqual([expect.stringContaining('More')])
  await reader.press('15 minutes')
  await reader.shows('.stage-clock', 'clock +15 minutes')
  await reader.followInBar('Page')
  await reader.shows('.page-title', 'Register for an account')

  expect(await current(reader)).toEqual([expect.stringContaining('Page')])
  expect(reader.path).toBe(LESSON)
})

long('a tab changes nothing of the run that is shown', async ({ open }) => {
  const reader = await open(WIDE)
  await reader.register('ana')
  await reader.shows('.stage-strip .strip', 'must have the @ sign')
  const before = await reader.page.locator('.stage-trace').innerText()

  await reader.followInBar('Mailbox')
  await reader.shows('.page-title', 'Mailbox')
  await reader.followInBar('Tables')
  await reader.shows('.page-title', 'Tables')

  expect(await reader.page.locator('.stage-trace').innerText()).toBe(before)
})

test('reload brings the last run back', async ({ open }) => {
  const reader = await open(WIDE)
  await reader.page.locator('form[data-run="six-tries.1"] button').click()
  await reader.page.locator('body:has(glass-stage[data-busy])').waitFor({ state: 'detached' })
  const sentence = await reader.page.locator('.stage-strip .strip-sentence').innerText()

  await reader.page.reload({ waitUntil: 'networkidle' })

  await reader.page.locator('glass-list[data-recorded]').waitFor({ state: 'detached' })
  await reader.shows('.stage-strip .strip-sentence', sentence)
})

long('arrows walk along the tabs, and Tab takes one stop', async ({ open }) => {
  const { page } = await open(WIDE)
  await page.locator('.stage-ways [data-tab="page"]').focus()

  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  const there = await page.evaluate(() => document.activeElement?.textContent?.trim())
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  const last = await page.evaluate(() => document.activeElement?.textContent?.trim())

  expect(there).toMatch(/^Mailbox/)
  expect(last).toBe('Console')
  expect(await page.locator('.stage-tabs [tabindex="0"]').count()).toBe(1)
})

long('any request can be written by hand', async ({ open }) => {
  const reader = await open(WIDE)
  await reader.followInBar('Request by hand')
  await reader.page.locator('#by-hand-fields').fill('user[email]=by hand')

  await reader.page.locator('[data-by-hand] button').click()

  await reader.shows('.stage-strip .strip', 'must have the @ sign')
  await reader.shows('#registration_form', 'must have the @ sign')
})

long.for(['no-preference', 'reduce'] as const)(
  'the line comes down only for whoever wants motion: %s',
  async (reducedMotion, { open }) => {
    const reader = await open({ ...WIDE, reducedMotion })
    await reader.page.evaluate(() => {
      const house = document.querySelector('.stage-house')!
      const look = () => {
        if (house.getAnimations({ subtree: true }).length > 0) house.setAttribute('data-moved', '')
        requestAnimationFrame(look)
      }
      look()
    })

    await reader.register('ana')
    await reader.shows('.stage-strip .strip', 'must have the @ sign')
    await reader.page.locator('.house-end').first().waitFor()

    const moved = await reader.page.locator('.stage-house[data-moved]').count()
    expect(moved).toBe(reducedMotion === 'reduce' ? 0 : 1)
  },
)

long(
  'a reset in another tab opens the stage again, unless its reader is further already',
  async ({ open }) => {
    const reader = await open(WIDE)
    await reader.register('ana@example.test')
    await reader.shows('.stage .page-title', 'Log in')
    /** What the tab that holds the stream passes on. */
    const tellOfReset = () =>
      reader.page.evaluate(() => {
        const channel = new BroadcastChannel('glasshouse-events')
        channel.postMessage({ channel: 'sandbox', type: 'reset', persona: null, data: {} })
        channel.close()
      })

    await tellOfReset()
    await reader.shows('.stage .page-title', 'Register for an account')
    await tellOfReset()
    await reader.followInBar(/^Clock/)
    await reader.shows('.stage .page-title', 'Clock')
    // Longer than the stage waits before it opens again.
    await reader.page.waitForTimeout(1_000)

    const shown = reader.page.locator('[data-panel]:not([hidden]) .page-title')
    expect(await shown.textContent()).toContain('Clock')
  },
)

long(
  'with the server away a lesson is read as it was recorded, and keeps what is typed',
  async ({ reader }) => {
    reader.expectComplaint(/net::ERR_FAILED/)
    const paths = [
      'users',
      'as/',
      'acts',
      'sandbox',
      'live',
      'predictions',
      'fragments',
      'progress',
    ]
    for (const path of paths)
      await reader.page.route(new RegExp(`^[^?]*//[^/]+/${path}`), (route) => route.abort())
    await reader.openLesson(LESSON)
    const recorded = reader.page.locator('.stage-trace').first()
    await recorded.waitFor()
    const steps = await recorded.locator('[data-step]').count()
    await reader.register('ana@example.test')

    await reader.shows('[data-notice]', 'Your server did not answer.')
    expect(steps).toBeGreaterThan(5)
    expect(await recorded.locator('[data-step]').count()).toBe(steps)
    expect(await reader.page.inputValue('#registration_form input[name="user[email]"]')).toBe(
      'ana@example.test',
    )
  },
)

long('on paper the bar’s controls are gone, and the recorded trace is there', async ({ open }) => {
  const reader = await open(WIDE)
  await reader.page.emulateMedia({ media: 'print' })

  expect(await reader.page.locator('.stage-bar').isVisible()).toBe(false)
  expect(await reader.page.locator('.house > svg').isVisible()).toBe(true)
  expect(await reader.page.locator('[data-decides]').isVisible()).toBe(true)
})

long('whoever was logged out in an act is logged in again by one press', async ({ reader }) => {
  await reader.openLesson('/lessons/persons/yours-and-mine')
  await reader.page.locator('form[data-run]').first().getByRole('button').last().click()
  await reader.page.locator('glass-list:not([data-recorded])').first().waitFor()
  const menu = reader.page.locator('.who').first()
  const ana = menu.locator('li').filter({ hasText: 'Ana' })
  await menu.locator('summary').click()
  await ana.getByRole('button', { name: 'Log out' }).click()
  await ana.getByText('a visitor').waitFor({ state: 'attached' })

  await menu.locator('summary').click()
  await ana.getByRole('button', { name: 'Log in as Ana' }).click()

  await ana.getByText('logged in as ana@example.test').waitFor({ state: 'attached' })
})

long('an act that needs the clock has it as a tab', async ({ reader }) => {
  await reader.openLesson('/lessons/letters/links-by-letter')
  const stage = reader.page.locator('#stage-one-quarter')

  await stage.locator('[data-tab="clock"]').click()

  await stage.locator('[data-panel="clock"] .page-title', { hasText: 'Clock' }).waitFor()
  expect(await stage.locator('[data-tab="clock"]').getAttribute('aria-selected')).toBe('true')
})
