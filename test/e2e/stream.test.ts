/** A server behind a proxy that answers 502 while it is away, as nginx does. */
import { expect } from 'vitest'
import { startBehindProxy } from '../support/behind-proxy.ts'
import { test as base } from '../support/reader.ts'
import { longOf } from '../support/long.ts'

const ANA = 'ana@example.test'

const test = base.extend('house', ({}, { onCleanup }) =>
  startBehindProxy(onCleanup, { TRUSTED_PROXIES: '1' }),
)

const long = longOf(test)

long(
  'a stream that was answered 502 comes back, and a log-out reaches every page',
  async ({ sitDown, house }) => {
    const reader = await sitDown({ baseURL: house.origin })
    reader.expectComplaint(/status of 502|ERR_|Failed to load/)
    await reader.goRegisterAndLogIn(ANA)
    await reader.page.goto('/guess')
    await reader.shows('.guess-who', `You play as ${ANA}`)
    await reader.shows('[data-part="connected"]', 'GuessLive, connected')
    await expect.poll(house.streams).toBeGreaterThan(0)

    // One of two tabs holds the stream; both tell of it.
    const second = await reader.context.newPage()
    await second.goto('/guess')
    await second.locator('[data-part="connected"]', { hasText: 'GuessLive, connected' }).waitFor()
    const notices = [reader.page, second].map((page) => page.locator('[data-notice]'))

    const before = house.streams()
    house.setAway(true)
    for (const notice of notices) await notice.getByText('connecting again').waitFor()
    // The browser's own try, then one after each pause.
    await expect.poll(house.streams, { timeout: 60_000 }).toBeGreaterThan(before + 1)
    house.setAway(false)
    const asked = house.streams()
    await expect.poll(house.streams, { timeout: 60_000 }).toBeGreaterThan(asked)
    for (const notice of notices) await notice.waitFor({ state: 'detached' })

    const other = await reader.context.newPage()
    await other.goto('/scores')
    await other.locator('.menu').getByRole('button', { name: 'Log out' }).click()

    for (const page of [reader.page, second]) await page.waitForURL('**/users/log-in')
    await reader.shows('.flash', 'You must log in to access this page.')
  },
)
