/** A server that does not answer for a while, or never. */
import type { Route } from 'playwright-core'
import { describe, expect } from 'vitest'
import { test as base, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/looking-around/trying-an-invalid-user'
const REGISTER = '**/users/register'

/** A reader in a lesson, whose next forms are held back until they are let go. */
const test = base.extend('held', async ({ reader }) => {
  await reader.openLesson(LESSON)
  const routes: Route[] = []
  await reader.page.route(REGISTER, (route) => {
    if (route.request().method() === 'POST') routes.push(route)
    else void route.continue()
  })
  return { reader, routes }
})

const announced = ({ page }: Reader) => page.locator('[data-part="announce"]').first().textContent()

async function pressStep(reader: Reader, index: number): Promise<void> {
  await reader.page.locator('.stage form[action="/users/register"] button').nth(index).click()
}

describe('while an answer is on its way', () => {
  test('the stage is seen and said to be busy', async ({ held: { reader, routes } }) => {
    await pressStep(reader, 0)

    await reader.page.locator('glass-stage [aria-busy="true"]').first().waitFor()
    expect(await announced(reader)).toBe('Waiting for your server.')
    const shown = await reader.page
      .locator('.stage-busy')
      .first()
      .evaluate((element) => getComputedStyle(element).visibility)
    expect(shown).toBe('visible')

    await routes[0]!.continue()
    await reader.page.locator('glass-stage[data-busy]').waitFor({ state: 'detached' })
    expect(await reader.page.locator('[aria-busy="true"]').count()).toBe(0)
    expect(await announced(reader)).not.toContain('Waiting')
  })

  test('another press says so, sends nothing, and the answer still comes', async ({
    held: { reader, routes },
  }) => {
    await pressStep(reader, 0)
    await reader.page.locator('.stage-bar').getByRole('link', { name: 'Mailbox' }).click()

    await reader.shows('.stage .flash', 'Your server is still answering.')
    expect(await announced(reader)).toBe('Your server is still answering.')
    await pressStep(reader, 1)
    expect(routes).toHaveLength(1)

    await routes[0]!.continue()
    await reader.page.locator('glass-stage[data-busy]').waitFor({ state: 'detached' })
    expect(await reader.page.getByText('Your server is still answering.').count()).toBe(0)
  })

  test('one that never comes ends in a sentence, and the next press is sent', async ({
    held: { reader, routes },
  }) => {
    reader.expectComplaint(/ERR_/)
    await reader.page.clock.install()
    await pressStep(reader, 0)
    await expect.poll(() => routes.length).toBe(1)

    await reader.page.clock.fastForward(20_000)
    await reader.shows('.stage .flash', 'Your server did not answer. Check the connection')
    await pressStep(reader, 1)

    await expect.poll(() => routes.length).toBe(2)
    await routes[1]!.continue()
    await reader.page.locator('glass-stage[data-busy]').waitFor({ state: 'detached' })
  })
})

test('a live view is busy, and the next press waits its turn', async ({ reader }) => {
  await reader.goRegisterAndLogIn('ana@example.test')
  await reader.page.goto('/guess')
  await reader.shows('[data-part="connected"]', 'GuessLive, connected')
  const routes: Route[] = []
  await reader.page.route('**/live/*', (route) => {
    if (route.request().method() === 'POST') routes.push(route)
    else void route.continue()
  })

  await reader.page.locator('.guess-number').nth(0).click()
  await reader.page.locator('.guess-number').nth(1).click()
  await reader.page.locator('glass-live[aria-busy="true"]').waitFor()
  expect(await announced(reader)).toBe('Waiting for your server.')
  expect(routes).toHaveLength(1)

  await routes[0]!.continue()
  await expect.poll(() => routes.length).toBe(2)
  await routes[1]!.continue()
  await reader.page.locator('glass-live[aria-busy="true"]').waitFor({ state: 'detached' })
  expect(await announced(reader)).toBe('')
})
