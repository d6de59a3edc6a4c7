import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'

const FIRST = '/lessons/scopes/who-is-asking'
const CONTINUE = 'Continue: 1.2 The life of a request'
let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** Waits until the text of `selector` holds `text`. */
const shows = (page: Page, selector: string, text: string | RegExp) =>
  page.locator(selector).filter({ hasText: text }).first().waitFor()
const press = (page: Page, name: string) => page.getByRole('button', { name }).click()
const cookiesOf = async (context: BrowserContext) =>
  (await context.cookies()).map(({ name }) => name)

describe.for([
  ['with JavaScript', true],
  ['without JavaScript', false],
] as const)('progress %s', ([, javaScriptEnabled]) => {
  let context: BrowserContext
  let page: Page
  const problems: string[] = []

  beforeEach(async () => {
    context = await browser.newContext({ baseURL: inject('origin'), javaScriptEnabled })
    page = await context.newPage()
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text())
    })
    page.on('pageerror', (error) => problems.push(error.message))
  })
  afterEach(async () => {
    await context.close()
    expect(problems.splice(0)).toEqual([])
  })

  test('marks a lesson as read, leads on to the next, and takes it back', async () => {
    await page.goto(FIRST, { waitUntil: 'networkidle' })
    await press(page, 'Mark as read')
    if (javaScriptEnabled) {
      await shows(page, '.lesson-end', 'You have read this lesson.')
      await shows(page, '.lesson-head .mark', 'read')
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
        'You have read this lesson.',
      )
      expect(new URL(page.url()).pathname).toBe(FIRST)
    } else {
      await shows(page, '.flash', 'You have read “Who is asking?”.')
      await shows(page, '.crumb', 'Who is asking?')
    }

    await page.goto('/')
    await shows(page, '.hero', CONTINUE)
    await page.getByRole('link', { name: 'Your progress' }).click()
    await shows(page, '.lead', /1 of \d+ lessons read\./)
    await page.getByRole('link', { name: CONTINUE }).click()
    await shows(page, 'h1', 'The life of a request')

    if (!javaScriptEnabled) return
    await page.goto(FIRST, { waitUntil: 'networkidle' })
    await press(page, 'Not read yet')
    await shows(page, '.lesson-end', 'Through with it?')
    await shows(page, '.lesson-head .mark', 'opened')
  })

  test('is exported as a file, and deleted', async () => {
    await page.goto(FIRST, { waitUntil: 'networkidle' })
    await press(page, 'Mark as read')
    await shows(page, javaScriptEnabled ? '.lesson-end' : '.flash', 'You have read')
    await page.goto('/progress')

    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Export it as a file' }).click()
    expect((await download).suggestedFilename()).toBe('glasshouse-progress.json')

    await press(page, 'Delete it')
    await shows(page, '.flash', 'Your progress is deleted.')
    await shows(page, '.empty', 'You have opened no lesson yet')
    await page.goto('/')
    await shows(page, '.hero', 'Start the course')
  })

  test('is nothing to another browser', async () => {
    await page.goto(FIRST, { waitUntil: 'networkidle' })
    await press(page, 'Mark as read')
    await shows(page, javaScriptEnabled ? '.lesson-end' : '.flash', 'You have read')

    const other = await browser.newContext({ baseURL: inject('origin'), javaScriptEnabled })
    const stranger = await other.newPage()
    await stranger.goto('/progress')
    await shows(stranger, '.empty', 'You have opened no lesson yet')
    await other.close()
  })
})

describe('a lesson that is on the screen', () => {
  let context: BrowserContext
  let page: Page

  beforeEach(async () => {
    context = await browser.newContext({ baseURL: inject('origin') })
    page = await context.newPage()
    await page.clock.install()
    await page.goto(FIRST, { waitUntil: 'networkidle' })
  })
  afterEach(() => context.close())

  const told = () =>
    page.waitForResponse((response) => response.request().method() === 'POST' && response.ok())
  const toTheEnd = () => page.locator('.lesson-end').scrollIntoViewIfNeeded()

  test('is opened after a moment, not at once', async () => {
    await page.clock.runFor(4_000)
    expect(await cookiesOf(context)).toEqual([])

    const opened = told()
    await page.clock.runFor(1_000)
    expect(new URL((await opened).url()).pathname).toBe('/progress')

    await page.goto('/progress')
    await shows(page, '.mark', 'opened')
    await shows(page, 'main', 'Continue: 1.1 Who is asking?')
  })

  test('is read once its end is reached, and not before', async () => {
    await page.clock.runFor(60_000)
    expect(await page.locator('.lesson-end').textContent()).toContain('Through with it?')

    await toTheEnd()
    await page.clock.runFor(1_000)

    await shows(page, '.lesson-end', 'You have read this lesson.')
    await shows(page, '.lesson-head .mark', 'read')
  })

  test('is not read by somebody who only looked for its end', async () => {
    await toTheEnd()
    const opened = told()
    await page.clock.runFor(10_000)
    await opened
    await page.goto('/progress')

    await shows(page, '.mark', 'opened')
  })

  test('is not marked again after its reader took it back', async () => {
    await press(page, 'Mark as read')
    await shows(page, '.lesson-end', 'You have read this lesson.')
    await press(page, 'Not read yet')
    await shows(page, '.lesson-end', 'Through with it?')

    await page.clock.runFor(60_000)

    await page.goto('/progress')
    await shows(page, '.mark', 'opened')
  })

  test('leaves no trace in the sandbox by itself', async () => {
    const opened = told()
    await page.clock.runFor(5_000)
    await opened

    await page.goto('/sandbox/traces')
    await shows(page, '.empty', 'No traces yet')
  })

  test('is marked in the list of lessons, with the way on', async () => {
    await press(page, 'Mark as read')
    await shows(page, '.lesson-end', 'You have read this lesson.')
    await page.goto('/lessons')

    await shows(page, '.continue', CONTINUE)
    await shows(page, '.card .mark', 'read')
  })

  test('is read as well when the server is away', async () => {
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    await context.setOffline(true)

    await page.clock.runFor(30_000)
    await press(page, 'Mark as read')

    expect(await page.locator('.lesson-end').textContent()).toContain('Through with it?')
    expect(errors).toEqual([])
  })
})

describe('the page of progress', () => {
  test.for(['light', 'dark'] as const)(
    'is free of what axe finds in the %s, and fits a phone',
    async (colorScheme) => {
      const context = await browser.newContext({
        ...{ baseURL: inject('origin'), colorScheme, reducedMotion: 'reduce' },
        viewport: { width: 320, height: 640 },
      })
      const page = await context.newPage()
      const found: unknown[] = []
      const look = async (what: string) => {
        const { violations } = await new AxeBuilder({ page }).analyze()
        found.push(...violations.map(({ id, nodes }) => [what, id, nodes[0]?.html]))
        const width = await page.evaluate(() => document.documentElement.scrollWidth)
        if (width > 320) found.push([what, 'is too wide', width])
      }

      await page.goto('/progress')
      await look('nothing yet')
      await page.goto(FIRST, { waitUntil: 'networkidle' })
      await press(page, 'Mark as read')
      await shows(page, '.lesson-end', 'You have read this lesson.')
      await look('a lesson that is read')
      for (const path of ['/progress', '/lessons', '/']) {
        await page.goto(path)
        await look(path)
      }

      expect(found).toEqual([])
      await context.close()
    },
  )
})
