/** A browser that drops what an answer sets, as one that takes no `Secure` cookie over plain http. */
import type { BrowserContextOptions } from 'playwright-core'
import { expect } from 'vitest'
import { startBehindProxy } from '../support/behind-proxy.ts'
import { longOf } from '../support/long.ts'
import { test as base, WITHOUT_JAVASCRIPT } from '../support/reader.ts'

const SENTENCE = 'Your browser keeps no cookie of this site'
const LESSON = '/lessons/forms/wrong-addresses'

/** In front of a server, what lets no cookie through. */
const test = base
  .extend('house', { scope: 'file' }, async ({}, { onCleanup }) => {
    const proxy = await startBehindProxy(onCleanup)
    proxy.dropCookies()
    return proxy
  })
  .extend('forgetful', ({ sitDown, house }) => async (options: BrowserContextOptions = {}) => {
    const reader = await sitDown({ baseURL: house.origin, ...options })
    // The second form is refused for it.
    reader.expectComplaint(/status of 400/)
    return reader
  })
const long = longOf(test)

test.for([
  ['with JavaScript', {}],
  ['without JavaScript', WITHOUT_JAVASCRIPT],
] as const)(
  '%s, whoever keeps no cookie is told so after their first form',
  async ([, options], { forgetful }) => {
    const reader = await forgetful(options)
    await reader.page.goto('/users/register')
    await reader.register('ana@example.test')

    await reader.shows('.flash', SENTENCE)
    expect(await reader.page.getByText(SENTENCE).count()).toBe(1)
  },
)

long('on a stage they are told so where its first act leads', async ({ forgetful }) => {
  const reader = await forgetful()
  await reader.openLesson(LESSON)
  await reader.register('ana@example.test')

  await reader.shows('[data-notice]', 'Your browser keeps no cookies, so it has no server here.')
})

long('on a stage they are told so by the second of two refused acts', async ({ forgetful }) => {
  const reader = await forgetful()
  await reader.openLesson(LESSON)
  await reader.register('ana')
  await reader.register('bo')

  await reader.shows('[data-notice]', 'Your browser keeps no cookies, so it has no server here.')
})

long('a Run shows them what was recorded of it', async ({ forgetful }) => {
  const reader = await forgetful()
  await reader.openLesson(LESSON)
  const run = (number: number) =>
    reader.page.locator(`form[data-run="six-tries.${number}"] button`).first().click()
  await run(1)
  await reader.page.locator('glass-list:not([data-recorded])').waitFor()
  await run(2)

  await reader.shows('[data-notice]', 'You see recordings.')
  const list = reader.page.locator('glass-list[data-trace="recorded-six-tries-2"]')
  await list.waitFor()
  expect(reader.path).toBe(LESSON)
})

long('whoever keeps cookies is told nothing, and reads a plain address', async ({ reader }) => {
  await reader.goAndRegister('ana@example.test')

  expect(reader.page.url()).toMatch(/\/users\/log-in$/)
  expect(await reader.page.getByText(SENTENCE).count()).toBe(0)
})
