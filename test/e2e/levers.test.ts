import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'

const LESSON = '/lessons/looking-around/trying-an-invalid-user'
let browser: Browser
let context: BrowserContext
let page: Page

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const problems: string[] = []

async function open(options: { javaScriptEnabled?: boolean; width?: number }): Promise<void> {
  const { javaScriptEnabled = true, width = 1280 } = options
  context = await browser.newContext({
    baseURL: inject('origin'),
    javaScriptEnabled,
    viewport: { width, height: 800 },
  })
  page = await context.newPage()
  page.on('pageerror', (error) => problems.push(error.message))
  // A refusal that is meant is reported as a failed resource.
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4(?:09|22)/.test(message.text()))
      problems.push(message.text())
  })
}

afterEach(async () => {
  await context.close()
  expect(problems.splice(0)).toEqual([])
})

const shows = (selector: string, text: string | RegExp) =>
  page.locator(selector).filter({ hasText: text }).first().waitFor()

async function register(email: string): Promise<void> {
  await page.locator('#registration_form input[name="user[email]"]').fill(email)
  await page.locator('#registration_form button').click()
}

const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click()

describe.for([
  ['with JavaScript', true],
  ['without JavaScript', false],
] as const)('the levers %s', ([, javaScriptEnabled]) => {
  beforeEach(() => open({ javaScriptEnabled }))

  test('show what the last request wrote', async () => {
    await page.goto('/users/register')
    await register('ana@example.test')
    await shows('.flash', 'An email was sent')

    await page.goto('/sandbox')
    await page.getByRole('link', { name: 'rows and rules' }).click()

    await shows('h1', 'Tables')
    await shows('.last-request', 'changed two rows of users and users_tokens')
    await shows('tr[data-mark="new"]', 'ana@example.test')
    await shows('.mark', 'new')
    await page.getByRole('link', { name: 'users', exact: true }).click()
    await shows('h1', 'Table users')
    await shows('.rules', 'users_email_index')
  })

  test('take the tables away, say so, and bring them back with one press', async () => {
    await page.goto('/sandbox/migrations')
    while ((await page.getByRole('button', { name: 'One step down' }).count()) > 0) {
      await press('One step down')
      await shows('.flash', 'taken back')
    }
    await shows('.tables-now', 'gone')

    await page.goto('/users/register')
    await register('ana@example.test')
    await shows('h1', /Your sandbox is \w+ migrations? down/)
    await shows('.app-card', 'The users table is not there.')
    await page.getByRole('button', { name: /^Run (it|them) up again$/ }).click()

    await shows('.flash', 'your sandbox is whole again')
    await shows('.tables-now', 'users')
    await page.goto('/users/register')
    await register('ana@example.test')
    await shows('.flash', 'An email was sent')
  })
})

describe('on a stage', () => {
  beforeEach(() => open({}))

  // Before that its forms and links lead away from the lesson.
  async function openStage(): Promise<void> {
    await page.goto(LESSON)
    await page.locator('glass-stage:defined').waitFor()
  }
  const inBar = (name: string | RegExp) =>
    page.locator('.stage-bar').getByRole('link', { name }).click()

  test('the levers are pages of its window, and the trace stays until one is pulled', async () => {
    await openStage()
    await register('ana@example.test')
    await shows('.stage .flash', 'An email was sent')

    await inBar('Tables')
    await shows('.stage tr[data-mark="new"]', 'ana@example.test')
    await shows('.stage .trace-title', 'POST /users/register')

    await inBar('Migrations')
    await shows('.stage .migrations', 'create users auth tables')
    await press('One step down')
    await shows('.stage .flash', 'taken back')
    await shows('.stage .trace-title', 'POST /sandbox/migrations')

    await page.locator('.stage-bar').getByRole('link', { name: 'Demo' }).click()
    await page.locator('#registration_form').waitFor()
    expect(new URL(page.url()).pathname).toBe(LESSON)
  })

  test('a table that is missing is answered in the window, with the button', async () => {
    await openStage()
    await inBar('Migrations')
    await shows('.stage .migrations', 'create users auth tables')
    while ((await page.getByRole('button', { name: 'One step down' }).count()) > 0) {
      await press('One step down')
      // The sentence of the step before may still be there.
      await page.locator('glass-stage:not([data-busy])').waitFor()
      await shows('.stage .flash', 'taken back')
      // The sentence of the step before may still stand there.
      await page.locator('glass-stage:not([data-busy])').waitFor()
    }
    await inBar('Demo')
    await register('ana@example.test')

    await shows('.stage .page-title', /Your sandbox is \w+ migrations? down/)
    await shows('.stage .trace .status', '409')
    await page.getByRole('button', { name: /^Run (it|them) up again$/ }).click()
    await shows('.stage .flash', 'your sandbox is whole again')
  })
})

test.for([1280, 320])('at %i pixels nothing sticks out, and axe is content', async (width) => {
  await open({ width })
  const check = async () => {
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    const beyond = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect([page.url(), beyond]).toEqual([page.url(), 0])
    expect(await page.locator('[style]').count()).toBe(0)
  }
  for (const path of ['/sandbox/tables', '/sandbox/tables/users', '/sandbox/migrations']) {
    await page.goto(path)
    await check()
  }
  await page.goto('/users/register')
  await register('ana@example.test')
  await shows('.flash', 'An email was sent')
  for (const path of ['/sandbox/tables', '/sandbox/tables/users_tokens', '/sandbox']) {
    await page.goto(path)
    await check()
  }
  await page.goto('/sandbox/migrations')
  await press('One step down')
  await check()
  await page.goto('/sandbox/tables')
  await check()
  await page.goto('/sandbox/tables/users_tokens')
  await check()
})

test('rows are a table to whoever listens, even where they look like cards', async () => {
  await open({ width: 320 })
  await page.goto('/users/register')
  await register('ana@example.test')
  await page.goto('/sandbox/tables/users')

  const table = page.getByRole('table')
  expect(await table.getByRole('columnheader').allInnerTexts()).toHaveLength(6)
  expect(await table.getByRole('cell').count()).toBe(6)
  expect(await page.getByRole('cell', { name: /ana@example\.test/ }).count()).toBe(1)
})
