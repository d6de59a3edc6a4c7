import type { BrowserContextOptions } from 'playwright-core'
import { expect } from 'vitest'
import { test as base, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/looking-around/trying-an-invalid-user'
const WIDE = { viewport: { width: 1280, height: 900 } }

/** Opens the lesson in a window of this kind. */
const test = base.extend('open', ({ sitDown }) => async (options: BrowserContextOptions) => {
  const reader = await sitDown(options)
  await reader.openLesson(LESSON)
  return reader
})

const boxOf = async ({ page }: Reader, selector: string) =>
  (await page.locator(selector).boundingBox())!
const current = ({ page }: Reader) => page.locator('.stage-ways [aria-current]').allTextContents()

test('at 320 px every way into the server is as large as a thumb', async ({ open }) => {
  const reader = await open({
    viewport: { width: 320, height: 640 },
    hasTouch: true,
    isMobile: true,
  })
  await reader.register('ana')
  await reader.page.locator('[data-link]').waitFor()

  const controls = await reader.page.locator('.stage-bar :is(a, button):visible').all()
  const small = []
  for (const control of controls) {
    const { width, height } = (await control.boundingBox())!
    if (width < 44 || height < 44) small.push(await control.textContent())
  }

  expect(controls.length).toBeGreaterThan(9)
  expect(small).toEqual([])
})

test('beside a form the house stands where its reader looks', async ({ open }) => {
  const reader = await open(WIDE)

  await reader.register('ana')
  await reader.shows('.trace-summary', 'must have the @ sign')

  const form = await boxOf(reader, '#registration_form')
  const house = await boxOf(reader, '.house > svg')
  expect(house.x).toBeGreaterThanOrEqual(form.x + form.width)
  expect(house.y + house.height).toBeLessThan(900)
})

test('however far the steps are scrolled, the bar and the house stay', async ({ open }) => {
  const reader = await open(WIDE)
  await reader.register('ana')
  await reader.shows('.trace-summary', 'must have the @ sign')

  const last = reader.page.locator('[data-tag="reply.422"] summary')
  await last.scrollIntoViewIfNeeded()

  const bar = await boxOf(reader, '.stage-bar')
  const house = await boxOf(reader, '.house > svg')
  expect(bar.y).toBeGreaterThanOrEqual(0)
  expect(house.y).toBeGreaterThanOrEqual(bar.y + bar.height)
  expect(house.y + house.height).toBeLessThan(900)
})

test('what the server has is shown without leaving the lesson', async ({ open }) => {
  const reader = await open(WIDE)
  expect(await current(reader)).toEqual([expect.stringContaining('Demo')])

  await reader.followInBar('Tables')
  await reader.shows('.page-title', 'Tables')
  expect(await current(reader)).toEqual([expect.stringContaining('Tables')])
  await reader.followInBar('Clock')
  await reader.press('15 minutes')
  await reader.shows('.stage-clock', 'clock +15 minutes')
  await reader.followInBar('Demo')
  await reader.shows('.page-title', 'Register for an account')

  expect(await current(reader)).toEqual([expect.stringContaining('Demo')])
  expect(reader.path).toBe(LESSON)
})

test('a person each has a window, and then the house takes the whole width', async ({ open }) => {
  const reader = await open(WIDE)

  await reader.page.evaluate(() => {
    const window = document.querySelector('[data-persona]')!
    const other = window.cloneNode(true) as HTMLElement
    other.dataset.persona = 'bo'
    window.after(other)
  })

  const pages = await boxOf(reader, '.stage-pages')
  const house = await boxOf(reader, '.trace-panes')
  expect(house.y).toBeGreaterThanOrEqual(pages.y + pages.height)
})

test.for(['no-preference', 'reduce'] as const)(
  'the line comes down only for whoever wants motion: %s',
  async (reducedMotion, { open }) => {
    const reader = await open({ ...WIDE, reducedMotion })

    await reader.register('ana')
    await reader.shows('.trace-summary', 'must have the @ sign')

    const durations = await reader.page
      .locator('.house-way, .house-end')
      .evaluateAll((parts) => parts.map((part) => getComputedStyle(part).animationName))
    expect(durations.every((name) => name === 'none')).toBe(reducedMotion === 'reduce')
  },
)

test('a reset in another tab opens the stage again, unless its reader is further already', async ({
  open,
}) => {
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

  expect(await reader.page.locator('.stage .page-title').textContent()).toContain('Clock')
})

test('with the server away a lesson is read as it was recorded, and keeps what is typed', async ({
  reader,
}) => {
  reader.expectComplaint(/net::ERR_FAILED/)
  for (const path of ['users', 'sandbox', 'live', 'predictions', 'fragments', 'progress'])
    await reader.page.route(new RegExp(`^[^?]*//[^/]+/${path}`), (route) => route.abort())
  await reader.openLesson(LESSON)
  const recorded = reader.page.locator('.trace[data-recorded]').first()
  await recorded.waitFor()
  const steps = await recorded.locator('[data-step]').count()
  await reader.register('ana@example.test')

  await reader.shows('.stage .flash', 'Your server did not answer.')
  expect(steps).toBeGreaterThan(5)
  expect(await recorded.locator('[data-step]').count()).toBe(steps)
  expect(await reader.page.inputValue('#registration_form input[name="user[email]"]')).toBe(
    'ana@example.test',
  )
})

test('on paper the bar’s controls are gone, and the recorded trace is there', async ({ open }) => {
  const reader = await open(WIDE)
  await reader.page.emulateMedia({ media: 'print' })

  expect(await reader.page.locator('.stage-ways').isVisible()).toBe(false)
  expect(await reader.page.locator('.house > svg').isVisible()).toBe(true)
  expect(await reader.page.locator('[data-step]').first().isVisible()).toBe(true)
})
