import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'

const LESSON = '/lessons/scopes/who-is-asking'
let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** Waits until the text of `selector` holds `text`. */
const shows = (page: Page, selector: string, text: string | RegExp) =>
  page.locator(selector).filter({ hasText: text }).first().waitFor()
const begin = (page: Page, title: string) =>
  page.getByRole('button', { name: `Start here : ${title}`, exact: true }).click()

describe.for([
  ['with JavaScript', true],
  ['without JavaScript', false],
] as const)('the people of a sandbox %s', ([, javaScriptEnabled]) => {
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

  test('come with a start state, in one press, and act one after the other', async () => {
    await page.goto('/sandbox/people')
    await begin(page, 'Alice and Bob')

    await shows(page, '.flash', 'Your sandbox began again, with a start state: Alice and Bob.')
    await shows(page, '.trace-title', 'POST /sandbox/seeds')
    await page.getByRole('link', { name: 'Act as Alice' }).click()
    await shows(page, '.app-as', 'You act as alice here.')
    await shows(page, '.site-menu', 'alice@example.test')

    await page.getByRole('link', { name: 'somebody else' }).click()
    await page.getByRole('link', { name: 'Act as Bob' }).click()
    await shows(page, '.app-as', 'You act as bob here.')
    await shows(page, '.site-menu', 'bob@example.test')
    await page.locator('.site-menu').getByRole('button', { name: 'Log out' }).click()
    await shows(page, '.site-menu', 'Register')

    await page.goto('/sandbox/people')
    await shows(page, '.personas li', /Alice\s*logged in as alice@example\.test/)
    await shows(page, '.personas li', /Bob\s*nobody is logged in/)
  })

  test('are reached from the stage of a lesson', async () => {
    await page.goto(LESSON, { waitUntil: 'networkidle' })
    await page.locator('.stage-bar').getByRole('link', { name: 'People' }).click()
    await shows(page, '.page-title', 'People')
    await begin(page, 'Ana has just registered')

    await shows(page, '.flash', 'with a start state: Ana has just registered.')
    await shows(page, '.account-list', 'ana@example.test')
    await shows(page, '.trace-title', 'POST /sandbox/seeds')
    expect(new URL(page.url()).pathname).toBe(javaScriptEnabled ? LESSON : '/sandbox/people')
    if (!javaScriptEnabled) return

    await page.getByRole('link', { name: 'Act as Bob' }).click()
    await shows(page, 'glass-stage .app-as', 'You act as bob here.')
    await page.getByRole('link', { name: 'Act as yourself' }).click()
    await page.locator('.app-as').waitFor({ state: 'detached' })
    await shows(page, 'glass-stage', 'Nobody is logged in')
  })
})

describe('the page of people', () => {
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

      await page.goto('/sandbox/people')
      await look('nobody')
      await begin(page, 'Alice and Bob')
      await shows(page, '.flash', 'Alice and Bob')
      await look('two people')
      await page.goto('/as/alice/')
      await look('somebody’s home')
      await page.goto(LESSON, { waitUntil: 'networkidle' })
      await page.locator('.stage-bar').getByRole('link', { name: 'People' }).click()
      await shows(page, '.page-title', 'People')
      await look('a stage')

      expect(found).toEqual([])
      await context.close()
    },
  )
})
