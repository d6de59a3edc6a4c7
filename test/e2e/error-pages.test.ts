/** The pages of failures, as they are seen. Each status is provoked in test/requests/error-pages.test.ts. */
import { describe, expect } from 'vitest'
import { errorPages } from '#server/error-page.ts'
import { currentBuild } from '../../src/tasks/builds.mjs'
import { startBuiltServer } from '../support/built-server.ts'
import { longOf } from '../support/long.ts'
import { LOOKS } from '../support/looks.ts'
import { test as base, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

/** A server of its own, where one wrong password is all. */
const test = base.extend('origin', { scope: 'file' }, async ({}, { onCleanup }) => {
  const server = await startBuiltServer({ LIMIT_LOG_INS: '1' })
  onCleanup(() => server.stop())
  return server.origin
})
const long = longOf(test)
const SENTENCE = 'Your server is a bit tired. Try again in 30 minutes.'
const STATUSES = [400, 403, 404, 405, 410, 413, 429, 431, 500, 503, 507]

/** Shows the page of a status where any other page would be. */
async function open({ page }: Reader, status: number): Promise<void> {
  const pageOf = errorPages(`${currentBuild()}/client/error.html`)
  const way = { href: 'http://localhost/lessons', label: 'Go on' }
  await page.route('**/failing', (route) =>
    route.fulfill({
      ...{ status, contentType: 'text/html; charset=utf-8' },
      body: pageOf(status, SENTENCE, 'r-12', way),
    }),
  )
  await page.goto('/failing')
  await page.unroute('**/failing')
}

test.for(LOOKS)('$name each keeps nobody out, and fits', async (look, { sitDown }) => {
  const { options, faultsOf } = look
  const reader = await sitDown(options)
  reader.expectComplaint(/status of \d/)
  const found: unknown[] = []
  for (const status of [...STATUSES, 421]) {
    await open(reader, status)
    await reader.shows('.lead', SENTENCE)
    found.push(...(await faultsOf(reader, String(status))))
  }

  expect(found).toEqual([])
})

long('each fits a narrow screen, with nothing cut', async ({ sitDown }) => {
  const reader = await sitDown({ viewport: { width: 320, height: 640 } })
  reader.expectComplaint(/status of \d/)
  for (const status of [...STATUSES, 421]) {
    await open(reader, status)
    expect([status, await reader.faultsByDay('')]).toEqual([status, []])
  }
})

test('without JavaScript it says the same, and leads on by keys', async ({ sitDown }) => {
  const reader = await sitDown(WITHOUT_JAVASCRIPT)
  reader.expectComplaint(/status of 404/)
  await reader.page.goto('/nowhere')

  await reader.shows('h1', 'There is nothing at this address')
  await reader.page.getByRole('img', { name: 'beside the house' }).waitFor()
  await reader.page.getByRole('link', { name: 'To the course', exact: true }).focus()
  await reader.page.keyboard.press('Enter')
  await reader.page.waitForURL('**/')
})

describe('whoever has tried many passwords', () => {
  test.for([
    ['with JavaScript', {}],
    ['without', WITHOUT_JAVASCRIPT],
  ] as const)(
    'comes in by the link that they are told of, %s',
    async ([, options], { sitDown, origin }) => {
      const reader = await sitDown({ baseURL: origin, ...options })
      reader.expectComplaint(/status of 4(?:22|29)/)
      const { page } = reader
      // The first one brings no cookie yet, so it is nobody's.
      for (const status of [422, 422, 429]) {
        await page.goto('/users/log-in')
        await page.locator('.log-in-password > summary').click()
        await page.fill('#login-password-email', 'ana@example.test')
        await page.fill('#login-password', 'not this one at all')
        const answer = page.waitForResponse((one) => one.request().method() === 'POST')
        await page.getByRole('button', { name: 'Log in only this time' }).click()
        expect((await answer).status()).toBe(status)
      }
      await reader.shows('.lead', 'A link by mail opens it at once.')

      await page.getByRole('link', { name: 'Get a link by mail' }).click()
      await page.fill('#login-magic-email', 'ana@example.test')
      await page.getByRole('button', { name: 'Log in with email' }).click()

      await page.getByText('If your email is in our system').first().waitFor()
    },
  )
})
