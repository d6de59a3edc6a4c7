import { AxeBuilder } from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { CourseReader } from '#course/course-reader.ts'
import { launchBrowser } from '../support/browser.ts'

const LESSONS = new CourseReader(process.cwd()).listLessonFolders().map(({ lesson }) => lesson.href)
const INVALID_USER = '/lessons/looking-around/trying-an-invalid-user'
const SOURCE = '/source/src/app/accounts/user.ts'
const PAGES = ['/', '/lessons', ...LESSONS, '/users/register', '/users/log-in', SOURCE, '/nowhere']

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

async function open(path: string, width: number, colorScheme: 'light' | 'dark') {
  const viewport = { width, height: 900 }
  const context = await browser.newContext({ baseURL: inject('origin'), viewport, colorScheme })
  const page = await context.newPage()
  await page.goto(path, { waitUntil: 'networkidle' })
  return page
}

describe.for([
  [1440, 'light'],
  [320, 'dark'],
] as const)('at %i px, %s', ([width, colorScheme]) => {
  test.for(PAGES)('%s keeps nobody out, and is no wider than the screen', async (path) => {
    const page = await open(path, width, colorScheme)

    const { violations } = await new AxeBuilder({ page }).analyze()

    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    await page.context().close()
  })

  test('a refused registration on a stage keeps nobody out', async () => {
    const page = await open(INVALID_USER, width, colorScheme)
    await page.locator('#registration_form input[name="user[email]"]').fill('ana')
    await page.locator('#registration_form button').click()
    await page.locator('.trace-title').waitFor()

    const { violations } = await new AxeBuilder({ page }).analyze()

    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    await page.context().close()
  })
})
